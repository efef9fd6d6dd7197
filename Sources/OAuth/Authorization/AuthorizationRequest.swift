import Model
import Storage

/// An authorization request that passed every check: what the user is asked.
public struct AuthorizationRequest: Sendable {
  /// Who asks.
  public let client: Client
  /// Who registered it.
  public let owner: User
  /// How many users let it in.
  public let users: Int
  /// What it wants: a code, or a token at once.
  public let responseType: ResponseType
  /// The ids of the scopes it asks for.
  public let scopes: [String]
  /// The S256 challenge, if one came.
  public let challenge: String?
  /// Whether the user shall be asked even if they agreed before (`prompt=consent`).
  public let asksAgain: Bool
  /// Where the answer goes.
  let target: AuthorizationTarget
  /// The redirect URI, if the request said one: then the exchange must say it too.
  let statedRedirectURI: String?
  /// What came, for the form that brings it back.
  public let parameters: ProtocolParameters

  /// Where the answer goes, as far as people should know: scheme, host and port of the redirect URI.
  public var destination: String {
    let uri = target.redirectURI.text
    let host = uri.utf8.drop { $0 != UInt8(ascii: "/") }.dropFirst(2).drop { !"/?".utf8.contains($0) }
    return String(uri[..<host.startIndex])
  }
}

extension AuthorizationServer {
  /// Checks a request, one small check after the other; each looks at what those before it have made sure of.
  ///
  /// The checks before the redirect URI is known end on a page; those after it are told to the client.
  public func authorizationRequest(
    _ parameters: ProtocolParameters, reading store: Store
  ) throws(AuthorizationRefusal) -> AuthorizationRequest {
    let (client, owner, users) = try checkClient(parameters, reading: store)
    let (redirectURI, stated) = try checkRedirectURI(parameters, of: client)
    // An implicit answer stands in the fragment, and so do its errors (RFC 6749 §4.2.2.1).
    let target = AuthorizationTarget(
      redirectURI: redirectURI, isFragment: parameters["response_type"] == ResponseType.token.rawValue,
      state: parameters["state"])
    do throws(OAuthError) {
      let type = try checkResponseType(parameters)
      try checkResponseMode(parameters, of: type)
      return AuthorizationRequest(
        client: client, owner: owner, users: users, responseType: type,
        scopes: try settings.scopes.requested(parameters["scope"]),
        challenge: try checkProofKey(parameters, of: client, type), asksAgain: try checkPrompt(parameters),
        target: target, statedRedirectURI: stated, parameters: parameters)
    } catch {
      throw .redirect(target.refusal(error, issuer: settings.issuer))
    }
  }
}
