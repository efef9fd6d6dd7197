/// An e-mail address as an account is known by: compared without regard to case.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  /// The most bytes of an address (RFC 5321 §4.5.3.1.3, less the angle brackets).
  public static let limit = 254

  /// The address as it was typed, trimmed.
  public let text: String

  /// Checks an address that somebody typed: one `@`, something on either side, no white space or control characters.
  /// Whether mail arrives there is not known.
  ///
  /// - Throws: the issue, filed under ``Field/email``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let printable = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"(),:;<>[\\]".utf8.contains($0) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, printable, text.utf8.count <= Self.limit,
      !parts[1].hasPrefix("."), !parts[1].hasSuffix("."), !parts[1].contains("..")
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

  /// Equal without regard to case.
  public static func == (left: Self, right: Self) -> Bool { left.text.lowercased() == right.text.lowercased() }

  /// Hashes without regard to case.
  public func hash(into hasher: inout Hasher) { hasher.combine(text.lowercased()) }
}
