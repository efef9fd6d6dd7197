import FoundationEssentials
import Model

extension Store {
  /// Makes a personal access token. Throws `.duplicate(.name)` when its owner has another of that name.
  public func addPersonalToken(
    name: Name, owner: Identifier<User>, scopes: [String], isInternal: Bool, secret: SecretDigest, expiresAt: Date?,
    at now: Date, audit: AuditRecord
  ) throws(StorageError) -> PersonalToken { fatalError("pending") }

  /// The personal token of a number, if it is the owner's; internal ones too.
  public func personalToken(_ id: Identifier<Token>, of owner: Identifier<User>) throws(StorageError) -> PersonalToken?
  { fatalError("pending") }

  /// The owner's personal token of a name, without regard to case; internal ones too.
  public func personalToken(named name: String, of owner: Identifier<User>) throws(StorageError) -> PersonalToken? {
    fatalError("pending")
  }

  /// The personal token of a digest, whoever owns it.
  public func personalToken(digest: [UInt8]) throws(StorageError) -> PersonalToken? { fatalError("pending") }

  /// Changes name and scopes. Throws `.notFound`, `.duplicate(.name)`.
  public func updatePersonalToken(
    _ id: Identifier<Token>, of owner: Identifier<User>, name: Name, scopes: [String], audit: AuditRecord
  ) throws(StorageError) -> PersonalToken { fatalError("pending") }

  /// Deletes personal tokens, all or none, each with its audit line. Throws `.notFound` if one of them is not there.
  public func deletePersonalTokens(
    _ tokens: [(id: Identifier<Token>, audit: AuditRecord)], of owner: Identifier<User>
  ) throws(StorageError) { fatalError("pending") }

  /// A page of a user's personal tokens, internal ones left out.
  public func personalTokens(
    of owner: Identifier<User>, _ query: ListQuery<TokenOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<PersonalToken>] { fatalError("pending") }

  /// How many of a user's personal tokens the query finds; with `before`, how many of them come before a place.
  public func countPersonalTokens(
    of owner: Identifier<User>, _ query: ListQuery<TokenOrder>, before: Cursor?
  ) throws(StorageError) -> Int { fatalError("pending") }
}
