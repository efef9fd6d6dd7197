import FoundationEssentials

/// What became of a batch of expired rows.
public struct Purge: Sendable, Equatable {
  /// How many went.
  public let deleted: Int
  /// How many must stay for a while yet, and are expired no longer.
  let postponed: Int

  /// Whether nothing that has expired is left.
  public var isComplete: Bool { deleted + postponed == 0 }
}

extension Store {
  /// Deletes at most `batch` expired rows (tokens, codes, device codes, sessions, old secrets, throttles), and writes the
  /// lines of the audit log that were still being counted when their time was over.
  ///
  /// A spent refresh token and a used code stay while their family lives, so that their replay is seen
  /// (RFC 9700 §4.14.2, RFC 6749 §4.1.2).
  public static func purge(at now: Date, batch: Int) -> Change<Purge> {
    // What has expired counted for nothing before: whatever is known of clients stays true.
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      try database.endFolds(at: now)
      let batch = max(batch, 0)
      var (postponed, left) = (0, batch)
      for sql in postponements {
        try database.run(sql, [.date(now), .int(batch)])
        postponed += database.changes
      }
      // Half of what is left for each but the tokens: where some expire as fast as they go, the others go all the same.
      for sql in purges where left > 0 {
        try database.run(sql, [.date(now), .int(max(1, left / 2))])
        left -= database.changes
      }
      try database.run(purgeOfTokens, [.date(now), .int(left)])
      left -= database.changes
      return Purge(deleted: batch - left, postponed: postponed)
    }
  }

  /// What can be replayed, and how it shows that it was used.
  private static let replayable = (
    tokens: "few.kind = 'refresh' AND few.spent_at IS NOT NULL", codes: "few.used_at IS NOT NULL"
  )

  /// The rows of a table that expired first: no more of them are looked at than can go, however many there are.
  private static func expired(_ table: String) -> String {
    "(SELECT * FROM \(table) INDEXED BY \(table)_by_expiry WHERE expires_at <= ?1 ORDER BY expires_at LIMIT ?2) AS few"
  }

  /// Whether a token of the same family lives.
  private static let isNeeded = """
    EXISTS (SELECT 1 FROM tokens AS l INDEXED BY tokens_by_user
      WHERE l.user_id = few.user_id AND l.family = few.family AND l.spent_at IS NULL AND l.expires_key > ?1)
    """

  /// What must stay is dated by the end of its family, so that the next purge need not look at it again.
  static let postponements = [("tokens", replayable.tokens), ("authorization_codes", replayable.codes)].map {
    table, isUsed in
    """
    UPDATE \(table) SET expires_at = (
      SELECT max(l.expires_at) FROM tokens AS l INDEXED BY tokens_by_user
      WHERE l.user_id = \(table).user_id AND l.family = \(table).family AND l.spent_at IS NULL)
    WHERE id IN (SELECT few.id FROM \(expired(table)) WHERE \(isUsed) AND \(isNeeded))
    """
  }

  private static func purge(ofReplayable table: String, _ isUsed: String) -> String {
    "DELETE FROM \(table) WHERE id IN (SELECT few.id FROM \(expired(table)) WHERE NOT (\(isUsed) AND \(isNeeded)))"
  }

  static let purgeOfTokens = purge(ofReplayable: "tokens", replayable.tokens)

  /// Those of all the rest, what is seldom much first.
  static let purges =
    ["client_secrets", "device_codes", "browser_sessions"].map { table in
      "DELETE FROM \(table) WHERE id IN (SELECT id FROM \(table) WHERE expires_at <= ? LIMIT ?)"
    } + [
      auditPurge,
      "DELETE FROM sign_in_throttles WHERE key IN (SELECT key FROM sign_in_throttles WHERE expires_at <= ? LIMIT ?)",
      purge(ofReplayable: "authorization_codes", replayable.codes),
    ]
}
