import CSQLite
import Model

/// A word that a command line can go on with.
public struct Suggestion: Sendable, Equatable {
  /// The word.
  public let word: String
  /// What it stands for, in the words of whoever made it; may be empty.
  public let help: String

  /// A word with its help.
  public init(word: String, help: String) {
    self.word = word
    self.help = help
  }
}

/// The words in a database that a command line can go on with, for a shell that asks between two keys.
///
/// It brings no schema up to date, changes no row and waits for no lock: whatever stands in the way is an error, and
/// the shell then offers nothing. Every question goes along an index.
public struct Suggestions {
  /// So many words are answered at most: the first, and instead of the rest the last, so that what they all begin with
  /// is what all of the rest begin with too.
  public static let limit = 100

  private let database: Connection

  /// Opens a database of the current schema.
  ///
  /// - Throws: what opening a ``Store`` throws, and ``StorageError/missing(path:)`` where the schema is an older one.
  public init(path: String) throws(StorageError) {
    let file = try DatabaseFile(path, creating: false)
    database = try Connection(path: file.path, flags: SQLITE_OPEN_READWRITE)
    _ = postern_sqlite_wait_for_locks(database.handle, 0)
    try database.execute("PRAGMA query_only = ON; PRAGMA cell_size_check = ON")
    let version = try database.requireOurs(path: file.path, creating: false)
    guard version == Migration.all.count else { throw .missing(path: path) }
  }

  /// Usernames and e-mail addresses, each with the other.
  public func users(beginningWith prefix: String) throws(StorageError) -> [Suggestion] {
    let from = "FROM users AS u WHERE u.username IS NOT NULL"
    return try words("SELECT u.username, u.email \(from)", by: "u.username", prefix)
      + words("SELECT u.email, ifnull(u.username, '') FROM users AS u WHERE true", by: "u.email", prefix)
  }

  /// Client ids with the applications' names.
  ///
  /// - Parameter user: whose applications, as ``Store/user(matching:)`` knows them; everybody's if nobody is named.
  public func clients(beginningWith prefix: String, of user: String?) throws(StorageError) -> [Suggestion] {
    let select = "SELECT c.client_id, c.name FROM clients AS c"
    guard let user else { return try words("\(select) WHERE true", by: "c.client_id", prefix) }
    guard let id = try number(of: user) else { return [] }
    return try words(
      "\(select) INDEXED BY clients_by_owner_name WHERE c.owner_id = ?", by: "c.client_id", prefix,
      [.integer(id)])
  }

  /// Client ids of the applications that somebody let in, with their names.
  public func authorizedClients(beginningWith prefix: String, by user: String) throws(StorageError) -> [Suggestion] {
    guard let id = try number(of: user) else { return [] }
    return try words(
      "SELECT c.client_id, c.name FROM grants AS g CROSS JOIN clients AS c ON c.id = g.client_id WHERE g.user_id = ?",
      by: "c.client_id", prefix, [.integer(id)])
  }

  /// Names of somebody's personal access tokens, with their scopes.
  public func tokens(beginningWith prefix: String, of user: String) throws(StorageError) -> [Suggestion] {
    guard let id = try number(of: user) else { return [] }
    return try words(
      """
      SELECT t.name, t.scopes FROM tokens AS t INDEXED BY tokens_personal_name
      WHERE t.user_id = ? AND t.kind = 'personal' AND t.internal = 0
      """, by: "t.name_key", TextFilter.key(prefix), [.integer(id)])
  }

  /// The row number of a user whom an e-mail address, a username or that number stands for.
  private func number(of user: String) throws(StorageError) -> Int64? {
    if let id = Int64(user) { return id }
    let column = user.contains("@") ? "email" : "username"
    return try database.first(
      "SELECT u.id FROM users AS u WHERE u.\(column) = ?", [.text(user)]
    ) { (row) throws(StorageError) in row.integer(0) }
  }

  /// - Parameter select: the statement, up to a condition that others may follow.
  private func words(
    _ select: String, by key: String, _ prefix: String, _ values: [SQLValue] = []
  ) throws(StorageError) -> [Suggestion] {
    let range = "\(select) AND \(key) >= ? AND \(key) < ? ORDER BY \(key)"
    let values = values + [.text(prefix), .text(prefix + "\u{10FFFF}")]
    var found = try database.rows("\(range) LIMIT \(Self.limit)", values, Self.read)
    if found.count == Self.limit, let last = try database.first("\(range) DESC LIMIT 1", values, Self.read) {
      found[Self.limit - 1] = last
    }
    return found
  }

  private static func read(_ row: Row) throws(StorageError) -> Suggestion {
    Suggestion(word: row.text(0), help: row.text(1))
  }
}
