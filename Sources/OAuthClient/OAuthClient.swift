import FoundationEssentials
import HTTPClient
import OAuth

/// An application that lets people in through an authorization server: authorization code with PKCE, refresh, revocation.
public struct OAuthClient: Sendable {
  /// The authorization server's name and root.
  public let issuer: String
  /// The client's id.
  public let clientID: String
  /// Its secret; nothing for a public client.
  private let clientSecret: String?
  /// Where answers come.
  public let redirectURI: String
  private let http = HTTPClient()

  /// A client.
  public init(issuer: String, clientID: String, clientSecret: String?, redirectURI: String) {
    self.issuer = issuer
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.redirectURI = redirectURI
  }

  /// Where the user's browser is sent (RFC 6749 §4.1.1, RFC 7636 §4.3).
  ///
  /// - Parameters:
  ///   - state: what ties the answer to this browser; kept in its session.
  ///   - verifier: 43 to 128 unreserved characters; kept in its session.
  public func authorizationURL(scope: String, state: String, verifier: String) -> String {
    let parameters = [
      ("response_type", "code"), ("client_id", clientID), ("redirect_uri", redirectURI), ("scope", scope),
      ("state", state), ("code_challenge", ProofKey.challenge(of: verifier)),
      ("code_challenge_method", ProofKey.method),
    ]
    return "\(issuer)/oauth/authorize?\(FormEncoder.encode(parameters))"
  }

  /// Exchanges a code for tokens.
  public func exchange(code: String, verifier: String) throws(OAuthClientError) -> Tokens {
    try tokens([
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirectURI),
      ("code_verifier", verifier),
    ])
  }

  /// Takes a new pair for a refresh token, which is spent then.
  public func refresh(_ token: String) throws(OAuthClientError) -> Tokens {
    try tokens([("grant_type", "refresh_token"), ("refresh_token", token)])
  }

  /// Gives a token back.
  public func revoke(_ token: String) throws(OAuthClientError) {
    _ = try post("/oauth/revoke", [("token", token)])
  }

  /// Asks what a token is worth (RFC 7662).
  public func introspect(_ token: String) throws(OAuthClientError) -> Introspected {
    try decode(try post("/oauth/introspect", [("token", token)]))
  }

  private func tokens(_ parameters: [(name: String, value: String)]) throws(OAuthClientError) -> Tokens {
    try decode(try post("/oauth/token", parameters))
  }

  private func post(
    _ path: String, _ parameters: [(name: String, value: String)]
  ) throws(OAuthClientError) -> [UInt8] {
    let who = [("client_id", clientID)] + (clientSecret.map { [("client_secret", $0)] } ?? [])
    let body = FormEncoder.encode(parameters + who)
    let result: HTTPResult
    do throws(HTTPClientError) {
      result = try http.send(
        HTTPCall(
          "POST", issuer + path, headers: [("Content-Type", "application/x-www-form-urlencoded")],
          body: Array(body.utf8)))
    } catch {
      throw .unreachable(error.sentence)
    }
    guard result.status == 200 else {
      let refusal: Refusal? = try? JSONDecoder().decode(Refusal.self, from: Data(result.body))
      throw .refused(
        status: result.status, error: refusal?.error ?? "", description: refusal?.errorDescription ?? "")
    }
    return result.body
  }

  private func decode<Answer: Decodable>(_ body: [UInt8]) throws(OAuthClientError) -> Answer {
    do {
      return try JSONDecoder().decode(Answer.self, from: Data(body))
    } catch {
      throw .unreadable
    }
  }
}

/// Why a client did not get what it asked for.
public enum OAuthClientError: Error, Sendable, Equatable {
  /// The server could not be reached; why.
  case unreachable(String)
  /// The server said no (RFC 6749 §5.2).
  case refused(status: Int, error: String, description: String)
  /// The answer was not one of this protocol.
  case unreadable
}

/// What the token endpoint answers (RFC 6749 §5.1).
public struct Tokens: Sendable, Decodable {
  /// The access token.
  public let accessToken: String
  /// How long it lives, in seconds.
  public let expiresIn: Int
  /// Its scopes, separated by spaces.
  public let scope: String
  /// The refresh token, if one was given.
  public let refreshToken: String?

  enum CodingKeys: String, CodingKey {
    case accessToken = "access_token"
    case expiresIn = "expires_in"
    case scope
    case refreshToken = "refresh_token"
  }
}

/// What the introspection endpoint answers (RFC 7662 §2.2).
public struct Introspected: Sendable, Decodable {
  /// Whether the token is live; nothing else is told of one that is not.
  public let active: Bool
  /// How it is sent to a resource, `Bearer`; nothing for a token that no resource takes.
  public let tokenType: String?
  /// Its scopes, separated by spaces.
  public let scope: String?
  /// Who holds it.
  public let clientID: String?
  /// What its user is called.
  public let username: String?
  /// The user's address, where the token's scopes allow it.
  public let email: String?
  /// For whom it acts.
  public let subject: String?
  /// When it ends, in seconds since 1970.
  public let expiresAt: Int?

  enum CodingKeys: String, CodingKey {
    case active, scope, username, email
    case tokenType = "token_type"
    case clientID = "client_id"
    case subject = "sub"
    case expiresAt = "exp"
  }
}

private struct Refusal: Decodable {
  let error: String
  let errorDescription: String?

  enum CodingKeys: String, CodingKey {
    case error
    case errorDescription = "error_description"
  }
}
