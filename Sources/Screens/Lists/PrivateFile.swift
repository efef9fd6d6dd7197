import Accounts
import Glibc

/// A new file that only its owner can read (mode 0600).
struct PrivateFile {
  private let descriptor: Int32
  /// What the person called it.
  private let path: String
  private let place: String

  /// Makes the file; an existing one, or a link, is refused. There is none without a machine that is the person's.
  init(creating path: String, on machine: Machine) throws(AccountError) {
    self.path = path
    place = Self.expanded(path)
    descriptor = open(place, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw .refused(
        reason: errno == EEXIST
          ? "\(path) is there already; choose another name."
          : "Cannot write \(path): \(String(cString: strerror(errno))).")
    }
  }

  /// Writes all of a text.
  func write(_ text: String) throws(AccountError) {
    var text = text
    let failure: Int32? = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return nil
    }
    if let failure { throw .refused(reason: "Cannot write \(path): \(String(cString: strerror(failure))).") }
  }

  func close() {
    Glibc.close(descriptor)
  }

  /// Removes what could not be written to its end.
  func discard() {
    unlink(place)
  }

  /// The stem of a file name that is not taken, whatever its ending: `stem`, or `stem-2` and so on.
  static func free(_ stem: String) -> String {
    let stems = [stem] + (2...99).map { "\(stem)-\($0)" }
    return stems.first { stem in
      ExportFormat.allCases.allSatisfy { access(expanded("\(stem).\($0.rawValue)"), F_OK) != 0 }
    } ?? stem
  }

  /// The path that a typed name stands for: one without a folder lies in this one.
  static func path(of name: String, in folder: String) -> String {
    name.hasPrefix("/") || name.hasPrefix("~/") || folder == "." ? name : "\(folder)/\(name)"
  }

  /// A path with `~/` read as the home folder.
  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }
}
