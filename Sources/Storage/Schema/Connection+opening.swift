import CSQLite
import Glibc
import Model

extension Connection {
  /// Opens a database of ours: makes sure that it is one, sets the connection up and brings the schema up to date.
  /// A current database is not written to.
  ///
  /// - Parameter use: who works with it.
  convenience init(opening file: DatabaseFile, creating: Bool, for use: Store.Use) throws(StorageError) {
    try self.init(path: file.path, flags: SQLITE_OPEN_READWRITE)
    do throws(StorageError) {
      try configure(for: use)
      let version = try requireOurs(path: file.path, creating: creating)
      // Stays with the file and cannot be set inside a transaction; where it is set already, nothing is written.
      try execute("PRAGMA journal_mode = WAL")
      if version < Migration.all.count { try migrate(path: file.path) }
    } catch {
      throw Self.translated(error, path: file.path)
    }
  }

  /// Settings of a connection; those of the file are set when it is made.
  private func configure(for use: Store.Use) throws(StorageError) {
    _ = postern_sqlite_set(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
    _ = postern_sqlite_set(handle, SQLITE_DBCONFIG_DQS_DML, 0)
    _ = postern_sqlite_set(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
    // The schema is trusted (SQLite's default): Debian 12's FTS5 is not marked as harmless inside triggers, and no
    // function of ours is registered that a forged schema could misuse. Extensions cannot be loaded.
    // Only digests are stored, so deleted rows need no overwriting (secure_delete).
    try execute(
      """
      PRAGMA foreign_keys = ON;
      PRAGMA synchronous = FULL;
      PRAGMA cell_size_check = ON;
      PRAGMA mmap_size = 0;
      PRAGMA temp_store = MEMORY;
      PRAGMA secure_delete = OFF;
      """)
    try hold(kilobytes: use.cache)
    if use == .writer { try execute("PRAGMA wal_autocheckpoint = 0") }
  }

  /// Holds so much of the file in memory from now on.
  private func hold(kilobytes: Int) throws(StorageError) { try execute("PRAGMA cache_size = \(-kilobytes)") }

  /// Runs something that reads much of the file, with so much of it held in memory meanwhile.
  func holding<Value>(
    kilobytes: Int, _ body: () throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    let usual = try number("PRAGMA cache_size")
    try hold(kilobytes: kilobytes)
    defer { sqlite3_exec(handle, "PRAGMA cache_size = \(usual)", nil, nil, nil) }
    return try body()
  }

  /// The version of the schema.
  ///
  /// - Throws: ``StorageError/notADatabase(path:)`` for somebody else's database.
  func requireOurs(path: String, creating: Bool) throws(StorageError) -> Int {
    let application = try number("PRAGMA application_id")
    let version = try number("PRAGMA user_version")
    guard application != Migration.applicationID else {
      guard version <= Migration.all.count else {
        throw .newer(path: path, version: version, known: Migration.all.count)
      }
      return version
    }
    guard application == 0, version == 0, try number("SELECT count(*) FROM sqlite_schema") == 0 else {
      throw .notADatabase(path: path)
    }
    guard creating else { throw .missing(path: path) }
    return 0
  }

  /// Runs the migrations that the database has not run, all in one transaction.
  private func migrate(path: String) throws(StorageError) {
    try change { () throws(StorageError) in
      // Somebody else may have done it while this connection waited for the lock.
      let version = try number("PRAGMA user_version")
      guard version <= Migration.all.count else {
        throw .newer(path: path, version: version, known: Migration.all.count)
      }
      for migration in Migration.all[version...] {
        try run(migration)
      }
      try execute("PRAGMA application_id = \(Migration.applicationID)")
      try execute("PRAGMA user_version = \(Migration.all.count)")
    }
  }

  /// Runs one step of the schema.
  func run(_ migration: Migration) throws(StorageError) {
    for statement in migration.statements { try execute(statement) }
  }

  /// What goes wrong while opening, told with the path.
  static func translated(_ error: StorageError, path: String) -> StorageError {
    guard case .failed(let code, let message) = error else {
      // Whatever does not even begin like a database of ours is none.
      return error == .corrupt && !DatabaseFile.isMarkedOurs(path) ? .notADatabase(path: path) : error
    }
    switch SQLiteResultCode(rawValue: code).primary {
    case .cannotOpen where access(path, W_OK) != 0 && errno == EROFS: return .readOnly
    case .cannotOpen where access(path, R_OK) != 0:
      return .cannotOpen(path: path, reason: DatabaseFile.systemReason())
    case .cannotOpen: return .cannotOpen(path: path, reason: message)
    default: return error
    }
  }
}
