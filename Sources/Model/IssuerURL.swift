/// The name of an authorization server (RFC 8414 §2): an https URL without query and fragment, from which its endpoints
/// are built; http only on this machine itself.
public struct IssuerURL: Sendable, Hashable, CustomStringConvertible {
  /// Why a text cannot be an issuer.
  public struct Problem: Error, Sendable, Equatable {
    /// What is wrong and what to write instead, to stand behind a colon.
    public let sentence: String
  }

  /// The URL, byte for byte as clients compare it (RFC 9207 §2.4).
  public let text: String

  /// Checks a URL.
  public init(validating text: String) throws(Problem) {
    let url: AbsoluteURL
    do {
      url = try AbsoluteURL(text)
    } catch {
      throw Problem(sentence: "write a full URL, such as https://auth.example.org.")
    }
    guard url.scheme == .https || url.isLoopback else {
      throw Problem(sentence: "use https; http is only for localhost, 127.0.0.1 or [::1].")
    }
    guard !url.hasFragment, !text.contains("?") else { throw Problem(sentence: "leave out the query and fragment.") }
    guard !text.hasSuffix("/") else { throw Problem(sentence: "leave out the slash at its end.") }
    self.text = text
  }

  /// This machine itself, by name.
  public init(loopbackPort port: UInt16, isSecure: Bool = false) {
    text = "\(isSecure ? "https" : "http")://localhost:\(port)"
  }

  /// The text itself.
  public var description: String { text }
}
