import FoundationEssentials

extension Store {
  /// Deletes at most `batch` expired rows (tokens, codes, device codes, sessions, old secrets, throttles).
  ///
  /// A spent refresh token stays while its family lives, so that its replay is seen (RFC 9700 §4.14.2).
  /// - Returns: how many went; 0 when none is left.
  public func purge(at now: Date, batch: Int) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      try database.run(Self.postponement, [.date(now), .int(max(batch, 0))])
      var left = max(batch, 0)
      for sql in Self.purges where left > 0 {
        try database.run(sql, [.date(now), .int(left)])
        left -= database.changes
      }
      return max(batch, 0) - left
    }
  }

  /// What must stay is dated by the end of its family, so that the next purge need not look at it again.
  static let postponement = """
    UPDATE tokens SET expires_at = (
      SELECT max(l.expires_at) FROM tokens AS l INDEXED BY tokens_by_family
      WHERE l.family = tokens.family AND l.spent_at IS NULL)
    WHERE id IN (
      SELECT t.id FROM tokens AS t INDEXED BY tokens_by_expiry
      WHERE t.expires_at <= ?1 AND t.kind = 'refresh' AND t.spent_at IS NOT NULL AND EXISTS (
        SELECT 1 FROM tokens AS l INDEXED BY tokens_by_family
        WHERE l.family = t.family AND l.spent_at IS NULL AND l.expires_key > ?1)
      LIMIT ?2)
    """

  static let purges =
    [
      """
      DELETE FROM tokens WHERE id IN (
        SELECT t.id FROM tokens AS t INDEXED BY tokens_by_expiry WHERE t.expires_at <= ?1 AND NOT (
          t.kind = 'refresh' AND t.spent_at IS NOT NULL AND EXISTS (
            SELECT 1 FROM tokens AS l INDEXED BY tokens_by_family
            WHERE l.family = t.family AND l.spent_at IS NULL AND l.expires_key > ?1))
        LIMIT ?2)
      """,
      "DELETE FROM sign_in_throttles WHERE key IN (SELECT key FROM sign_in_throttles WHERE expires_at <= ? LIMIT ?)",
    ]
    + ["authorization_codes", "device_codes", "browser_sessions", "client_secrets"].map { table in
      "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE expires_at <= ? LIMIT ?)"
    }
}
