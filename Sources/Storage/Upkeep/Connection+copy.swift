import CSQLite
import Glibc

extension Connection {
  /// Copies the database page by page into a file that is there and empty, and waits until it is on the disk.
  func copy(to path: String) throws(StorageError) {
    guard let absolute = DatabaseFile.realPath(path) else { throw .missing(path: path) }
    try copyPages(to: absolute)
    try DatabaseFile.synchronize(absolute)
  }

  private func copyPages(to path: String) throws(StorageError) {
    let target = try Connection(path: path, flags: SQLITE_OPEN_READWRITE)
    // Nobody reads the copy before it is whole, and a broken one is removed: it needs no journal.
    try target.execute("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
    guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
      throw target.lastError
    }
    var code = SQLITE_OK
    while code == SQLITE_OK {
      do throws(StorageError) {
        try interrupter.check()
      } catch {
        sqlite3_backup_finish(backup)
        throw error
      }
      code = sqlite3_backup_step(backup, 1024)
    }
    sqlite3_backup_finish(backup)
    guard code == SQLITE_DONE else {
      throw StorageError(SQLiteResultCode(rawValue: code), message: String(cString: sqlite3_errstr(code)))
    }
  }
}

extension DatabaseFile {
  /// Waits until a file, and its name in its folder, are on the disk.
  static func synchronize(_ path: String) throws(StorageError) {
    for name in [path, folder(of: path)] {
      let descriptor = open(name, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw .cannotOpen(path: name, reason: systemReason()) }
      let done = fsync(descriptor)
      let reason = systemReason()
      close(descriptor)
      // Some file systems cannot synchronize a folder; they say so with EINVAL.
      guard done == 0 || errno == EINVAL else { throw .cannotOpen(path: name, reason: reason) }
    }
  }

  /// Removes a database file that was made in vain, with what SQLite puts beside it.
  static func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }
}
