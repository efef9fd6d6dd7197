import FoundationEssentials
import Model

extension Store {
  /// Gives a client tokens without a code: its own (RFC 6749 §4.4), or a user's by password or implicitly.
  ///
  /// - Parameter isOnly: whether the older tokens of that user and client end.
  /// - Returns: how many older tokens ended.
  public static func issue(
    _ tokens: NewTokens, to holder: TokenHolder, scopes: [String], isOnly: Bool, at now: Date
  ) -> Change<Int> {
    let scopes = scopes.joined(separator: " ")
    return Change(writesTokensAlone: true) { (database) throws(StorageError) in
      let ended = isOnly ? try database.endOtherTokens(of: holder) : 0
      try database.insert(tokens, for: holder, scopes: scopes, at: now)
      return ended
    }
  }

  /// Lets a client in: what the user granted is added to what they granted before, and remembered.
  ///
  /// - Parameter audit: written where that is anything new.
  public static func grant(
    _ scopes: [String], to client: Identifier<Client>, by user: Identifier<User>, at now: Date, audit: AuditRecord
  ) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      if try database.grant(scopes, to: client, by: user, at: now) { try database.append(audit) }
    }
  }

  /// The scopes that a user granted a client; nothing when it was never let in.
  public func grantedScopes(
    to client: Identifier<Client>, by user: Identifier<User>
  ) throws(StorageError) -> [String]? {
    try question { (database) throws(StorageError) in try database.grantedScopes(to: client, by: user) }
  }
}

extension Connection {
  func grantedScopes(to client: Identifier<Client>, by user: Identifier<User>) throws(StorageError) -> [String]? {
    try first(
      "SELECT scopes FROM grants WHERE client_id = ? AND user_id = ?",
      [.integer(client.rawValue), .integer(user.rawValue)]
    ) { (row) throws(StorageError) in row.scopes(0) }
  }

  /// Adds to what a user granted a client.
  ///
  /// - Returns: whether that was anything new.
  @discardableResult
  func grant(
    _ scopes: [String], to client: Identifier<Client>, by user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Bool {
    let before = try grantedScopes(to: client, by: user)
    let new = scopes.filter { before?.contains($0) != true }
    if before != nil, new.isEmpty { return false }
    let all = (before ?? []) + new
    try run(
      """
      INSERT INTO grants (user_id, client_id, scopes, created_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (client_id, user_id) DO UPDATE SET scopes = excluded.scopes
      """, [.integer(user.rawValue), .integer(client.rawValue), .scopes(all), .date(now)])
    return true
  }
}
