import FoundationEssentials
import Model

/// Writes made-up rows with any date; handed out by ``Store/bulk(_:)``, and only good inside it.
public struct BulkWriter {
  let database: Connection

  /// Writes a user.
  public func addUser(
    email: EmailAddress, username: Username?, passwordHash: String, role: UserRole, createdAt: Date,
    lastSeenAt: Date? = nil, disabledAt: Date? = nil
  ) throws(StorageError) -> Identifier<User> {
    try database.run(
      """
      INSERT INTO users (email, username, password_hash, role, created_at, last_seen_at, disabled_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(email.text), .text(username?.text), .text(passwordHash), .text(role.rawValue), .date(createdAt),
        .date(lastSeenAt), .date(disabledAt),
      ])
    return Identifier(rawValue: database.lastInsertedID)
  }

  /// Writes an application.
  public func addClient(
    _ profile: ClientProfile, clientID: ClientID, owner: Identifier<User>, secret: SecretDigest?, createdAt: Date,
    lastUsedAt: Date? = nil
  ) throws(StorageError) -> Identifier<Client> {
    try database.run(
      """
      INSERT INTO clients (client_id, owner_id, name, name_key, description, website, type, created_at, last_used_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(clientID.text), .integer(owner.rawValue), .text(profile.name.text),
        .text(TextFilter.key(profile.name.text)), .text(profile.description), .text(profile.website.text),
        .text(profile.type.rawValue), .date(createdAt), .date(lastUsedAt),
      ])
    let id = database.lastInsertedID
    try database.setRedirectURIs(profile.redirectURIs, ofClient: id)
    if let secret {
      try database.addSecret(secret, toClient: id, at: createdAt)
      // Whoever used the application used its only secret.
      try database.run(
        "UPDATE client_secrets SET last_used_at = ? WHERE client_id = ?", [.date(lastUsedAt), .integer(id)])
    }
    return Identifier(rawValue: id)
  }

  /// Writes a personal token.
  public func addPersonalToken(
    name: Name, owner: Identifier<User>, scopes: [String], secret: SecretDigest, createdAt: Date, expiresAt: Date?,
    lastUsedAt: Date? = nil, isInternal: Bool = false
  ) throws(StorageError) {
    try database.run(
      """
      INSERT INTO tokens
        (kind, digest, last_four, user_id, name, name_key, internal, scopes, created_at, expires_at, last_used_at)
      VALUES ('personal', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .blob(secret.digest), .text(secret.lastFour), .integer(owner.rawValue), .text(name.text),
        .text(TextFilter.key(name.text)), .flag(isInternal), .scopes(scopes), .date(createdAt), .date(expiresAt),
        .date(lastUsedAt),
      ])
  }

  /// Writes that a user let an application in.
  public func addGrant(
    to client: Identifier<Client>, by user: Identifier<User>, scopes: [String], createdAt: Date,
    lastUsedAt: Date? = nil
  ) throws(StorageError) {
    try database.run(
      "INSERT INTO grants (user_id, client_id, scopes, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
      [.integer(user.rawValue), .integer(client.rawValue), .scopes(scopes), .date(createdAt), .date(lastUsedAt)])
  }

  /// Writes an access token and, if there is one, its refresh token. Whoever writes it writes the grant as well.
  ///
  /// - Parameter family: a number of the authorization that both descend from.
  public func addTokens(
    to client: Identifier<Client>, by user: Identifier<User>, family: Int64, scopes: [String], access: SecretDigest,
    accessExpiresAt: Date, refresh: SecretDigest?, refreshExpiresAt: Date?, createdAt: Date
  ) throws(StorageError) {
    let sql = """
      INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    func row(_ kind: String, _ secret: SecretDigest, _ end: Date?) -> [SQLValue] {
      [
        .text(kind), .blob(secret.digest), .text(secret.lastFour), .integer(user.rawValue), .integer(client.rawValue),
        .integer(family), .scopes(scopes), .date(createdAt), .date(end),
      ]
    }
    try database.run(sql, row("access", access, accessExpiresAt))
    if let refresh { try database.run(sql, row("refresh", refresh, refreshExpiresAt)) }
  }

  /// Writes lines of the audit log, the oldest first.
  public func addAuditLines(_ lines: [AuditRecord]) throws(StorageError) { try database.append(lines) }
}
