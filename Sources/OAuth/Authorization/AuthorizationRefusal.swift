import Model

/// Why an authorization request is not shown to the user.
public enum AuthorizationRefusal: Error, Sendable {
  /// Nobody knows where an answer might go: the user is told, and the client hears nothing (RFC 6749 §4.1.2.1).
  case page(OAuthError)
  /// The client is told, by way of the user's browser.
  case redirect(AuthorizationRedirect)

  /// The error.
  public var error: OAuthError {
    switch self {
    case .page(let error): error
    case .redirect(let redirect): redirect.error ?? OAuthError(.serverError, "")
    }
  }
}

/// An answer that the user's browser carries to the client.
public struct AuthorizationRedirect: Sendable {
  /// Where answers of this request go, and in which part of the URI.
  let target: AuthorizationTarget
  /// What is told, in order.
  let parameters: [(name: String, value: String)]
  /// Why nothing was granted; nothing when something was.
  public let error: OAuthError?

  /// Whether an access token stands in it, by the implicit grant.
  public var isGrant: Bool { target.isFragment && error == nil }

  /// The whole URI. Answers of the implicit grant stand in the fragment (RFC 6749 §4.2.2), others in the query.
  public var location: String {
    let encoded = FormEncoder.encode(parameters)
    let uri = target.redirectURI.text
    if target.isFragment { return "\(uri)#\(encoded)" }
    return uri + (uri.contains("?") ? (uri.hasSuffix("?") || uri.hasSuffix("&") ? "" : "&") : "?") + encoded
  }
}

/// Where answers of an authorization request go.
struct AuthorizationTarget: Sendable {
  let redirectURI: RedirectURI
  /// Whether they stand in the fragment.
  let isFragment: Bool
  /// Sent back as it came, byte for byte (RFC 6749 §4.1.1).
  let state: String?

  /// An answer: `state` and `iss` come with all of them (RFC 9207 §2).
  func answer(
    _ parameters: [(name: String, value: String)], issuer: IssuerURL, error: OAuthError? = nil
  ) -> AuthorizationRedirect {
    let all = parameters + (state.map { [("state", $0)] } ?? []) + [("iss", issuer.text)]
    return AuthorizationRedirect(target: self, parameters: all, error: error)
  }

  /// A refusal that the client is told.
  func refusal(_ error: OAuthError, issuer: IssuerURL) -> AuthorizationRedirect {
    answer([("error", error.code.rawValue), ("error_description", error.description)], issuer: issuer, error: error)
  }
}
