import FoundationEssentials
import Model

extension Store {
  /// One application that a user let in.
  public func authorizedApplication(
    _ client: ClientID, of user: Identifier<User>
  ) throws(StorageError) -> AuthorizedApplication? {
    try question { (database) throws(StorageError) in
      try database.first(
        """
        SELECT \(AuthorizedApplication.columns)
        FROM clients AS c CROSS JOIN grants AS g ON g.client_id = c.id CROSS JOIN users AS o ON o.id = c.owner_id
        WHERE c.client_id = ? AND g.user_id = ?
        """, [.text(client.text), .integer(user.rawValue)]
      ) { (row) throws(StorageError) in AuthorizedApplication(row) }
    }
  }

  /// How many live tokens an application holds for a user.
  public func countTokens(
    of client: ClientID, for user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      guard let client = try database.client(client, ownedBy: nil) else { return 0 }
      return try database.countTokens(ofClient: client.id, for: user, at: now)
    }
  }

  /// Shuts applications out, all or none: ends each grant with its tokens and codes. Throws `.notFound`.
  /// - Returns: how many live tokens ended.
  public func revokeGrants(
    _ grants: [(client: ClientID, audit: AuditRecord)], of user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      var ended = 0
      for grant in grants {
        let client = try database.requireClient(grant.client, ownedBy: nil)
        ended += try database.countTokens(ofClient: client.id, for: user, at: now)
        let pair: [SQLValue] = [.integer(client.id), .integer(user.rawValue)]
        try database.run("DELETE FROM grants WHERE client_id = ? AND user_id = ?", pair)
        guard database.changes == 1 else { throw .notFound }
        for table in ["tokens", "authorization_codes", "device_codes"] {
          try database.run("DELETE FROM \(table) WHERE client_id = ? AND user_id = ?", pair)
        }
      }
      try database.append(grants.map(\.audit))
      return ended
    }
  }
}

extension Connection {
  fileprivate func countTokens(
    ofClient client: Int64, for user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Int {
    try number(
      """
      SELECT count(*) FROM tokens INDEXED BY tokens_by_client
      WHERE client_id = ? AND user_id = ? AND expires_key > ? AND spent_at IS NULL
      """, [.integer(client), .integer(user.rawValue), .date(now)])
  }
}
