import FoundationEssentials
import Glibc

/// Files as tests look at them.
public enum TestFile {
  /// All bytes of a file; none if it cannot be read.
  public static func bytes(of path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// The names of the files in a folder.
  public static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }

  /// Makes or replaces a file.
  public static func write(_ text: String, to path: String, mode: mode_t = 0o600) {
    write(Array(text.utf8), to: path, mode: mode)
  }

  /// Makes or replaces a file.
  public static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    _ = Glibc.write(descriptor, bytes, bytes.count)
    fchmod(descriptor, mode)
  }

  /// The permission bits of a file; nothing if there is none.
  public static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// Whether a file holds a text, byte for byte.
  public static func contains(_ text: String, in path: String) -> Bool { contains(Array(text.utf8), in: path) }

  /// Whether a file holds such bytes one after another.
  public static func contains(_ needle: [UInt8], in path: String) -> Bool {
    guard let first = needle.first else { return true }
    return TestFile.bytes(of: path).withUnsafeBytes { bytes in
      var rest = bytes[...]
      // Byte by byte in Swift, a debug build would take seconds for a database.
      while rest.count >= needle.count, let base = UnsafeRawBufferPointer(rebasing: rest).baseAddress {
        guard let hit = memchr(base, Int32(first), rest.count) else { return false }
        rest = rest.dropFirst(UnsafeRawPointer(hit) - base)
        if rest.count >= needle.count, memcmp(hit, needle, needle.count) == 0 { return true }
        rest = rest.dropFirst()
      }
      return false
    }
  }
}
