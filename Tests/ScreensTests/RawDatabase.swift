import CSQLite
import FoundationEssentials
import Model
import TestSupport

/// A second connection to a test's database that knows no rules: rows of the server to come, and rows that nobody could
/// have typed.
struct RawDatabase: ~Copyable {
  private let handle: OpaquePointer?

  init(_ fixture: TestStore) {
    var handle: OpaquePointer?
    sqlite3_open(fixture.store.path, &handle)
    sqlite3_busy_timeout(handle, 5000)
    self.handle = handle
  }

  deinit { sqlite3_close(handle) }

  /// Runs a statement; a parameter is text, a number or nothing.
  func run(_ sql: String, _ values: [(any Sendable)?] = []) {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else { return fail(sql) }
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case let text as String:
        sqlite3_bind_text(statement, place, text, Int32(text.utf8.count), postern_sqlite_transient())
      case let bytes as [UInt8]:
        sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), postern_sqlite_transient())
      case let number as Int: sqlite3_bind_int64(statement, place, Int64(number))
      case let date as Date: sqlite3_bind_int64(statement, place, Int64(date.timeIntervalSince1970))
      default: sqlite3_bind_null(statement, place)
      }
    }
    guard sqlite3_step(statement) == SQLITE_DONE else { return fail(sql) }
  }

  /// The first number of the first row of an answer.
  func number(_ sql: String) -> Int {
    var statement: OpaquePointer?
    defer { sqlite3_finalize(statement) }
    guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, sqlite3_step(statement) == SQLITE_ROW
    else {
      fail(sql)
      return 0
    }
    return Int(sqlite3_column_int64(statement, 0))
  }

  private func fail(_ sql: String) {
    fatalError("\(sql): \(String(cString: sqlite3_errmsg(handle)))")
  }
}

extension TestStore {
  /// Makes tokens in one go: robot-0000, robot-0001 and so on.
  func addTokens(_ count: Int, owner: User) {
    let database = RawDatabase(self)
    let last = database.number("SELECT ifnull(max(id), 0) FROM tokens")
    database.run(
      """
      WITH RECURSIVE numbers (n) AS (SELECT 0 WHERE ? > 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)
      INSERT INTO tokens (kind, digest, last_four, user_id, name, name_key, internal, scopes, created_at)
      SELECT 'personal', randomblob(32), 'wxyz', ?, printf('robot-%04d', n), printf('robot-%04d', n), 0, '', ?
      FROM numbers
      """, [count, count, Int(owner.id.rawValue), clock.now])
    // No trigger enters them.
    database.run(
      "INSERT INTO tokens_search (rowid, owner, name) SELECT id, owner, name FROM tokens_searched WHERE id > ?", [last])
  }

  /// Lets an application in, as the server will: a grant and live access tokens.
  func addGrant(
    _ client: Client, by user: User, scopes: [String] = ["user:email"], tokens: Int = 1, usedAt: Date? = nil
  ) {
    let database = RawDatabase(self)
    database.run(
      "INSERT INTO grants (user_id, client_id, scopes, created_at, last_used_at) VALUES (?, ?, ?, ?, ?)",
      [Int(user.id.rawValue), Int(client.id.rawValue), scopes.joined(separator: " "), clock.now, usedAt])
    for _ in 0..<tokens {
      database.run(
        """
        INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)
        VALUES ('access', ?, 'abcd', ?, ?, 1, ?, ?, ?)
        """,
        [
          random.bytes(32), Int(user.id.rawValue), Int(client.id.rawValue), scopes.joined(separator: " "), clock.now,
          clock.now.addingTimeInterval(3600),
        ])
    }
  }
}
