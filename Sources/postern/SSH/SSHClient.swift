import Configuration
import Glibc
import Model

/// What a client of sshd(8) says of itself, as far as it is taken: what it asks for, where it is, how its terminal
/// works. None of it decides who comes in, which database is used or where anything is written.
struct SSHClient {
  /// What it asked to run; nothing for the account manager.
  let command: String?
  /// Where it is.
  let origin: Origin
  private let kept: [(name: String, value: String)]

  init(_ environment: Environment) {
    command = environment["SSH_ORIGINAL_COMMAND"]
    origin = Origin("ssh \(Self.address(in: environment["SSH_CONNECTION"]) ?? "unknown")")
    var kept: [(name: String, value: String)] = []
    if let terminal = environment["TERM"], Self.isName(terminal) { kept.append(("TERM", terminal)) }
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
      if let locale = environment[name], Self.isName(locale) { kept.append((name, locale)) }
    }
    if environment["NO_COLOR"] != nil { kept.append(("NO_COLOR", "1")) }
    if let claim = environment["COLORTERM"], ["truecolor", "24bit"].contains(claim) {
      kept.append(("COLORTERM", claim))
    }
    // Few servers hand a locale on, and hardly a terminal is left that knows no UTF-8.
    if !kept.contains(where: { $0.name != "TERM" && $0.name.hasPrefix("L") }) { kept.append(("LANG", "C.UTF-8")) }
    self.kept = kept
  }

  /// Empties the environment of this process but for what was taken: the libraries below look there for folders, files
  /// and programs too.
  func forgetTheRest() throws(Failure) {
    guard clearenv() == 0 else { throw .failed("cannot empty the environment.") }
    for (name, value) in kept { setenv(name, value, 1) }
  }

  /// The first word of sshd's `SSH_CONNECTION`, if it looks like an address: IPv4, or IPv6 perhaps with a zone.
  static func address(in connection: String?) -> String? {
    guard let word = connection?.split(separator: " ").first, word.utf8.count <= 64 else { return nil }
    let parts = word.split(separator: "%", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts[0].contains(where: { $0 == "." || $0 == ":" }),
      parts[0].utf8.allSatisfy({ "0123456789abcdefABCDEF.:".utf8.contains($0) }),
      parts.count == 1 || isName(String(parts[1]))
    else { return nil }
    return String(word)
  }

  /// Whether text can be the name of a terminal or of a locale, and not a path: letters and digits, with `.`, `_`, `+`,
  /// `-` and `@` between them.
  static func isName(_ text: String) -> Bool {
    func isLetterOrDigit(_ byte: UInt8) -> Bool {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
    guard let first = text.utf8.first, isLetterOrDigit(first), text.utf8.count <= 64 else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "._+-@".utf8.contains($0) }
  }
}
