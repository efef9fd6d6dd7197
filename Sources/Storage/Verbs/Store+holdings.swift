import FoundationEssentials
import Model

/// What hangs on an account, and so what its end cuts off.
public struct Holdings: Sendable, Equatable {
  /// The applications that they registered.
  public let applications: Int
  /// The other users who let these in.
  public let people: Int
  /// The live tokens that these hold for others, or for themselves.
  public let foreignTokens: Int
  /// Their live personal tokens.
  public let personalTokens: Int
  /// The live tokens that the house made for its own use and that act as them; no list shows them.
  public let internalTokens: Int
  /// The applications that they let in.
  public let grants: Int
  /// The live tokens that these hold for them.
  public let heldTokens: Int
  /// The browsers in which they are signed in.
  public let sessions: Int
  /// When one of these was last used.
  public let sessionSeenAt: Date?

  /// Every live token that acts as them.
  public var tokens: Int { personalTokens + internalTokens + heldTokens }
}

/// What ended with a change of an account.
public struct Ended: Sendable, Equatable {
  /// Browser sessions.
  public let sessions: Int
  /// Live tokens.
  public let tokens: Int
}

extension Store {
  /// What hangs on an account. Throws `.notFound`.
  ///
  /// - Parameter cap: where each count stops; nothing to count everything.
  public func holdings(
    of user: Identifier<User>, at now: Date, cap: Int? = nil
  ) throws(StorageError) -> Holdings {
    try snapshot { (database) throws(StorageError) in
      _ = try database.requireUser(user.rawValue)
      let seen = try database.first(
        """
        SELECT max(last_seen_at) FROM browser_sessions INDEXED BY browser_sessions_by_user
        WHERE user_id = ? AND expires_at > ?
        """, [.integer(user.rawValue), .date(now)]
      ) { (row) throws(StorageError) in row.optionalDate(0) }
      return Holdings(
        applications: try database.countApplications(of: user, cap: cap),
        people: try database.countPeople(of: user, cap: cap),
        foreignTokens: try database.countForeignTokens(of: user, at: now, cap: cap),
        personalTokens: try database.countPersonalTokens(of: user, at: now, cap: cap),
        internalTokens: try database.countInternalTokens(of: user, at: now, cap: cap),
        grants: try database.count("1 FROM grants WHERE user_id = ?", [.integer(user.rawValue)], cap: cap),
        heldTokens: try database.countHeldTokens(for: user, at: now, cap: cap),
        sessions: try database.countSessions(of: user, at: now), sessionSeenAt: seen ?? nil)
    }
  }
}

extension Connection {
  func countApplications(of user: Identifier<User>, cap: Int?) throws(StorageError) -> Int {
    try count(
      "1 FROM clients INDEXED BY clients_by_owner_created WHERE owner_id = ?", [.integer(user.rawValue)], cap: cap)
  }

  /// Live personal tokens, those that are listed.
  func countPersonalTokens(of user: Identifier<User>, at now: Date, cap: Int?) throws(StorageError) -> Int {
    try count(
      """
      1 FROM tokens INDEXED BY tokens_personal_expires
      WHERE user_id = ? AND kind = 'personal' AND internal = 0 AND expires_key > ?
      """, [.integer(user.rawValue), .date(now)], cap: cap)
  }

  /// Live tokens that applications hold for a user. Their index passes by personal tokens, which have no family, and by
  /// refresh tokens that are spent.
  func countHeldTokens(for user: Identifier<User>, at now: Date, cap: Int?) throws(StorageError) -> Int {
    try count(
      """
      1 FROM tokens INDEXED BY tokens_by_user WHERE user_id = ? AND family >= ? AND spent_at IS NULL AND expires_key > ?
      """, [.integer(user.rawValue), .integer(.min), .date(now)], cap: cap)
  }

  func countSessions(of user: Identifier<User>, at now: Date) throws(StorageError) -> Int {
    try number(
      """
      SELECT count(*) FROM browser_sessions INDEXED BY browser_sessions_by_user WHERE user_id = ? AND expires_at > ?
      """, [.integer(user.rawValue), .date(now)])
  }

  fileprivate func countInternalTokens(of user: Identifier<User>, at now: Date, cap: Int?) throws(StorageError) -> Int {
    try count(
      """
      1 FROM tokens INDEXED BY tokens_personal_internal
      WHERE user_id = ? AND kind = 'personal' AND internal = 1 AND expires_key > ?
      """, [.integer(user.rawValue), .date(now)], cap: cap)
  }

  fileprivate func countPeople(of owner: Identifier<User>, cap: Int?) throws(StorageError) -> Int {
    try count(
      """
      DISTINCT g.user_id FROM clients AS c CROSS JOIN grants AS g ON g.client_id = c.id
      WHERE c.owner_id = ? AND g.user_id <> ?
      """, [.integer(owner.rawValue), .integer(owner.rawValue)], cap: cap)
  }

  fileprivate func countForeignTokens(
    of owner: Identifier<User>, at now: Date, cap: Int?
  ) throws(StorageError) -> Int {
    try count(
      """
      1 FROM clients AS c CROSS JOIN tokens AS t INDEXED BY tokens_by_client ON t.client_id = c.id
      WHERE c.owner_id = ? AND t.user_id IS NOT ? AND t.expires_key > ? AND t.spent_at IS NULL
      """, [.integer(owner.rawValue), .integer(owner.rawValue), .date(now)], cap: cap)
  }

  /// Counts what a selection finds, up to `cap`.
  fileprivate func count(_ selection: String, _ values: [SQLValue], cap: Int?) throws(StorageError) -> Int {
    try number("SELECT count(*) FROM (SELECT \(selection) LIMIT ?)", values + [.int(cap ?? -1)])
  }
}
