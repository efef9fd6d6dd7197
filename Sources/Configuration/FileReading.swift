import Glibc

/// Why a file cannot be read.
enum FileFailure: Error {
  case missing
  case directory
  case tooLarge(limit: Int)
  case refused(code: Int32)

  /// One sentence.
  var sentence: String {
    switch self {
    case .missing: "there is no such file."
    case .directory: "this is a directory, not a file."
    case .tooLarge(let limit): "the file is larger than \(limit) bytes."
    case .refused(let code): "cannot read the file: \(String(cString: strerror(code)))."
    }
  }
}

/// Reads a whole file, at most `limit` bytes of it; a file that never ends (a device, a pipe) is refused too.
func readFile(_ path: String, limit: Int) throws(FileFailure) -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
  guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .refused(code: errno) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = read(descriptor, &buffer, buffer.count)
    if count < 0 {
      if errno == EINTR { continue }
      throw errno == EISDIR ? .directory : .refused(code: errno)
    }
    if count == 0 { return bytes }
    bytes += buffer[..<count]
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
  }
}
