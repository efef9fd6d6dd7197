import Cryptography
import FoundationEssentials
import Model
import Storage

extension AuthorizationServer {
  /// The client that credentials belong to. An unknown client, a disabled one and a wrong secret are told alike; the
  /// audit log tells them apart.
  ///
  /// - Parameter origin: from where, for the audit log.
  /// - Returns: the client, and which of its secrets it was; nothing for a public client, which has none.
  /// - Throws: `invalid_client`.
  public func authenticate(
    _ credentials: ClientCredentials, from origin: @autoclosure () -> Origin, reading store: Store
  ) throws(OAuthError) -> (client: ProtocolClient, secret: Identifier<ClientSecret>?) {
    let now = now
    // Hashed before it is known whether there is such a client, so that time does not tell.
    let presented = credentials.secret.map(SHA256.digest(of:))
    let client = try stored { () throws(StorageError) in try store.protocolClient(credentials.clientID, at: now) }
    func failure(_ reason: String) -> OAuthError {
      refusal(
        "Client authentication failed; check client_id and client_secret.", to: client, from: origin(),
        because: reason)
    }
    guard let client else { throw failure("unknown") }
    guard client.isActive else { throw failure("disabled") }
    switch (client.type, presented) {
    case (.public, nil): return (client, nil)
    case (.confidential, .some(let digest)):
      // All of them are looked at, so that time does not tell which one comes near.
      let same = client.secrets.filter { ConstantTime.equal($0.digest, digest) }
      guard let secret = same.first else { throw failure("wrong secret") }
      return (client, secret.id)
    case (.confidential, nil): throw failure("no secret")
    case (.public, .some): throw failure("a secret, and it has none")
    }
  }

  /// What the client is told, and what the audit log is: there its owner finds it too. What was shown stands nowhere,
  /// not even the name of a client that there is not: now and then it is a secret.
  private func refusal(
    _ sentence: String, to client: ProtocolClient?, from origin: Origin, because reason: String
  ) -> OAuthError {
    var error = OAuthError(.invalidClient, sentence)
    error.audit = audit(
      .clientFailed, by: nil, about: client?.ownerID, on: client?.name.text ?? "-", from: origin, outcome: .refused,
      detail: reason)
    return error
  }

  /// Makes sure that a client is confidential, for what only those may do; throws `invalid_client`.
  func requireConfidential(_ request: TokenRequest) throws(OAuthError) {
    guard request.client.type == .confidential else {
      throw refusal(
        "A public client cannot do this: it has nothing to authenticate with.", to: request.client,
        from: request.origin, because: "a public client")
    }
  }
}
