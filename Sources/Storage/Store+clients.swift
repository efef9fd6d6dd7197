import FoundationEssentials
import Model

/// A secret as storage takes it: its digest and what may be shown of it.
public struct SecretDigest: Sendable, Equatable {
  /// SHA-256 of the whole string.
  public let digest: [UInt8]
  /// Its last four characters.
  public let lastFour: String

  /// The stored side of a secret.
  public init(digest: [UInt8], lastFour: String) {
    self.digest = digest
    self.lastFour = lastFour
  }
}

extension Store {
  /// Registers a client; a confidential one comes with its secret.
  public func addClient(
    _ profile: ClientProfile, clientID: ClientID, owner: Identifier<User>, secret: SecretDigest?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client { fatalError("pending") }

  /// The client of an id, if `owner` registered it (or whoever did, when `owner` is nothing).
  public func client(_ id: ClientID, ownedBy owner: Identifier<User>?) throws(StorageError) -> Client? {
    fatalError("pending")
  }

  /// Replaces what an application says of itself. A client that becomes public loses its secrets; one that becomes
  /// confidential needs `secret`. Throws `.notFound`.
  public func updateClient(
    _ id: ClientID, ownedBy owner: Identifier<User>?, profile: ClientProfile, secret: SecretDigest?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client { fatalError("pending") }

  /// Gives a client a new secret. The current one ends now, or at `keepOldUntil`; any older one ends now.
  /// Throws `.notFound`.
  public func resetSecret(
    of id: ClientID, ownedBy owner: Identifier<User>?, secret: SecretDigest, keepOldUntil: Date?, at now: Date,
    audit: AuditRecord
  ) throws(StorageError) -> Client { fatalError("pending") }

  /// Deletes a client with its tokens, grants, codes and secrets. Throws `.notFound`.
  public func deleteClient(
    _ id: ClientID, ownedBy owner: Identifier<User>?, audit: AuditRecord
  ) throws(StorageError) { fatalError("pending") }

  /// How many users let a client in and how many live tokens it has. With `cap`, counting stops there.
  public func impact(ofClient id: ClientID, at now: Date, cap: Int?) throws(StorageError) -> Impact {
    fatalError("pending")
  }

  /// A page of a user's applications (of everybody's, when `owner` is nothing).
  public func clients(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<Client>] { fatalError("pending") }

  /// How many applications the query finds; with `before`, how many of them come before a place.
  public func countClients(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>, before: Cursor?
  ) throws(StorageError) -> Int { fatalError("pending") }
}
