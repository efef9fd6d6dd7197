/// An e-mail address as an account is known by: compared without regard to case.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  /// The most bytes of an address (RFC 5321 §4.5.3.1.3, less the angle brackets).
  public static let limit = 254

  /// The address as it was typed, trimmed.
  public let text: String

  /// Checks an address that somebody typed: a dot-atom of at most 64 bytes (RFC 5322 §3.2.3, RFC 5321 §4.5.3.1.1), one
  /// `@`, a host name. Whether mail arrives there is not known.
  ///
  /// - Throws: the issue, filed under ``Field/email``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= Self.limit, Self.isDotAtom(parts[0]), parts[0].utf8.count <= 64,
      AbsoluteURL.isHostName(parts[1])
    else {
      throw ValidationFailure(FieldIssue(.email, "Enter an e-mail address, such as ada@example.org."))
    }
    self.text = text
  }

  /// Takes an address that was checked when it was stored.
  public init(stored text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }

  private static func isDotAtom(_ text: Substring) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty
        && atom.utf8.allSatisfy { AbsoluteURL.isLetterOrDigit($0) || "!#$%&'*+-/=?^_`{|}~".utf8.contains($0) }
    }
  }

  /// Equal without regard to case.
  public static func == (left: Self, right: Self) -> Bool { left.text.lowercased() == right.text.lowercased() }

  /// Hashes without regard to case.
  public func hash(into hasher: inout Hasher) { hasher.combine(text.lowercased()) }
}
