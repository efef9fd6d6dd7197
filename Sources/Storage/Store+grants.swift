import FoundationEssentials
import Model

extension Store {
  /// A page of the applications that a user let in.
  public func authorizedApplications(
    of user: Identifier<User>, _ query: ListQuery<GrantOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<AuthorizedApplication>] { fatalError("pending") }

  /// How many applications the query finds; with `before`, how many of them come before a place.
  public func countAuthorizedApplications(
    of user: Identifier<User>, _ query: ListQuery<GrantOrder>, before: Cursor?
  ) throws(StorageError) -> Int { fatalError("pending") }

  /// One application that a user let in.
  public func authorizedApplication(_ client: ClientID, of user: Identifier<User>) throws(StorageError)
    -> AuthorizedApplication?
  { fatalError("pending") }

  /// How many live tokens an application holds for a user.
  public func countTokens(of client: ClientID, for user: Identifier<User>, at now: Date) throws(StorageError) -> Int {
    fatalError("pending")
  }

  /// Shuts applications out, all or none: ends each grant with its tokens and codes. Throws `.notFound`.
  /// - Returns: how many live tokens ended.
  public func revokeGrants(
    _ grants: [(client: ClientID, audit: AuditRecord)], of user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Int { fatalError("pending") }
}
