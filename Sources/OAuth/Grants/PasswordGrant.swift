import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Password (RFC 6749 §4.3; off unless configured: RFC 9700 §2.4). Whose password it is was found out elsewhere.
  ///
  /// - Parameter user: who signed in.
  public func passwordGrant(_ request: TokenRequest, user: User) throws(OAuthError) -> Change<TokenOutcome> {
    guard try grantType(of: request.parameters) == .password else {
      throw OAuthError(.unsupportedGrantType, "This is not the password grant.")
    }
    let scopes = try settings.scopes.requested(request.parameters["scope"])
    let now = now
    let tokens = mint(withRefresh: true, at: now)
    let holder = TokenHolder(client: request.client.id, user: user.id, family: newFamily())
    let issue = Store.issue(tokens.new, to: holder, scopes: scopes, isOnly: settings.singleTokenPerUser, at: now)
    let grant = Store.grant(
      scopes, to: request.client.id, by: user.id, at: now,
      audit: audit(.grantCreate, by: user, on: request.client.name.text, from: request.origin, detail: "by password"))
    return grant.followed(by: issue).map { .success(tokens.answer(scopes: scopes, user: user, ended: $0)) }
  }
}
