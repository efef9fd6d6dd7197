import FoundationEssentials
import Model

extension Store {
  /// Makes a personal access token. Throws `.duplicate(.name)` when its owner has another of that name.
  public func addPersonalToken(
    name: Name, owner: Identifier<User>, scopes: [String], isInternal: Bool, secret: SecretDigest, expiresAt: Date?,
    at now: Date, audit: AuditRecord
  ) throws(StorageError) -> PersonalToken {
    try change { (database) throws(StorageError) in
      try database.run(
        """
        INSERT INTO tokens (kind, digest, last_four, user_id, name, name_key, internal, scopes, created_at, expires_at)
        VALUES ('personal', ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .blob(secret.digest), .text(secret.lastFour), .integer(owner.rawValue), .text(name.text),
          .text(TextFilter.key(name.text)), .flag(isInternal), .scopes(scopes), .date(now), .date(expiresAt),
        ])
      let id = Identifier<Token>(rawValue: database.lastInsertedID)
      try database.run(Schema.personalTokens.entering("= ?"), [.integer(id.rawValue)])
      try database.append(audit)
      return try database.requirePersonalToken(id, of: owner)
    }
  }

  /// The personal token of a number, if it is the owner's; internal ones too.
  public func personalToken(
    _ id: Identifier<Token>, of owner: Identifier<User>
  ) throws(StorageError) -> PersonalToken? {
    try question { (database) throws(StorageError) in try database.personalToken(id, of: owner) }
  }

  /// The owner's personal token of a name, without regard to case; internal ones too.
  public func personalToken(
    named name: String, of owner: Identifier<User>
  ) throws(StorageError) -> PersonalToken? {
    try question { (database) throws(StorageError) in
      try database.first(
        """
        SELECT \(PersonalToken.columns) FROM tokens AS t
        WHERE t.kind = 'personal' AND t.user_id = ? AND t.name_key = ?
        """, [.integer(owner.rawValue), .text(TextFilter.key(name))]
      ) { (row) throws(StorageError) in PersonalToken(row) }
    }
  }

  /// The personal token of a digest, whoever owns it.
  public func personalToken(digest: [UInt8]) throws(StorageError) -> PersonalToken? {
    try question { (database) throws(StorageError) in
      try database.first(
        "SELECT \(PersonalToken.columns) FROM tokens AS t WHERE t.digest = ? AND t.kind = 'personal'", [.blob(digest)]
      ) { (row) throws(StorageError) in PersonalToken(row) }
    }
  }

  /// Changes name and scopes. Throws `.notFound`, `.duplicate(.name)`.
  public func updatePersonalToken(
    _ id: Identifier<Token>, of owner: Identifier<User>, name: Name, scopes: [String], audit: AuditRecord
  ) throws(StorageError) -> PersonalToken {
    try change { (database) throws(StorageError) in
      try database.run(
        """
        UPDATE tokens SET name = ?, name_key = ?, scopes = ? WHERE id = ? AND user_id = ? AND kind = 'personal'
        """,
        [
          .text(name.text), .text(TextFilter.key(name.text)), .scopes(scopes), .integer(id.rawValue),
          .integer(owner.rawValue),
        ])
      guard database.changes == 1 else { throw .notFound }
      try database.append(audit)
      return try database.requirePersonalToken(id, of: owner)
    }
  }

  /// Deletes personal tokens, all or none, each with its audit line. Throws `.notFound` if one of them is not there.
  public func deletePersonalTokens(
    _ tokens: [(id: Identifier<Token>, audit: AuditRecord)], of owner: Identifier<User>
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      for token in tokens {
        try database.run(
          "DELETE FROM tokens WHERE id = ? AND user_id = ? AND kind = 'personal'",
          [.integer(token.id.rawValue), .integer(owner.rawValue)])
        guard database.changes == 1 else { throw .notFound }
      }
      try database.append(tokens.map(\.audit))
    }
  }
}

extension Connection {
  fileprivate func personalToken(
    _ id: Identifier<Token>, of owner: Identifier<User>
  ) throws(StorageError) -> PersonalToken? {
    try first(
      "SELECT \(PersonalToken.columns) FROM tokens AS t WHERE t.id = ? AND t.user_id = ? AND t.kind = 'personal'",
      [.integer(id.rawValue), .integer(owner.rawValue)]
    ) { (row) throws(StorageError) in PersonalToken(row) }
  }

  fileprivate func requirePersonalToken(
    _ id: Identifier<Token>, of owner: Identifier<User>
  ) throws(StorageError) -> PersonalToken {
    guard let token = try personalToken(id, of: owner) else { throw .notFound }
    return token
  }
}
