import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// The client that credentials belong to. An unknown client, a disabled one and a wrong secret are told alike.
  ///
  /// - Returns: the client, and which of its secrets it was; nothing for a public client, which has none.
  /// - Throws: `invalid_client`.
  public func authenticate(
    _ credentials: ClientCredentials, reading store: Store
  ) throws(OAuthError) -> (client: ProtocolClient, secret: Identifier<ClientSecret>?) {
    let now = now
    // Hashed before it is known whether there is such a client, so that time does not tell.
    let presented = credentials.secret.map(SHA256.digest(of:))
    let client = try stored { () throws(StorageError) in try store.protocolClient(credentials.clientID, at: now) }
    guard let client, client.isActive else { throw Self.failedAuthentication }
    switch (client.type, presented) {
    case (.public, nil): return (client, nil)
    case (.confidential, .some(let digest)):
      // All of them are looked at, so that time does not tell which one comes near.
      let same = client.secrets.filter { ConstantTime.equal($0.digest, digest) }
      guard let secret = same.first else { throw Self.failedAuthentication }
      return (client, secret.id)
    default: throw Self.failedAuthentication
    }
  }

  private static let failedAuthentication = OAuthError(
    .invalidClient, "Client authentication failed; check client_id and client_secret.")

  /// The same, for what only confidential clients may do.
  func requireConfidential(_ client: ProtocolClient) throws(OAuthError) {
    guard client.type == .confidential else {
      throw OAuthError(.invalidClient, "A public client cannot do this: it has nothing to authenticate with.")
    }
  }
}
