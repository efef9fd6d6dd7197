import FoundationEssentials
import Model
import Storage

extension Administration {
  /// Copies the database into a new file, and records that: whoever has the copy can read who has an account.
  ///
  /// - Throws: ``AccountError/storage(_:)`` with ``StorageError/cannotWrite(path:reason:)`` when there is a file of that name.
  public func backup(to path: String) throws(AccountError) {
    let audit = audit(.databaseBackup, on: PlainText.visible(path, limit: 200))
    try perform { () throws(StorageError) in
      try accounts.store.backup(to: path)
      try accounts.store.record(audit)
    }
  }

  /// Records, in the database that took its place, that a copy was restored.
  public func noteRestore(from path: String) throws(AccountError) {
    let audit = audit(.databaseRestore, on: PlainText.visible(path, limit: 200))
    try perform { () throws(StorageError) in try accounts.store.record(audit) }
  }

  /// Records that expired rows were deleted by hand.
  public func notePurge(of rows: Int) throws(AccountError) {
    guard rows > 0 else { return }
    let audit = audit(.databasePurge, on: "expired rows", detail: "\(rows) row\(rows == 1 ? "" : "s")")
    try perform { () throws(StorageError) in try accounts.store.record(audit) }
  }
}
