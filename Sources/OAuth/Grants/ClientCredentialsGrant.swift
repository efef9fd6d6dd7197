import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Client credentials (RFC 6749 §4.4): a token of the client's own, for no user, and no refresh token.
  func clientCredentials(_ request: TokenRequest) throws(OAuthError) -> Change<TokenOutcome> {
    try requireConfidential(request)
    let scopes = try settings.scopes.requested(request.parameters["scope"])
    let now = now
    let tokens = mint(withRefresh: false, at: now)
    let change = Store.issue(
      tokens.new, to: TokenHolder(client: request.client.id), scopes: scopes, isOnly: false, at: now)
    return change.map { _ in .success(tokens.answer(scopes: scopes, user: nil)) }
  }
}
