import Cryptography
import Model
import Storage

extension AuthorizationServer {
  /// Ends a token that its client gives back (RFC 7009). The hint is not needed: every kind says what it is.
  ///
  /// - Returns: the change; nothing when the text can be no token of a client's, which is answered alike.
  public func revoke(_ request: TokenRequest) throws(OAuthError) -> Change<Bool>? {
    let text = try request.parameters.required("token")
    guard let secret = Self.token(presented: text), secret.kind != .personalToken else { return nil }
    let audit = audit(
      .tokenRevoke, by: nil, on: request.client.name.text, from: request.origin,
      detail: "given back by the application")
    return Store.revoke(secret.digest, of: request.client.id, audit: audit)
  }
}
