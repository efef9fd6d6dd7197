import FoundationEssentials
import Model

/// What a change of a password ended.
public struct PasswordChange: Sendable, Equatable {
  /// How many browser sessions.
  public let sessions: Int
  /// How many live tokens that applications held; none when they stay.
  public let tokens: Int
}

extension Store {
  /// The stored hash of a user's password; nothing when there is no such user.
  public func passwordHash(of user: Identifier<User>) throws(StorageError) -> String? {
    try question { (database) throws(StorageError) in
      try database.first("SELECT password_hash FROM users WHERE id = ?", [.integer(user.rawValue)]) {
        (row) throws(StorageError) in row.text(0)
      }
    }
  }

  /// Puts a new password in the place of the one that was looked at, and ends the user's browser sessions. Throws
  /// `.notFound`, and changes nothing, when the password was set anew or the account disabled meanwhile.
  ///
  /// - Parameters:
  ///   - old: the hash of the password as it was looked at.
  ///   - endingTokens: whether what applications hold for the user ends too: tokens, codes, devices let in. Personal
  ///     tokens stay.
  ///   - key: a throttle that is cleared.
  public func changePassword(
    of id: Identifier<User>, by old: String, to new: String, endingTokens: Bool, clearing key: SignInThrottle,
    at now: Date, audit: AuditRecord
  ) throws(StorageError) -> PasswordChange {
    try change { (database) throws(StorageError) in
      let user = SQLValue.integer(id.rawValue)
      try database.run(
        "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ? AND disabled_at IS NULL",
        [.text(new), user, .text(old)])
      guard database.changes == 1 else { throw .notFound }
      let sessions = try database.number(
        "SELECT count(*) FROM browser_sessions WHERE user_id = ? AND expires_at > ?", [user, .date(now)])
      try database.run("DELETE FROM browser_sessions WHERE user_id = ?", [user])
      let tokens = endingTokens ? try database.endTokensOfApplications(for: id, at: now) : 0
      try database.run("DELETE FROM sign_in_throttles WHERE key = ?", [.blob(key.key)])
      try database.append(audit)
      return PasswordChange(sessions: sessions, tokens: tokens)
    }
  }

  /// How many live tokens applications hold for a user.
  public func countTokensOfApplications(for user: Identifier<User>, at now: Date) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in try database.countTokensOfApplications(for: user, at: now) }
  }

  /// A live session of a user. Throws `.notFound`.
  public func session(
    _ id: Identifier<BrowserSession>, of user: Identifier<User>, at now: Date
  ) throws(StorageError) -> BrowserSession {
    let found = try question { (database) throws(StorageError) in
      try database.first(
        "SELECT \(BrowserSession.columns) FROM browser_sessions AS s WHERE s.id = ? AND s.user_id = ? AND s.expires_at > ?",
        [.integer(id.rawValue), .integer(user.rawValue), .date(now)]
      ) { (row) throws(StorageError) in BrowserSession(row) }
    }
    guard let found else { throw .notFound }
    return found
  }
}

extension Connection {
  fileprivate func countTokensOfApplications(for user: Identifier<User>, at now: Date) throws(StorageError) -> Int {
    try number(
      """
      SELECT count(*) FROM tokens INDEXED BY tokens_by_user
      WHERE user_id = ? AND client_id IS NOT NULL AND expires_key > ? AND spent_at IS NULL
      """, [.integer(user.rawValue), .date(now)])
  }

  /// - Returns: how many live tokens ended.
  fileprivate func endTokensOfApplications(for user: Identifier<User>, at now: Date) throws(StorageError) -> Int {
    let ended = try countTokensOfApplications(for: user, at: now)
    for table in ["tokens", "authorization_codes", "device_codes"] {
      try run("DELETE FROM \(table) WHERE user_id = ? AND client_id IS NOT NULL", [.integer(user.rawValue)])
    }
    return ended
  }
}
