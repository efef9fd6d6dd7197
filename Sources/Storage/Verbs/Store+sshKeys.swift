import FoundationEssentials
import Model

extension Store {
  /// Adds a key to somebody's account. Throws `.duplicate(.sshKey)` when it opens an account already, whosoever,
  /// `.tooManyKeys`, or `.notFound` when there is no such user.
  ///
  /// - Parameters:
  ///   - fingerprint: as `ssh-keygen -l` prints it.
  ///   - limit: how many one may have.
  public func addSSHKey(
    _ key: SSHPublicKey, fingerprint: String, name: Name, of user: Identifier<User>, limit: Int, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> SSHKey {
    try change { (database) throws(StorageError) in
      let count = try database.number(
        "SELECT count(*) FROM ssh_keys WHERE user_id = ?", [.integer(user.rawValue)])
      guard count < limit else { throw .tooManyKeys(limit: limit) }
      try database.run(
        "INSERT INTO ssh_keys (user_id, name, key, fingerprint, created_at) VALUES (?, ?, ?, ?, ?)",
        [.integer(user.rawValue), .text(name.text), .text(key.line), .text(fingerprint), .date(now)])
      let id = database.lastInsertedID
      try database.append(audit)
      return SSHKey(
        id: Identifier(rawValue: id), userID: user, name: name, line: key.line, fingerprint: fingerprint,
        createdAt: now, lastUsedAt: nil)
    }
  }

  /// The keys of a user, by name; there are never many.
  public func sshKeys(of user: Identifier<User>) throws(StorageError) -> [SSHKey] {
    try question { (database) throws(StorageError) in
      try database.rows(
        """
        SELECT \(SSHKey.columns) FROM ssh_keys AS k INDEXED BY ssh_keys_by_user WHERE k.user_id = ? ORDER BY k.name, k.id
        """, [.integer(user.rawValue)]
      ) { (row) throws(StorageError) in SSHKey(row) }
    }
  }

  /// One key of a user.
  public func sshKey(_ id: Identifier<SSHKey>, of user: Identifier<User>) throws(StorageError) -> SSHKey? {
    try question { (database) throws(StorageError) in
      try database.first(
        "SELECT \(SSHKey.columns) FROM ssh_keys AS k WHERE k.id = ? AND k.user_id = ?",
        [.integer(id.rawValue), .integer(user.rawValue)]
      ) { (row) throws(StorageError) in SSHKey(row) }
    }
  }

  /// The key of a fingerprint, if whose it is may come in.
  public func sshKey(fingerprint: String) throws(StorageError) -> SSHKey? {
    try question { (database) throws(StorageError) in
      try database.first(
        """
        SELECT \(SSHKey.columns) FROM ssh_keys AS k CROSS JOIN users AS u ON u.id = k.user_id
        WHERE k.fingerprint = ? AND u.disabled_at IS NULL
        """, [.text(fingerprint)]
      ) { (row) throws(StorageError) in SSHKey(row) }
    }
  }

  /// The key of a number, and whose it is.
  public func sshKey(_ id: Identifier<SSHKey>) throws(StorageError) -> (key: SSHKey, user: User)? {
    try question { (database) throws(StorageError) in
      try database.first(
        """
        SELECT \(User.columns), \(SSHKey.columns) FROM ssh_keys AS k CROSS JOIN users AS u ON u.id = k.user_id
        WHERE k.id = ?
        """, [.integer(id.rawValue)]
      ) { (row) throws(StorageError) in (SSHKey(row, from: 7), try User(row)) }
    }
  }

  /// Everybody's keys that open an account, in the order in which they were added.
  ///
  /// - Parameter last: the last one of the page before.
  public func sshKeys(after last: Identifier<SSHKey>?, limit: Int) throws(StorageError) -> [SSHKey] {
    try question { (database) throws(StorageError) in
      try database.rows(
        """
        SELECT \(SSHKey.columns) FROM ssh_keys AS k CROSS JOIN users AS u ON u.id = k.user_id
        WHERE k.id > ? AND u.disabled_at IS NULL ORDER BY k.id LIMIT ?
        """, [.integer(last?.rawValue ?? 0), .int(limit)]
      ) { (row) throws(StorageError) in SSHKey(row) }
    }
  }

  /// Removes a key of a user. Throws `.notFound`.
  public func removeSSHKey(
    _ id: Identifier<SSHKey>, of user: Identifier<User>, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.run(
        "DELETE FROM ssh_keys WHERE id = ? AND user_id = ?", [.integer(id.rawValue), .integer(user.rawValue)])
      guard database.changes == 1 else { throw .notFound }
      try database.append(audit)
    }
  }

  /// Records that a key opened its owner's account: when it was last used, when the user was last seen, the audit line.
  /// Throws `.notFound`, and records nothing, when the key was removed or the account disabled meanwhile.
  public func recordSignIn(
    by id: Identifier<SSHKey>, of user: Identifier<User>, at now: Date, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      try database.run(
        "UPDATE ssh_keys SET last_used_at = ? WHERE id = ? AND user_id = ?",
        [.date(now), .integer(id.rawValue), .integer(user.rawValue)])
      guard database.changes == 1 else { throw .notFound }
      try database.recordVisit(of: user, at: now, audit: audit)
    }
  }

  /// Records that somebody came in over SSH by a certificate. Throws `.notFound` when the account is disabled.
  public func recordSignIn(
    of user: Identifier<User>, at now: Date, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in try database.recordVisit(of: user, at: now, audit: audit) }
  }
}

extension Connection {
  fileprivate func recordVisit(of user: Identifier<User>, at now: Date, audit: AuditRecord) throws(StorageError) {
    try run(
      "UPDATE users SET last_seen_at = ? WHERE id = ? AND disabled_at IS NULL", [.date(now), .integer(user.rawValue)])
    guard changes == 1 else { throw .notFound }
    try append(audit)
  }
}
