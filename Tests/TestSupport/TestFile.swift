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

  /// Makes or replaces a file.
  public static func write(_ text: String, to path: String, mode: mode_t = 0o600) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    _ = Glibc.write(descriptor, bytes, bytes.count)
    fchmod(descriptor, mode)
  }

  /// The permission bits of a file; nothing if there is none.
  public static func mode(of path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
  }

  /// Whether a file holds a text, byte for byte.
  public static func contains(_ text: String, in path: String) -> Bool {
    let needle = Array(text.utf8)
    let bytes = TestFile.bytes(of: path)
    guard let first = needle.first, bytes.count >= needle.count else { return needle.isEmpty }
    return (0...bytes.count - needle.count).contains { start in
      bytes[start] == first && bytes[start..<start + needle.count].elementsEqual(needle)
    }
  }
}
