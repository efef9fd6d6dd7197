import CSQLite
import Threads

extension Store {
  /// How many pages the write-ahead log has; nothing when that cannot be told now.
  var logPages: Int? { try? recall { (database) throws(StorageError) in database.stamp?.pages } }

  /// Moves pages of the log into the database file, as many as nobody needs where they are, and onto the disk; waits for
  /// nobody else.
  ///
  /// - Parameter alone: whether nobody else may write meanwhile, and the log begins anew with the next commit.
  /// - Returns: how many of them are in the file now.
  /// - Throws: when they cannot be written; ``StorageError/isOfWaiting`` when they were, and it is not certain that they
  ///   are on the disk: the system tells that once, and what was moved may be nowhere but in the log.
  func checkpoint(alone: Bool) throws(StorageError) -> Int {
    try question { (database) throws(StorageError) in
      var (pages, moved): (Int32, Int32) = (0, 0)
      let mode = alone ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE
      _ = postern_sqlite_wait_for_locks(database.handle, 0)
      defer { _ = postern_sqlite_wait_for_locks(database.handle, 1) }
      let code = sqlite3_wal_checkpoint_v2(database.handle, "main", mode, &pages, &moved)
      // Not done as a whole, it has still moved some.
      guard code == SQLITE_OK || SQLiteResultCode(rawValue: code).primary == .busy else { throw database.error(code) }
      // SQLite waits for the disk only where nobody has written meanwhile, and would leave that to whoever comes last.
      let written = postern_sqlite_synchronize(database.handle)
      guard written == SQLITE_OK else {
        throw StorageError(SQLiteResultCode(rawValue: written), message: String(cString: sqlite3_errstr(written)))
      }
      return Int(moved)
    }
  }

  /// Keeps the log from being written from its start, by anybody, and from being removed, until this process has ended:
  /// by a look at it that never does. Whoever opens the database afterwards moves all of it.
  func pinLog() {
    try? question { (database) throws(StorageError) in
      try database.execute("BEGIN")
      _ = try database.number("SELECT count(*) FROM sqlite_schema")
      _ = Unmanaged.passRetained(database)
    }
  }
}

extension StorageError {
  /// Whether the disk could not be waited for.
  var isOfWaiting: Bool {
    guard case .failed(let code, _) = self else { return false }
    return code == SQLITE_IOERR | (4 << 8)  // SQLITE_IOERR_FSYNC, a macro that Swift cannot import.
  }

  /// A thread that writes cannot be had.
  static func noThread(for path: String, _ error: Thread.Unavailable) -> StorageError {
    .cannotOpen(path: path, reason: "no thread to write it: \(error.reason)")
  }
}
