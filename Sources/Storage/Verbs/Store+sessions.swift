import FoundationEssentials
import Model

extension Store {
  /// Opens a browser session for an active user. Throws `.notFound` when there is none of that number.
  ///
  /// - Parameters:
  ///   - digest: SHA-256 of the session's id.
  ///   - hash: of the password that it is opened with; one that was replaced meanwhile opens none.
  ///   - old: the digest of the session that the same browser had before; it ends.
  public func addSession(
    digest: [UInt8], of user: Identifier<User>, by hash: String? = nil, in browser: BrowserMark,
    replacing old: [UInt8]?, expiresAt: Date,
    at now: Date
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      if let old { try database.run("DELETE FROM browser_sessions WHERE digest = ?", [.blob(old)]) }
      // The question and the insert are one: somebody who is disabled meanwhile gets no session.
      try database.run(
        """
        INSERT INTO browser_sessions
          (digest, user_id, created_at, last_seen_at, expires_at, address, user_agent, user_agent_digest)
        SELECT ?, u.id, ?, ?, ?, ?, ?, ? FROM users AS u 
        WHERE u.id = ? AND u.disabled_at IS NULL AND u.password_hash = ifnull(?, u.password_hash)
        """,
        [
          .blob(digest), .date(now), .date(now), .date(expiresAt), .text(browser.address), .text(browser.userAgent),
          .blob(browser.userAgentDigest), .integer(user.rawValue), .text(hash),
        ])
      guard database.changes == 1 else { throw .notFound }
    }
  }

  /// The live session of a digest and who is signed in with it; nothing when it is over or the user is disabled.
  public func session(
    digest: [UInt8], at now: Date
  ) throws(StorageError) -> (session: BrowserSession, user: User)? {
    try question { (database) throws(StorageError) in
      try database.first(
        """
        SELECT \(User.columns), \(BrowserSession.columns)
        FROM browser_sessions AS s CROSS JOIN users AS u ON u.id = s.user_id
        WHERE s.digest = ? AND s.expires_at > ? AND u.disabled_at IS NULL
        """, [.blob(digest), .date(now)]
      ) { (row) throws(StorageError) in (BrowserSession(row, from: 7), try User(row)) }
    }
  }

  /// Remembers when a session was last used. One that is over stays over.
  public static func touchSession(_ id: Identifier<BrowserSession>, at now: Date) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      try database.run(
        "UPDATE browser_sessions SET last_seen_at = ? WHERE id = ?", [.date(now), .integer(id.rawValue)])
    }
  }

  /// Ends the session of a digest; nothing happens when it is over already.
  ///
  /// - Parameter audit: written only when there was one.
  /// - Returns: whether there was one.
  public static func endSession(digest: [UInt8], audit: AuditRecord) -> Change<Bool> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      try database.run("DELETE FROM browser_sessions WHERE digest = ?", [.blob(digest)])
      guard database.changes == 1 else { return false }
      try database.append(audit)
      return true
    }
  }

  /// The live sessions of a user, the one last used first.
  ///
  /// - Parameter limit: how many at most.
  public func sessions(
    of user: Identifier<User>, at now: Date, limit: Int
  ) throws(StorageError) -> [BrowserSession] {
    try question { (database) throws(StorageError) in
      try database.rows(
        """
        SELECT \(BrowserSession.columns) FROM browser_sessions AS s INDEXED BY browser_sessions_by_user
        WHERE s.user_id = ? AND s.expires_at > ? ORDER BY s.last_seen_at DESC LIMIT ?
        """, [.integer(user.rawValue), .date(now), .int(limit)]
      ) { (row) throws(StorageError) in BrowserSession(row) }
    }
  }

  /// Ends one session of a user. Throws `.notFound`.
  public func endSession(
    _ id: Identifier<BrowserSession>, of user: Identifier<User>, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.run(
        "DELETE FROM browser_sessions WHERE id = ? AND user_id = ?", [.integer(id.rawValue), .integer(user.rawValue)])
      guard database.changes == 1 else { throw .notFound }
      try database.append(audit)
    }
  }

  /// Ends every session of a user.
  ///
  /// - Returns: how many ended that were not over.
  @discardableResult
  public func endSessions(of user: Identifier<User>, audit: AuditRecord) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      let ended = try database.countSessions(of: user, at: audit.at)
      try database.run("DELETE FROM browser_sessions WHERE user_id = ?", [.integer(user.rawValue)])
      try database.append(audit)
      return ended
    }
  }
}
