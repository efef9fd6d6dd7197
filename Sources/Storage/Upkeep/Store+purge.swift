import FoundationEssentials

extension Store {
  /// Deletes at most `batch` expired rows (tokens, codes, device codes, sessions, old secrets, throttles).
  ///
  /// A spent refresh token and a used code stay while their family lives, so that their replay is seen
  /// (RFC 9700 §4.14.2, RFC 6749 §4.1.2).
  /// - Returns: how many went; 0 when none is left.
  public func purge(at now: Date, batch: Int) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      for sql in Self.postponements { try database.run(sql, [.date(now), .int(max(batch, 0))]) }
      var left = max(batch, 0)
      for sql in Self.purges where left > 0 {
        try database.run(sql, [.date(now), .int(left)])
        left -= database.changes
      }
      return max(batch, 0) - left
    }
  }

  /// What can be replayed, and how it shows that it was used.
  private static let replayable = [
    ("tokens", "t.kind = 'refresh' AND t.spent_at IS NOT NULL"), ("authorization_codes", "t.used_at IS NOT NULL"),
  ]

  /// Whether a token of the same family lives.
  private static let isNeeded = """
    EXISTS (SELECT 1 FROM tokens AS l INDEXED BY tokens_by_user
      WHERE l.user_id = t.user_id AND l.family = t.family AND l.spent_at IS NULL AND l.expires_key > ?1)
    """

  /// What must stay is dated by the end of its family, so that the next purge need not look at it again.
  static let postponements = replayable.map { table, isUsed in
    """
    UPDATE \(table) SET expires_at = (
      SELECT max(l.expires_at) FROM tokens AS l INDEXED BY tokens_by_user
      WHERE l.user_id = \(table).user_id AND l.family = \(table).family AND l.spent_at IS NULL)
    WHERE id IN (
      SELECT t.id FROM \(table) AS t INDEXED BY \(table)_by_expiry
      WHERE t.expires_at <= ?1 AND \(isUsed) AND \(isNeeded) LIMIT ?2)
    """
  }

  static let purges =
    replayable.map { table, isUsed in
      """
      DELETE FROM \(table) WHERE id IN (
        SELECT t.id FROM \(table) AS t INDEXED BY \(table)_by_expiry
        WHERE t.expires_at <= ?1 AND NOT (\(isUsed) AND \(isNeeded)) LIMIT ?2)
      """
    }
    + ["DELETE FROM sign_in_throttles WHERE key IN (SELECT key FROM sign_in_throttles WHERE expires_at <= ? LIMIT ?)"]
    + ["device_codes", "browser_sessions", "client_secrets"].map { table in
      "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE expires_at <= ? LIMIT ?)"
    }
}
