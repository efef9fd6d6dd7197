import FoundationEssentials
import Model

extension Store {
  /// Makes an account. Throws `.duplicate(.email)`, `.duplicate(.username)`, or `.notFirst` if it must be the first one
  /// and is not.
  public func addUser(
    email: EmailAddress, username: Username?, passwordHash: String, role: UserRole, mustBeFirst: Bool = false,
    at now: Date, audit: AuditRecord
  ) throws(StorageError) -> User {
    try change { (database) throws(StorageError) in
      if mustBeFirst, try database.hasUsers() { throw .notFirst }
      try database.run(
        "INSERT INTO users (email, username, password_hash, role, created_at) VALUES (?, ?, ?, ?, ?)",
        [.text(email.text), .text(username?.text), .text(passwordHash), .text(role.rawValue), .date(now)])
      let id = database.lastInsertedID
      try database.append(audit.about(Identifier(rawValue: id)))
      return try database.requireUser(id)
    }
  }

  /// The user of a number.
  public func user(_ id: Identifier<User>) throws(StorageError) -> User? {
    try question { (database) throws(StorageError) in try database.user(id.rawValue) }
  }

  /// The same, for a change that depends on it.
  public static func user(_ id: Identifier<User>) -> Change<User?> {
    Change { (database) throws(StorageError) in try database.user(id.rawValue) }
  }

  /// The user whom an e-mail address, a username or a number stands for.
  public func user(matching key: String) throws(StorageError) -> User? {
    try question { (database) throws(StorageError) in
      if let id = Int64(key) { return try database.user(id) }
      return try database.first(
        "SELECT \(User.columns) FROM users AS u WHERE u.\(Self.column(for: key)) = ?", [.text(key)], User.init)
    }
  }

  /// The user of an e-mail address or username, and the stored password hash.
  public func credentials(for key: String) throws(StorageError) -> (user: User, passwordHash: String)? {
    try question { (database) throws(StorageError) in
      try database.first(
        "SELECT \(User.columns), u.password_hash FROM users AS u WHERE u.\(Self.column(for: key)) = ?", [.text(key)]
      ) { (row) throws(StorageError) in (try User(row), row.text(7)) }
    }
  }

  /// Whether anybody has an account.
  public func hasUsers() throws(StorageError) -> Bool {
    try question { (database) throws(StorageError) in try database.hasUsers() }
  }

  /// A username never holds an `@`, an e-mail address always does.
  private static func column(for key: String) -> String { key.contains("@") ? "email" : "username" }
}

extension Connection {
  fileprivate func hasUsers() throws(StorageError) -> Bool {
    try number("SELECT EXISTS (SELECT 1 FROM users)") == 1
  }

  /// The user of a number.
  func user(_ id: Int64) throws(StorageError) -> User? {
    try first("SELECT \(User.columns) FROM users AS u WHERE u.id = ?", [.integer(id)], User.init)
  }

  /// The user of a number, who must be there.
  func requireUser(_ id: Int64) throws(StorageError) -> User {
    guard let user = try user(id) else { throw .notFound }
    return user
  }
}
