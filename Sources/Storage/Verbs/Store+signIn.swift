import FoundationEssentials
import Model

extension Store {
  /// Counts an attempt to sign in before the password is looked at, in one step with the question whether it may be
  /// made, so that a hundred attempts at once cannot slip through together.
  ///
  /// Throttles hold a digest of what was typed, never the text, and exist for unknown accounts alike. A refused attempt
  /// counts on no key: whoever keeps trying waits no longer, and keeps nobody else out.
  /// - Parameters:
  ///   - keys: throttle keys with their limits, such as the account's and the one of all accounts.
  /// - Returns: how many attempts are left on the tightest key after this one, or how long to wait (seconds).
  public static func admitSignIn(_ keys: [SignInThrottle], at now: Date) -> Change<SignInAdmission> {
    Change { (database) throws(StorageError) in
      var left = Int.max
      var wait = 0
      for throttle in keys {
        let (attempts, end) = try database.attempts(on: throttle, at: now)
        if attempts >= throttle.limit { wait = max(wait, end - Int(now.seconds)) }
        left = min(left, throttle.limit - attempts - 1)
      }
      guard wait == 0 else { return .refused(seconds: wait) }
      for throttle in keys { try database.count(throttle, at: now) }
      return .admitted(left: left)
    }
  }

  /// The same, at once.
  public func admitSignIn(_ keys: [SignInThrottle], at now: Date) throws(StorageError) -> SignInAdmission {
    try commit(Self.admitSignIn(keys, at: now))
  }

  /// Records a sign-in: clears the account's throttle, sets when the user was last seen, writes the audit line. Throws
  /// `.notFound`, and records nothing, when the password was set anew or the account disabled while it was looked at.
  ///
  /// - Parameters:
  ///   - hash: of the password, as it was looked at.
  ///   - renewed: what takes its place, if anything.
  public func recordSignIn(
    of id: Identifier<User>, by hash: String, renewed: String? = nil, clearing key: SignInThrottle, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.run("DELETE FROM sign_in_throttles WHERE key = ?", [.blob(key.key)])
      try database.run(
        "UPDATE users SET last_seen_at = ?, password_hash = ? WHERE id = ? AND password_hash = ? AND disabled_at IS NULL",
        [.date(now), .text(renewed ?? hash), .integer(id.rawValue), .text(hash)])
      guard database.changes == 1 else { throw .notFound }
      try database.append(audit)
    }
  }

  /// Writes an audit line that goes with no other change.
  public func record(_ audit: AuditRecord) throws(StorageError) { try commit(Self.record(audit)) }

  /// The same, to be committed by somebody else.
  public static func record(_ audit: AuditRecord) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in try database.append(audit) }
  }

  /// Writes the lines of refusals, each with how often it happened.
  public static func record(_ refusals: [(audit: AuditRecord, times: Int)]) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      for (audit, times) in refusals { try database.append(audit, times: times) }
    }
  }
}

extension Connection {
  /// How often a key was tried in its running window, and when (seconds since 1970) that window ends. A window that
  /// begins later than now was opened by a clock that has been set back since; it is over.
  fileprivate func attempts(on throttle: SignInThrottle, at now: Date) throws(StorageError) -> (Int, end: Int) {
    let found = try first(
      "SELECT attempts, started_at FROM sign_in_throttles WHERE key = ?", [.blob(throttle.key)]
    ) { (row) throws(StorageError) in (row.int(0), row.int(1)) }
    let moment = Int(now.seconds)
    guard let (attempts, start) = found, start <= moment, moment < start + throttle.window else {
      return (0, moment + throttle.window)
    }
    return (attempts, start + throttle.window)
  }

  fileprivate func count(_ throttle: SignInThrottle, at now: Date) throws(StorageError) {
    let (attempts, end) = try attempts(on: throttle, at: now)
    try run(
      """
      INSERT INTO sign_in_throttles (key, attempts, started_at, expires_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET attempts = excluded.attempts, started_at = excluded.started_at,
        expires_at = excluded.expires_at
      """, [.blob(throttle.key), .int(attempts + 1), .int(end - throttle.window), .int(end)])
  }
}
