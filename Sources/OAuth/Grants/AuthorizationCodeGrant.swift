import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// Authorization code (RFC 6749 §4.1.3, RFC 7636 §4.5).
  func redeemCode(_ request: TokenRequest) throws(OAuthError) -> Change<TokenOutcome> {
    let text = try request.parameters.required("code")
    let verifier = request.parameters["code_verifier"]
    if let verifier, !ProofKey.isWellFormed(verifier) {
      throw OAuthError(.invalidRequest, "The code_verifier must be 43 to 128 unreserved characters.")
    }
    guard let code = MachineSecret(.authorizationCode, presented: text) else { throw Self.unusableCode }
    let now = now
    let tokens = mint(withRefresh: true, at: now)
    let presented = PresentedCode(
      digest: code.digest, client: request.client.id, redirectURI: request.parameters["redirect_uri"],
      challenge: verifier.map(ProofKey.challenge(of:)))
    let change = Store.redeem(
      presented, for: tokens.new, isOnly: settings.singleTokenPerUser, at: now,
      replay: audit(
        .codeReplay, by: nil, on: request.client.name.text, from: request.origin, outcome: .refused,
        detail: "an authorization code was used twice; its tokens ended"))
    return change.map { redemption in
      switch redemption {
      case .redeemed(let user, let scopes, let ended):
        .success(tokens.answer(scopes: scopes, user: user, ended: ended))
      case .invalid: .failure(Self.unusableCode)
      case .replayed: .failure(Self.unusableCode.replayed)
      case .wrongRedirectURI:
        .failure(OAuthError(.invalidGrant, "The redirect_uri is not the one that the code was sent to."))
      case .wrongVerifier: .failure(OAuthError(.invalidGrant, "The code_verifier does not fit the code_challenge."))
      }
    }
  }

  private static let unusableCode = OAuthError(
    .invalidGrant, "The code is unknown, expired, used, or was given to another client; ask the user again.")
}
