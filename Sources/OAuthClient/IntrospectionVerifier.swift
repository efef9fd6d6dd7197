import Guards
import HTTPServer
import OAuth

/// Finds out over HTTP who calls: asks the authorization server what the token is worth (RFC 7662), each time, so that a
/// revocation counts at the next request. The client must be one of the server's `resourceServers`, or only tokens of its
/// own are live to it.
public struct IntrospectionVerifier: CallerVerifier {
  private let client: OAuthClient

  /// A verifier that asks as a client.
  public init(_ client: OAuthClient) { self.client = client }

  /// Who sent a request.
  public func caller(of request: HTTPRequest) throws(GuardRefusal) -> Caller? {
    guard let token = try token(of: request) else { return nil }
    let found: Introspected
    do throws(OAuthClientError) { found = try client.introspect(token) } catch {
      throw GuardRefusal(
        status: 503, message: "The token cannot be checked at the moment. Try again shortly.", retryAfter: 2)
    }
    // A refresh token of this client's own is live too, but none that a resource takes (RFC 6749 §7.1).
    guard found.active, found.tokenType?.lowercased() == "bearer" else {
      throw GuardRefusal(
        status: 401, error: "invalid_token", message: "The token is unknown, expired or revoked.")
    }
    // A client that acts for itself has its own id as the subject.
    let isClients = found.subject == found.clientID
    return Caller(
      means: .token, userID: isClients ? nil : found.subject, username: found.username, email: found.email,
      clientID: found.clientID,
      scopes: (found.scope ?? "").split(separator: " ").map(String.init))
  }

  private func token(of request: HTTPRequest) throws(GuardRefusal) -> String? {
    let presented: PresentedToken?
    do throws(OAuthError) {
      let body = request.isPostedForm ? try PresentedToken.text(inForm: request.body) : nil
      presented = try PresentedToken(authorization: request.header("authorization"), body: body, query: nil)
    } catch {
      throw GuardRefusal(status: error.status, error: error.code.rawValue, message: error.description)
    }
    return presented?.text
  }
}
