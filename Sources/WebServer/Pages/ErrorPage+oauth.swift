import Model
import OAuth

extension ErrorPage {
  /// The page of an error of the protocol that must not be told to a client (RFC 6749 §4.1.2.1).
  ///
  /// - Parameter detail: for whoever wrote the application.
  public init(_ code: OAuthError.Code, detail: String = "") {
    let (title, message) = Self.words(for: code)
    self.init(title: title, message: message, code: code.rawValue, detail: detail)
  }

  /// The page of an error code that came with an address; one that nobody knows is shown as the text it is.
  public init(named name: String) {
    if let code = OAuthError.Code(rawValue: name) {
      self.init(code)
    } else {
      self.init(
        title: "Something went wrong", message: "The application was not let in. Go back to it and try again.",
        code: PlainText.visible(name, limit: 60))
    }
  }

  private static func words(for code: OAuthError.Code) -> (title: String, message: String) {
    switch code {
    case .accessDenied:
      ("Access denied", "The application was not let in. Go back to it if that was not what you meant.")
    case .invalidClient, .unauthorizedClient:
      (
        "Unknown application",
        "The application that sent you here is not registered, or may not ask this. Tell the people who made it."
      )
    case .invalidScope:
      ("Unknown permission", "The application asked for a permission that does not exist. Tell the people who made it.")
    case .temporarilyUnavailable:
      ("Not available now", "The server cannot do this at the moment. Try again in a minute.")
    case .serverError:
      ("Something went wrong here", "The server made a mistake. Try again, and tell us if it stays so.")
    case .expiredToken: ("Too late", "The code has expired. Start again on your device.")
    default:
      (
        "Request not understood",
        "The application that sent you here made a mistake in its request. Tell the people who made it."
      )
    }
  }
}
