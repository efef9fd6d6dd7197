import FoundationEssentials
import Model

extension Store {
  /// Disables a client, so that its secrets and everything that it holds are refused from the next request on, or enables
  /// it again, which brings back what has not expired meanwhile. One that is so already stays as it is.
  /// Throws `.notFound`.
  public func setClient(
    _ id: ClientID, ownedBy owner: Identifier<User>?, disabledAt: Date?, at now: Date, audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      if (client.disabledAt == nil) != (disabledAt == nil) {
        try database.run(
          "UPDATE clients SET disabled_at = ? WHERE id = ?", [.date(disabledAt), .integer(client.id)])
        try database.append(audit)
      }
      return try database.requireClient(id, ownedBy: owner).client(in: database, at: now)
    }
  }

  /// Gives a client to another owner, who must be active; secrets, tokens and grants stay.
  /// Throws `.notFound`, also when the new owner was disabled or deleted meanwhile.
  public func transferClient(
    _ id: ClientID, from owner: Identifier<User>, to new: Identifier<User>, at now: Date, audit: AuditRecord
  ) throws(StorageError) -> Client {
    try change { (database) throws(StorageError) in
      let client = try database.requireClient(id, ownedBy: owner)
      guard try database.requireUser(new.rawValue).isActive else { throw .notFound }
      try database.run(
        "UPDATE clients SET owner_id = ? WHERE id = ?", [.integer(new.rawValue), .integer(client.id)])
      try database.append(audit)
      return try database.requireClient(id, ownedBy: new).client(in: database, at: now)
    }
  }
}
