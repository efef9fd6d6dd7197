/// The name of an application or a personal access token: 1 to 40 characters that can be seen.
public struct Name: Sendable, Hashable, CustomStringConvertible {
  /// The most characters (grapheme clusters) that a name may have.
  public static let limit = 40

  /// The text, trimmed.
  public let text: String

  /// Checks a name that somebody typed.
  ///
  /// - Parameter raw: the typed text; white space around it is dropped.
  /// - Throws: the issue, filed under ``Field/name``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    guard !text.isEmpty else { throw ValidationFailure(FieldIssue(.name, "Enter a name.")) }
    if let problem = PlainText.problem(in: text, label: "Name", limit: Self.limit) {
      throw ValidationFailure(FieldIssue(.name, problem))
    }
    self.text = text
  }

  /// Takes a name that was checked when it was stored.
  public init(stored text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }
}
