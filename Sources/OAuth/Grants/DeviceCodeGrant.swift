import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Device code (RFC 8628 §3.4, §3.5).
  func pollDevice(_ request: TokenRequest) throws(OAuthError) -> Change<TokenOutcome> {
    let text = try request.parameters.required("device_code")
    guard let code = MachineSecret(.deviceCode, presented: text) else { throw Self.unusableDeviceCode }
    let now = now
    let tokens = mint(withRefresh: true, at: now)
    let change = Store.pollDevice(
      code.digest, of: request.client.id, family: newFamily(), for: tokens.new, isOnly: settings.singleTokenPerUser,
      at: now)
    return change.map { poll in
      switch poll {
      case .approved(let user, let scopes, let ended):
        .success(tokens.answer(scopes: scopes, user: user, ended: ended))
      case .pending: .failure(OAuthError(.authorizationPending, "Nobody has approved it yet; ask again later."))
      case .slowDown: .failure(OAuthError(.slowDown, "Ask less often: wait five seconds longer between two questions."))
      case .denied: .failure(OAuthError(.accessDenied, "The user refused."))
      case .expired: .failure(OAuthError(.expiredToken, "The device_code has expired; start again."))
      case .invalid: .failure(Self.unusableDeviceCode)
      }
    }
  }

  private static let unusableDeviceCode = OAuthError(
    .invalidGrant, "The device_code is unknown, used, or another client's; start again.")
}
