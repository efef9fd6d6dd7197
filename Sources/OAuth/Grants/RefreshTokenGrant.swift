import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Refresh (RFC 6749 §6) with rotation: a new pair each time, and the family ends when a spent one comes again
  /// (RFC 9700 §4.14.2).
  func refresh(_ request: TokenRequest) throws(OAuthError) -> Change<TokenOutcome> {
    let text = try request.parameters.required("refresh_token")
    let scopes = try request.parameters["scope"].map { (text: String) throws(OAuthError) in
      try settings.scopes.requested(text)
    }
    guard let old = MachineSecret(.refreshToken, presented: text) else { throw Self.unusableRefreshToken }
    let now = now
    let tokens = mint(withRefresh: true, at: now)
    let change = Store.rotate(
      old.digest, of: request.client.id, for: tokens.new, scopes: scopes, at: now,
      replay: audit(
        .tokenReplay, by: nil, on: request.client.name.text, from: request.origin, outcome: .refused,
        detail: "a refresh token was used twice; its family ended"))
    return change.map { rotation in
      switch rotation {
      case .rotated(let user, let scopes): .success(tokens.answer(scopes: scopes, user: user))
      case .invalid: .failure(Self.unusableRefreshToken)
      case .replayed: .failure(Self.unusableRefreshToken.replayed)
      case .tooWide: .failure(OAuthError(.invalidScope, "A refresh can narrow the scope, never widen it."))
      }
    }
  }

  private static let unusableRefreshToken = OAuthError(
    .invalidGrant, "The refresh_token is unknown, expired, used, revoked, or another client's; ask the user again.")
}
