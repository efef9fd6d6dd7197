import CSQLite
import CSystem

/// A connection to a database file with its prepared statements.
///
/// Statements are kept by their text, so a text never holds a value: values are bound.
// Sendable holds: a connection is reached through its store's mutex only, by one thread at a time.
final class Connection: @unchecked Sendable {
  let handle: OpaquePointer
  let interrupter: Interrupter
  private var statements: [String: Cached] = [:]
  private var frequent: [ObjectIdentifier: (text: String, statement: OpaquePointer)] = [:]
  private var clock = 0
  /// Bearer tokens by their digests.
  var bearers = Recollection<DigestKey, BearerToken>()
  /// Clients by their ids, with their live secrets.
  var clients = Recollection<TextKey, ProtocolClient>()
  /// When it was last looked where the file is, in milliseconds of the system's clock.
  var lookedAt = 0

  private struct Cached {
    let statement: OpaquePointer
    var lastUse: Int
  }

  /// How many statements are kept: as many as a screen's verbs need at once; a statement takes some kilobytes.
  var statementLimit = 96
  /// Up to so many rows that a search index finds are sorted.
  var searchLimit = 3000
  /// So many rows of a list are looked at before the search index is asked for everybody's rows, and then so many before
  /// it is asked for those of one.
  var walkLimits = (short: 3000, long: 30_000)

  /// Settings of SQLite as a whole, made once, before its first use.
  private static let setUp: Void = {
    _ = postern_sqlite_without_memory_count()
    postern_sqlite_write_with(postern_gentle_pwrite)
  }()

  /// Opens a file, without looking inside. The path must be absolute: SQLite reads `file:` at its start as a URI.
  init(path: String, flags: Int32) throws(StorageError) {
    Self.setUp
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard code == SQLITE_OK, let handle else {
      let reason = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
      sqlite3_close_v2(handle)
      throw .cannotOpen(path: path, reason: reason)
    }
    self.handle = handle
    interrupter = Interrupter(handle)
    _ = postern_sqlite_wait_for_locks(handle, 1)
  }

  deinit {
    for cached in statements.values { sqlite3_finalize(cached.statement) }
    for kept in frequent.values { sqlite3_finalize(kept.statement) }
    sqlite3_close_v2(handle)
  }

  /// Runs a statement that returns no row worth reading.
  func run(_ sql: some Statement, _ values: [SQLValue] = []) throws(StorageError) {
    try forEach(sql, values) { (_) throws(StorageError) in }
  }

  /// Runs a statement and reads each row. Reading runs no statement of its own.
  func rows<Value>(
    _ sql: some Statement, _ values: [SQLValue] = [], _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> [Value] {
    var result: [Value] = []
    try forEach(sql, values) { (row) throws(StorageError) in result.append(try read(row)) }
    return result
  }

  /// Runs a statement and reads its first row, if there is one.
  func first<Value>(
    _ sql: some Statement, _ values: [SQLValue] = [], _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> Value? {
    let statement = try sql.prepared(on: self)
    defer { release(statement) }
    try bind(values, to: statement)
    return try step(statement) ? try read(Row(statement: statement)) : nil
  }

  /// The number in the first column of the first row; 0 when there is none.
  func number(_ sql: String, _ values: [SQLValue] = []) throws(StorageError) -> Int {
    try first(sql, values) { (row) throws(StorageError) in row.int(0) } ?? 0
  }

  /// Runs several statements that are used once and return nothing.
  func execute(_ script: String) throws(StorageError) {
    try interrupter.check()
    let code = sqlite3_exec(handle, script, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// The texts of the statements that are kept.
  var statementTexts: [String] { statements.keys + frequent.values.map(\.text) }

  /// The number of the row that was inserted last.
  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

  /// How many rows the last statement changed, cascades and triggers left out.
  var changes: Int { Int(sqlite3_changes64(handle)) }

  private func forEach(
    _ sql: some Statement, _ values: [SQLValue], _ body: (Row) throws(StorageError) -> Void
  ) throws(StorageError) {
    let statement = try sql.prepared(on: self)
    defer { release(statement) }
    try bind(values, to: statement)
    while try step(statement) { try body(Row(statement: statement)) }
  }

  private func step(_ statement: OpaquePointer) throws(StorageError) -> Bool {
    let code = sqlite3_step(statement)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw error(code)
    }
  }

  func prepared(_ sql: String) throws(StorageError) -> OpaquePointer {
    try interrupter.check()
    clock += 1
    if let index = statements.index(forKey: sql) {
      statements.values[index].lastUse = clock
      return statements.values[index].statement
    }
    let statement = try prepare(sql)
    if statements.count >= statementLimit, let oldest = statements.min(by: { $0.value.lastUse < $1.value.lastUse }) {
      statements.removeValue(forKey: oldest.key)
      sqlite3_finalize(oldest.value.statement)
    }
    statements[sql] = Cached(statement: statement, lastUse: clock)
    return statement
  }

  func prepared(_ sql: FrequentStatement) throws(StorageError) -> OpaquePointer {
    try interrupter.check()
    if let kept = frequent[ObjectIdentifier(sql)] { return kept.statement }
    let statement = try prepare(sql.text)
    frequent[ObjectIdentifier(sql)] = (sql.text, statement)
    return statement
  }

  private func prepare(_ sql: String) throws(StorageError) -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
    guard code == SQLITE_OK, let statement else { throw error(code) }
    return statement
  }

  private func release(_ statement: OpaquePointer) {
    sqlite3_reset(statement)
    sqlite3_clear_bindings(statement)
  }

  private func bind(_ values: [SQLValue], to statement: OpaquePointer) throws(StorageError) {
    precondition(values.count == Int(sqlite3_bind_parameter_count(statement)), "A value for every parameter.")
    for (index, value) in values.enumerated() {
      let position = Int32(index + 1)
      let code =
        switch value {
        case .null: sqlite3_bind_null(statement, position)
        case .integer(let number): sqlite3_bind_int64(statement, position, number)
        case .text(let text): bind(text, to: statement, at: position)
        case .blob(let bytes):
          sqlite3_bind_blob64(statement, position, bytes, UInt64(bytes.count), postern_sqlite_transient())
        }
      guard code == SQLITE_OK else { throw error(code) }
    }
  }

  private func bind(_ text: String, to statement: OpaquePointer, at position: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      // An empty buffer may have no address, and SQLite reads a null pointer as NULL.
      guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, position, "", 0, nil) }
      return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
        sqlite3_bind_text64(
          statement, position, $0, UInt64(bytes.count), postern_sqlite_transient(), UInt8(SQLITE_UTF8))
      }
    }
  }

  /// Where the file is, or was when it was opened.
  var path: String { sqlite3_db_filename(handle, "main").map { String(cString: $0) } ?? "" }

  /// What went wrong last.
  var lastError: StorageError { error(sqlite3_extended_errcode(handle)) }

  /// What a result code means, with the words of the last call.
  func error(_ code: Int32) -> StorageError {
    StorageError(SQLiteResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(handle)))
  }
}
