import Glibc
import Synchronization

/// A fresh folder of mode 0700 that goes with its contents when the tests have ended: a store may be in use after the
/// last one has let go of its folder.
public final class TemporaryFolder: Sendable {
  /// Its absolute path.
  public let path: String

  /// Makes one under the system's folder for temporary files.
  public init() {
    var template = Array("/tmp/postern-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("No temporary folder: \(String(cString: strerror(errno)))") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    Self.removal
    Self.paths.withLock { $0.append(path) }
  }

  private static let paths = Mutex<[String]>([])

  /// Removes every folder when the process ends; asked for once.
  private static let removal: Void = {
    atexit { TemporaryFolder.paths.withLock { $0 }.forEach(TemporaryFolder.remove) }
  }()

  /// The path of a file in it.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// The names in it, sorted.
  public var names: [String] { Self.names(in: path) }

  /// The names in any folder, sorted.
  public static func names(in folder: String) -> [String] {
    guard let listing = opendir(folder) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    chmod(path, 0o700)
    for name in names(in: path) { remove("\(path)/\(name)") }
    rmdir(path)
  }
}
