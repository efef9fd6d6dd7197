/// A short name that an account may have beside its e-mail address; compared without regard to case.
public struct Username: Sendable, Hashable, CustomStringConvertible {
  /// The most characters that a username may have.
  public static let limit = 40

  /// The username, trimmed.
  public let text: String

  /// Checks a username: a letter first, then letters, digits, `.`, `_`, `-`, all ASCII. An `@` or a leading digit
  /// would make it look like an e-mail address or a row number, which stand for accounts too.
  ///
  /// - Throws: the issue, filed under ``Field/username``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    let allowed = text.utf8.allSatisfy { byte in
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        || "._-".utf8.contains(byte)
    }
    guard let first = text.utf8.first, UInt8(ascii: "a")...UInt8(ascii: "z") ~= first | 0x20, allowed,
      text.utf8.count <= Self.limit
    else {
      throw ValidationFailure(
        FieldIssue(
          .username,
          "A username starts with a letter and has at most \(Self.limit) letters, digits, dots, hyphens or underscores."
        ))
    }
    self.text = text
  }

  /// Takes a username that was checked when it was stored.
  public init(stored text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }
}
