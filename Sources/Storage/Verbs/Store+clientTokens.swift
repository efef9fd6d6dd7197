import FoundationEssentials
import Model

extension Store {
  /// How many users let a client in and how many live tokens it has. With `cap`, counting stops there.
  public func impact(ofClient id: ClientID, at now: Date, cap: Int?) throws(StorageError) -> Impact {
    try snapshot { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: nil)
      let users = try database.number(
        "SELECT count(*) FROM (SELECT 1 FROM grants WHERE client_id = ? LIMIT ?)",
        [.integer(client.id), .int(cap ?? -1)])
      return Impact(users: users, tokens: try database.countLiveTokens(ofClient: client.id, at: now, cap: cap))
    }
  }

  /// Ends every token and every unused code of a client; its grants stay, so users need not let it in again.
  /// Throws `.notFound`.
  /// - Returns: how many live tokens ended.
  public func revokeTokens(
    ofClient id: ClientID, ownedBy owner: Identifier<User>?, at now: Date, audit: AuditRecord
  ) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      let ended = try database.countLiveTokens(ofClient: client.id, at: now, cap: nil)
      for table in ["tokens", "authorization_codes", "device_codes"] {
        try database.run("DELETE FROM \(table) WHERE client_id = ?", [.integer(client.id)])
      }
      try database.append(audit)
      return ended
    }
  }
}

extension Connection {
  fileprivate func countLiveTokens(ofClient client: Int64, at now: Date, cap: Int?) throws(StorageError) -> Int {
    try number(
      """
      SELECT count(*) FROM (SELECT 1 FROM tokens INDEXED BY tokens_by_client
        WHERE client_id = ? AND expires_key > ? AND spent_at IS NULL LIMIT ?)
      """, [.integer(client), .date(now), .int(cap ?? -1)])
  }
}
