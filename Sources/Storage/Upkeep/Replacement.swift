import CSQLite
import Glibc
import Model

/// Puts a database in the place of another, which is kept beside it.
struct Replacement {
  /// The new database, closed.
  let fresh: String
  /// Where it goes.
  let target: String

  /// - Returns: where the old database is now; nothing when there was none.
  func run() throws(StorageError) -> String? {
    guard let status = try DatabaseFile.status(of: target) else {
      // What is left of a database that somebody deleted would be taken for a log of the new one.
      moveSidecars(to: target + ".deleted")
      return try move(keeping: false)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notADatabase(path: target) }
    // Restored by root, it still belongs to who uses it. Anybody else cannot give files away.
    if geteuid() == 0 { chown(fresh, status.st_uid, status.st_gid) }
    guard let old = try quietDatabase() else { return try move(keeping: true, sidecars: true) }
    // The lock holds until the new file is in place: whoever opens the old one meanwhile waits.
    defer { withExtendedLifetime(old) {} }
    return try move(keeping: true)
  }

  /// The old database, with its write-ahead log folded in and locked against everybody; nothing when it is too damaged
  /// for that.
  private func quietDatabase() throws(StorageError) -> Connection? {
    do throws(StorageError) {
      let old = try Connection(path: target, flags: SQLITE_OPEN_READWRITE)
      _ = postern_sqlite_wait_for_locks(old.handle, 0)
      // Leaving write-ahead logging needs the file for oneself: it fails while another program has it open.
      let mode = try old.first("PRAGMA journal_mode = DELETE") { (row) throws(StorageError) in row.text(0) }
      guard mode == "delete" else { throw .inUse(path: target) }
      try old.run("BEGIN EXCLUSIVE")
      return old
    } catch {
      switch error {
      case .corrupt: return nil
      case .busy: throw .inUse(path: target)
      default: throw error
      }
    }
  }

  /// - Parameter sidecars: whether what lies beside a damaged database goes with it, so that nothing of it meets the
  ///   new one.
  private func move(keeping: Bool, sidecars: Bool = false) throws(StorageError) -> String? {
    try DatabaseFile.synchronize(DatabaseFile.realPath(fresh) ?? fresh)
    let kept = keeping ? try keep() : nil
    if sidecars, let kept { moveSidecars(to: kept) }
    guard rename(fresh, target) == 0 else {
      throw .cannotOpen(path: target, reason: DatabaseFile.systemReason())
    }
    try DatabaseFile.synchronize(DatabaseFile.realPath(target) ?? target)
    return kept
  }

  private func moveSidecars(to name: String) {
    for suffix in ["-wal", "-shm", "-journal"] { rename(target + suffix, name + suffix) }
  }

  /// Gives the old file a second name, one that nothing has yet.
  private func keep() throws(StorageError) -> String {
    for number in 1...10_000 {
      let name = target + ".before-restore" + (number == 1 ? "" : "-\(number)")
      if link(target, name) == 0 { return name }
      guard errno == EEXIST else { throw .cannotOpen(path: name, reason: DatabaseFile.systemReason()) }
    }
    throw .cannotOpen(path: target + ".before-restore", reason: "ten thousand of them exist; remove some")
  }
}
