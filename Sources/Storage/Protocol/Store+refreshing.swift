import FoundationEssentials
import Model

/// What became of a refresh token.
public enum Rotation: Sendable {
  /// It was spent, and a new pair took its place.
  case rotated(user: User, scopes: [String])
  /// There is none, it has expired, it is another client's, or its user is disabled.
  case invalid
  /// It was spent before, so somebody else has it too: its whole family has ended now.
  case replayed
  /// More scopes were asked for than it has; it was not spent.
  case tooWide
}

extension Store {
  /// Spends a refresh token and writes the pair that follows; the access tokens before it end. Of any number that try at
  /// once, one wins, and the family ends with the second (RFC 9700 §4.14.2).
  ///
  /// - Parameter scopes: what the new access token shall have; nothing for all that was granted (RFC 6749 §6).
  public static func rotate(
    _ digest: [UInt8], of client: Identifier<Client>, for tokens: NewTokens, scopes: [String]?, at now: Date,
    replay: @autoclosure @escaping @Sendable () -> AuditRecord
  ) -> Change<Rotation> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      guard let old = try database.refreshToken(digest), old.client == client else { return .invalid }
      if old.isSpent {
        // Where nothing is left to end, whoever tries writes nothing, or they could write lines without end.
        guard try database.endFamily(old.family, of: old.user.id) else { return .invalid }
        try database.append(replay().about(old.user.id))
        return .replayed
      }
      guard old.expiresAt.map({ $0 > now }) ?? true, old.user.isActive else { return .invalid }
      let granted = old.scopes
      guard scopes?.allSatisfy(granted.contains) ?? true else { return .tooWide }
      try database.run(Connection.endAccess, [.integer(old.user.id.rawValue), .integer(old.family)])
      try database.run(Connection.spendRefresh, [.date(now), .integer(old.id)])
      try database.insert(
        tokens, for: TokenHolder(client: client, user: old.user.id, family: old.family),
        scopes: (scopes ?? granted).joined(separator: " "), refreshScopes: granted.joined(separator: " "), at: now)
      return .rotated(user: old.user, scopes: scopes ?? granted)
    }
  }
}

private struct StoredRefreshToken {
  let id: Int64
  let client: Identifier<Client>
  let family: Int64
  let scopes: [String]
  let expiresAt: Date?
  let isSpent: Bool
  let user: User
}

extension Connection {
  fileprivate static let endAccess = FrequentStatement(
    "DELETE FROM tokens WHERE user_id = ? AND family = ? AND spent_at IS NULL AND kind = 'access'")
  fileprivate static let spendRefresh = FrequentStatement("UPDATE tokens SET spent_at = ? WHERE id = ?")
  private static let refreshByDigest = FrequentStatement(
    """
    SELECT \(User.columns), t.id, t.client_id, t.family, t.scopes, t.expires_at, t.spent_at IS NOT NULL
    FROM tokens AS t JOIN users AS u ON u.id = t.user_id WHERE t.digest = ? AND t.kind = 'refresh'
    """)

  fileprivate func refreshToken(_ digest: [UInt8]) throws(StorageError) -> StoredRefreshToken? {
    try first(Self.refreshByDigest, [.blob(digest)]) { (row) throws(StorageError) in
      StoredRefreshToken(
        id: row.integer(7), client: Identifier(rawValue: row.integer(8)), family: row.integer(9),
        scopes: row.scopes(10), expiresAt: row.optionalDate(11), isSpent: row.integer(12) != 0, user: try User(row))
    }
  }
}
