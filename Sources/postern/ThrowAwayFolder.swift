import Glibc

/// A folder that only its owner can enter, for what need not be kept.
struct ThrowAwayFolder {
  let path: String

  init() throws(Failure) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/postern-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw .failed("cannot make a folder in \(parent): \(String(cString: strerror(errno))).")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Removes the folder and the files in it.
  func remove() {
    for suffix in ["", "-wal", "-shm"] { unlink("\(path)/demo.db\(suffix)") }
    rmdir(path)
  }
}
