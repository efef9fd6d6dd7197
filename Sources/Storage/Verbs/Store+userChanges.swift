import FoundationEssentials
import Model

extension Store {
  /// Disables an account, which ends its browser sessions, or enables it again. Throws `.notFound`,
  /// `.lastAdministrator`.
  public func setUser(_ id: Identifier<User>, disabledAt: Date?, audit: AuditRecord) throws(StorageError) {
    try change { (database) throws(StorageError) in
      if disabledAt != nil { try database.requireAnotherAdministrator(than: id) }
      try database.update("disabled_at", of: id, to: .date(disabledAt))
      if disabledAt != nil { try database.endSessions(of: id) }
      try database.append(audit)
    }
  }

  /// Changes what a user may do. Throws `.notFound`, `.lastAdministrator`.
  public func setUser(_ id: Identifier<User>, role: UserRole, audit: AuditRecord) throws(StorageError) {
    try change { (database) throws(StorageError) in
      if role != .administrator { try database.requireAnotherAdministrator(than: id) }
      try database.update("role", of: id, to: .text(role.rawValue))
      try database.append(audit)
    }
  }

  /// Changes a password, and ends what was got with the old one: the user's browser sessions, and the tokens and codes
  /// that applications hold for them. These must send the user through the sign-in again; grants stay, and so do personal
  /// tokens. Throws `.notFound`.
  ///
  /// - Parameter keepingTokens: whether applications keep their tokens.
  @discardableResult
  public func setUser(
    _ id: Identifier<User>, passwordHash: String, keepingTokens: Bool = false, audit: AuditRecord
  ) throws(StorageError) -> Ended {
    try change { (database) throws(StorageError) in
      try database.update("password_hash", of: id, to: .text(passwordHash))
      let sessions = try database.countSessions(of: id, at: audit.at)
      try database.endSessions(of: id)
      let tokens = keepingTokens ? 0 : try database.countHeldTokens(for: id, at: audit.at, cap: nil)
      if !keepingTokens {
        // Personal tokens have no family.
        try database.run(
          "DELETE FROM tokens WHERE user_id = ? AND family >= ?", [.integer(id.rawValue), .integer(.min)])
        try database.endCodes(of: id)
      }
      try database.append(audit)
      return Ended(sessions: sessions, tokens: tokens)
    }
  }

  /// Ends every token that acts as a user, with the grants and codes from which applications could get others: they must
  /// ask to be let in again. Throws `.notFound`.
  /// - Returns: how many live tokens ended.
  public func revokeTokens(ofUser id: Identifier<User>, audit: AuditRecord) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      _ = try database.requireUser(id.rawValue)
      let user = SQLValue.integer(id.rawValue)
      let ended = try database.number(
        """
        SELECT count(*) FROM tokens AS t INDEXED BY tokens_by_user
        WHERE t.user_id = ? AND t.expires_key > ? AND t.spent_at IS NULL
        """, [user, .date(audit.at)])
      for table in ["tokens", "grants"] { try database.run("DELETE FROM \(table) WHERE user_id = ?", [user]) }
      try database.endCodes(of: id)
      try database.append(audit)
      return ended
    }
  }

  /// Deletes an account with everything that hangs on it. Throws `.notFound`, `.lastAdministrator`.
  public func deleteUser(_ id: Identifier<User>, audit: AuditRecord) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.requireAnotherAdministrator(than: id)
      try database.run("DELETE FROM users WHERE id = ?", [.integer(id.rawValue)])
      guard database.changes == 1 else { throw .notFound }
      try database.append(audit)
    }
  }

  /// How many applications and live tokens deleting a user would end (users: of their applications).
  public func impact(ofDeletingUser id: Identifier<User>, at now: Date) throws(StorageError) -> (
    applications: Int, impact: Impact
  ) {
    try snapshot { (database) throws(StorageError) in
      let user = SQLValue.integer(id.rawValue)
      let applications = try database.number("SELECT count(*) FROM clients WHERE owner_id = ?", [user])
      let users = try database.number(
        """
        SELECT count(DISTINCT g.user_id) FROM clients AS c CROSS JOIN grants AS g ON g.client_id = c.id
        WHERE c.owner_id = ? AND g.user_id <> ?
        """, [user, user])
      // Their own tokens, and other people's (or nobody's) that their applications hold.
      let own = try database.number(
        """
        SELECT count(*) FROM tokens AS t INDEXED BY tokens_by_user
        WHERE t.user_id = ? AND t.expires_key > ? AND t.spent_at IS NULL
        """, [user, .date(now)])
      let others = try database.number(
        """
        SELECT count(*) FROM clients AS c CROSS JOIN tokens AS t INDEXED BY tokens_by_client ON t.client_id = c.id
        WHERE c.owner_id = ? AND t.user_id IS NOT ? AND t.expires_key > ? AND t.spent_at IS NULL
        """, [user, user, .date(now)])
      return (applications, Impact(users: users, tokens: own + others))
    }
  }
}

extension Connection {
  fileprivate func update(_ column: String, of id: Identifier<User>, to value: SQLValue) throws(StorageError) {
    try run("UPDATE users SET \(column) = ? WHERE id = ?", [value, .integer(id.rawValue)])
    guard changes == 1 else { throw .notFound }
  }

  fileprivate func endSessions(of id: Identifier<User>) throws(StorageError) {
    try run("DELETE FROM browser_sessions WHERE user_id = ?", [.integer(id.rawValue)])
  }

  /// Ends what a user's applications could still turn into tokens.
  fileprivate func endCodes(of id: Identifier<User>) throws(StorageError) {
    for table in ["authorization_codes", "device_codes"] {
      try run("DELETE FROM \(table) WHERE user_id = ?", [.integer(id.rawValue)])
    }
  }

  /// Throws ``StorageError/lastAdministrator`` when a user is the only active administrator.
  fileprivate func requireAnotherAdministrator(than id: Identifier<User>) throws(StorageError) {
    let administrators = try rows(
      "SELECT id FROM users WHERE role = 'administrator' AND disabled_at IS NULL LIMIT 2"
    ) { (row) throws(StorageError) in row.integer(0) }
    if administrators == [id.rawValue] { throw .lastAdministrator }
  }
}
