import FoundationEssentials
import Model

extension Store {
  /// Registers a client; a confidential one comes with its secret.
  public func addClient(
    _ profile: ClientProfile, clientID: ClientID, owner: Identifier<User>, secret: SecretDigest?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      try database.run(
        """
        INSERT INTO clients (client_id, owner_id, name, name_key, description, website, type, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .text(clientID.text), .integer(owner.rawValue), .text(profile.name.text),
          .text(TextFilter.key(profile.name.text)), .text(profile.description), .text(profile.website.text),
          .text(profile.type.rawValue), .date(now),
        ])
      let id = database.lastInsertedID
      try database.setRedirectURIs(profile.redirectURIs, ofClient: id)
      if let secret { try database.addSecret(secret, toClient: id, at: now) }
      try database.append(audit)
      return try database.requireClient(clientID, ownedBy: owner).client(in: database, at: now)
    }
  }

  /// The client of an id, if `owner` registered it (or whoever did, when `owner` is nothing).
  ///
  /// - Parameter now: the moment at which its secrets must be live.
  public func client(
    _ id: ClientID, ownedBy owner: Identifier<User>?, at now: Date = Date()
  ) throws(StorageError) -> Client? {
    try snapshot { (database) throws(StorageError) in
      try database.client(id, ownedBy: owner)?.client(in: database, at: now)
    }
  }

  /// Replaces what an application says of itself. A client that becomes public loses its secrets; one that becomes
  /// confidential comes with `secret`, which then is its only one. Throws `.notFound`.
  public func updateClient(
    _ id: ClientID, ownedBy owner: Identifier<User>?, profile: ClientProfile, secret: SecretDigest?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      try database.run(
        "UPDATE clients SET name = ?, name_key = ?, description = ?, website = ?, type = ? WHERE id = ?",
        [
          .text(profile.name.text), .text(TextFilter.key(profile.name.text)), .text(profile.description),
          .text(profile.website.text), .text(profile.type.rawValue), .integer(client.id),
        ])
      try database.setRedirectURIs(profile.redirectURIs, ofClient: client.id)
      if profile.type == .public || secret != nil {
        try database.run("DELETE FROM client_secrets WHERE client_id = ?", [.integer(client.id)])
      }
      if let secret, profile.type == .confidential { try database.addSecret(secret, toClient: client.id, at: now) }
      try database.append(audit)
      return try database.requireClient(id, ownedBy: owner).client(in: database, at: now)
    }
  }

  /// Gives a client a new secret. The current one ends now, or at `keepOldUntil`; any older one ends now.
  /// Throws `.notFound`, also for a public client.
  public func resetSecret(
    of id: ClientID, ownedBy owner: Identifier<User>?, secret: SecretDigest, keepOldUntil: Date?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      guard client.type == .confidential else { throw .notFound }
      if let keepOldUntil {
        try database.run(
          "DELETE FROM client_secrets WHERE client_id = ? AND expires_at IS NOT NULL", [.integer(client.id)])
        try database.run(
          "UPDATE client_secrets SET expires_at = ? WHERE client_id = ?", [.date(keepOldUntil), .integer(client.id)])
      } else {
        try database.run("DELETE FROM client_secrets WHERE client_id = ?", [.integer(client.id)])
      }
      try database.addSecret(secret, toClient: client.id, at: now)
      try database.append(audit)
      return try client.client(in: database, at: now)
    }
  }

  /// Ends one of a client's two live secrets at once. The one that stays is then its current one, without an end: else
  /// the client would have none when that comes.
  /// Throws `.notFound`, also for a secret that has ended already, and `.lastSecret`.
  public func endSecret(
    _ secret: Identifier<ClientSecret>, of id: ClientID, ownedBy owner: Identifier<User>?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      let live = try client.client(in: database, at: now).secrets
      guard live.contains(where: { $0.id == secret }) else { throw .notFound }
      guard live.count > 1 else { throw .lastSecret }
      try database.run("DELETE FROM client_secrets WHERE id = ?", [.integer(secret.rawValue)])
      try database.run("UPDATE client_secrets SET expires_at = NULL WHERE client_id = ?", [.integer(client.id)])
      try database.append(audit)
      return try client.client(in: database, at: now)
    }
  }

  /// Deletes a client with its tokens, grants, codes and secrets. Throws `.notFound`.
  public func deleteClient(
    _ id: ClientID, ownedBy owner: Identifier<User>?, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      try database.run("DELETE FROM clients WHERE id = ?", [.integer(client.id)])
      try database.append(audit)
    }
  }
}
