import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Whether the user must be asked: for a scope not granted before, when the client wants it, and for a public client
  /// whose answer somebody else might catch (RFC 9700 §2.1, RFC 8252 §8.6).
  public func needsConsent(
    to request: AuthorizationRequest, by user: User, reading store: Store
  ) throws(OAuthError) -> Bool {
    if request.asksAgain { return true }
    let isPublic = request.client.profile.type == .public
    if isPublic, !request.target.redirectURI.text.hasPrefix("https://") { return true }
    let granted = try stored { () throws(StorageError) in
      try store.grantedScopes(to: request.client.id, by: user.id)
    }
    return granted.map { granted in !request.scopes.allSatisfy(granted.contains) } ?? true
  }

  /// What the user agreed to: the change that writes it and says how many older tokens ended, and the answer for the
  /// client.
  public func approve(
    _ request: AuthorizationRequest, by user: User, from origin: Origin, isRemembered: Bool
  ) -> (change: Change<Int>, answer: AuthorizationRedirect) {
    let holder = TokenHolder(client: request.client.id, user: user.id, family: newFamily())
    let audit = audit(
      .grantCreate, by: user, on: request.client.profile.name.text, from: origin,
      detail: request.scopes.joined(separator: " "))
    switch request.responseType {
    case .code: return code(for: request, holder: holder, audit: isRemembered ? nil : audit)
    case .token: return implicit(request, user: user, holder: holder, audit: audit)
    }
  }

  /// What the user did not agree to: the change that records it, and the answer for the client.
  public func refuse(
    _ request: AuthorizationRequest, by user: User, from origin: Origin
  ) -> (change: Change<Void>, answer: AuthorizationRedirect) {
    let audit = audit(
      .grantRefuse, by: user, on: request.client.profile.name.text, from: origin,
      detail: request.scopes.joined(separator: " "))
    return (
      Store.record(audit),
      request.target.refusal(OAuthError(.accessDenied, "The user refused."), issuer: settings.issuer)
    )
  }

  /// The answer for the client when what the user agreed to could not be written.
  public func fail(_ request: AuthorizationRequest, because error: StorageError) -> AuthorizationRedirect {
    request.target.refusal(OAuthError(error), issuer: settings.issuer)
  }

  private func code(
    for request: AuthorizationRequest, holder: TokenHolder, audit: AuditRecord?
  ) -> (change: Change<Int>, answer: AuthorizationRedirect) {
    let now = now
    let secret = secret(.authorizationCode)
    let code = NewCode(
      secret: secret.stored, holder: holder, redirectURI: request.statedRedirectURI, scopes: request.scopes,
      challenge: request.challenge, expiresAt: now.addingTimeInterval(Double(settings.codeLifetime)))
    return (
      Store.addCode(code, at: now, audit: audit).map { 0 },
      request.target.answer([("code", secret.text)], issuer: settings.issuer)
    )
  }

  /// Implicit (RFC 6749 §4.2; off unless configured: RFC 9700 §2.1.2): the token itself, and never a refresh token.
  private func implicit(
    _ request: AuthorizationRequest, user: User, holder: TokenHolder, audit: AuditRecord
  ) -> (change: Change<Int>, answer: AuthorizationRedirect) {
    let now = now
    let tokens = mint(withRefresh: false, at: now)
    let grant = Store.grant(request.scopes, to: request.client.id, by: user.id, at: now, audit: audit)
    let issue = Store.issue(
      tokens.new, to: holder, scopes: request.scopes, isOnly: settings.singleTokenPerUser, at: now)
    let parameters = [
      ("access_token", tokens.access.text), ("token_type", "Bearer"), ("expires_in", String(tokens.expiresIn)),
      ("scope", request.scopes.joined(separator: " ")),
    ]
    return (grant.followed(by: issue), request.target.answer(parameters, issuer: settings.issuer))
  }
}
