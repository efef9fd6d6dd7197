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

  /// Changes a password, and ends the user's browser sessions. Throws `.notFound`.
  public func setUser(_ id: Identifier<User>, passwordHash: String, audit: AuditRecord) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.update("password_hash", of: id, to: .text(passwordHash))
      try database.endSessions(of: id)
      try database.append(audit)
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

  /// Throws ``StorageError/lastAdministrator`` when a user is the only active administrator.
  fileprivate func requireAnotherAdministrator(than id: Identifier<User>) throws(StorageError) {
    let administrators = try rows(
      "SELECT id FROM users WHERE role = 'administrator' AND disabled_at IS NULL LIMIT 2"
    ) { (row) throws(StorageError) in row.integer(0) }
    if administrators == [id.rawValue] { throw .lastAdministrator }
  }
}
