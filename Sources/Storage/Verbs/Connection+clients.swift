import FoundationEssentials
import Model

extension Connection {
  /// The client of an id, if `owner` registered it (or whoever did, when `owner` is nothing).
  func client(_ id: ClientID, ownedBy owner: Identifier<User>?) throws(StorageError) -> ClientRow? {
    let found = try first(
      "SELECT \(ClientRow.columns) FROM clients AS c WHERE c.client_id = ?", [.text(id.text)], ClientRow.init)
    guard let found, owner == nil || found.ownerID == owner else { return nil }
    return found
  }

  /// The client of an id, which must be there.
  func requireClient(_ id: ClientID, ownedBy owner: Identifier<User>?) throws(StorageError) -> ClientRow {
    guard let client = try client(id, ownedBy: owner) else { throw .notFound }
    return client
  }

  /// Replaces a client's redirect URIs, their order kept.
  func setRedirectURIs(_ uris: [RedirectURI], ofClient id: Int64) throws(StorageError) {
    try run("DELETE FROM redirect_uris WHERE client_id = ?", [.integer(id)])
    for (position, uri) in uris.enumerated() {
      try run(
        "INSERT INTO redirect_uris (client_id, position, uri) VALUES (?, ?, ?)",
        [.integer(id), .int(position), .text(uri.text)])
    }
  }

  /// Gives a client a current secret.
  func addSecret(_ secret: SecretDigest, toClient id: Int64, at now: Date) throws(StorageError) {
    try run(
      "INSERT INTO client_secrets (client_id, digest, last_four, created_at) VALUES (?, ?, ?, ?)",
      [.integer(id), .blob(secret.digest), .text(secret.lastFour), .date(now)])
  }
}
