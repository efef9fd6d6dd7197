import FoundationEssentials
import Model

extension Store {
  /// Makes an account. Throws `.duplicate(.email)` or `.duplicate(.username)`.
  public func addUser(
    email: EmailAddress, username: Username?, passwordHash: String, role: UserRole, at now: Date, audit: AuditRecord
  ) throws(StorageError) -> User { fatalError("pending") }

  /// The user of a number.
  public func user(_ id: Identifier<User>) throws(StorageError) -> User? { fatalError("pending") }

  /// The user whom an e-mail address, a username or a number stands for.
  public func user(matching key: String) throws(StorageError) -> User? { fatalError("pending") }

  /// The user of an e-mail address or username, and the stored password hash.
  public func credentials(for key: String) throws(StorageError) -> (user: User, passwordHash: String)? {
    fatalError("pending")
  }

  /// A page of all users.
  public func users(_ query: ListQuery<UserOrder>, at anchor: Anchor, limit: Int) throws(StorageError) -> [Entry<User>]
  { fatalError("pending") }

  /// Whether anybody has an account.
  public func hasUsers() throws(StorageError) -> Bool { fatalError("pending") }

  /// Disables an account or enables it again. Throws `.notFound`, `.lastAdministrator`.
  public func setUser(_ id: Identifier<User>, disabledAt: Date?, audit: AuditRecord) throws(StorageError) {
    fatalError("pending")
  }

  /// Changes what a user may do. Throws `.notFound`, `.lastAdministrator`.
  public func setUser(_ id: Identifier<User>, role: UserRole, audit: AuditRecord) throws(StorageError) {
    fatalError("pending")
  }

  /// Changes a password, and ends the user's browser sessions.
  public func setUser(_ id: Identifier<User>, passwordHash: String, audit: AuditRecord) throws(StorageError) {
    fatalError("pending")
  }

  /// Deletes an account with everything that hangs on it. Throws `.notFound`, `.lastAdministrator`.
  public func deleteUser(_ id: Identifier<User>, audit: AuditRecord) throws(StorageError) { fatalError("pending") }

  /// How many applications and live tokens deleting a user would end (users: of their applications).
  public func impact(ofDeletingUser id: Identifier<User>, at now: Date) throws(StorageError) -> (
    applications: Int, impact: Impact
  ) { fatalError("pending") }
}
