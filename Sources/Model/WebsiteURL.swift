/// The website of an application: an http or https URL that users can open to see whom they deal with.
public struct WebsiteURL: Sendable, Hashable, CustomStringConvertible {
  /// The URL as entered, trimmed.
  public let text: String

  /// Checks a URL that somebody typed.
  ///
  /// - Throws: the issue, filed under ``Field/website``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw)
    guard !text.isEmpty else { throw Self.failure("Enter the website's URL, such as https://example.org.") }
    do {
      _ = try AbsoluteURL(text)
    } catch {
      let message =
        switch error {
        case .notAbsolute, .badHost: "Enter a full URL, such as https://example.org."
        case .badScheme: "Start the URL with https:// or http://."
        case .foreignHost: "Write the host name in ASCII, international names in their xn-- form."
        case .userInfo: "Leave the user name and password out of the URL."
        case .badPort: "The port in the URL must be a number from 1 to 65535."
        case .badCharacter: "The URL has a character that URLs cannot have; percent-encode it."
        case .tooLong: "The URL is too long; at most \(AbsoluteURL.limit) bytes are allowed."
        }
      throw Self.failure(message)
    }
    self.text = text
  }

  /// Takes a URL that was checked when it was stored.
  public init(stored text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }

  private static func failure(_ message: String) -> ValidationFailure {
    ValidationFailure(FieldIssue(.website, message))
  }
}
