import CSQLite
import Glibc

extension Connection {
  /// Whether a transaction is open.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

  /// Runs a change: all of it is written, or nothing. It takes the write lock at once: a transaction that begins by
  /// reading and writes later fails when somebody else wrote in between. Inside another transaction it is part of that.
  func change<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
    if !isInTransaction { try requireInPlace() }
    return try transaction("BEGIN IMMEDIATE", body)
  }

  /// Whether the file is no longer where it was opened.
  var hasMoved: Bool {
    var hasMoved: Int32 = 0
    return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &hasMoved) == SQLITE_OK && hasMoved != 0
  }

  /// Whether it has not been looked for ten milliseconds where the file is.
  func isTimeToLook() -> Bool {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    let now = time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    guard now - lookedAt >= 10 else { return false }
    lookedAt = now
    return true
  }

  /// Makes sure that the file is still where it was opened: SQLite goes on writing to one that nobody will open again.
  ///
  /// - Throws: ``StorageError/gone(path:)``.
  func requireInPlace() throws(StorageError) {
    guard hasMoved else { return }
    throw .gone(path: path)
  }

  /// Runs several questions against one moment of the database.
  func snapshot<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
    try transaction("BEGIN", body)
  }

  /// Runs a part of a transaction: when it fails, what it has written is taken back, and the rest stands.
  func savepoint<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
    try run("SAVEPOINT part")
    do throws(StorageError) {
      let value = try body()
      try run("RELEASE part")
      return value
    } catch {
      // Some errors (a full disk) end the whole transaction. What cannot be taken back must not stand: then all goes.
      if isInTransaction, sqlite3_exec(handle, "ROLLBACK TO part; RELEASE part", nil, nil, nil) != SQLITE_OK {
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      }
      throw error
    }
  }

  private func transaction<Value>(
    _ begin: String, _ body: () throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    guard !isInTransaction else { return try body() }
    try run(begin)
    do throws(StorageError) {
      let value = try body()
      try run("COMMIT")
      return value
    } catch {
      // A full disk or an interrupt may have rolled back already.
      if isInTransaction { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
      throw error
    }
  }
}
