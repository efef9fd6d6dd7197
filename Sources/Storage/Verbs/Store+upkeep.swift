import FoundationEssentials
import Model

extension Store {
  /// Copies the database, as it is at one moment, into a new file of mode 0600, with SQLite's online backup: others
  /// may read and write meanwhile. An existing file is refused.
  public func backup(to destination: String) throws(StorageError) { fatalError("pending") }

  /// Replaces the database at `path` by the copy in `source`, after checking the copy. What was there before is kept
  /// beside it under the returned path (nothing when there was none).
  public static func restore(from source: String, to path: String) throws(StorageError) -> String? {
    fatalError("pending")
  }

  /// Everything that is wrong with the database: integrity, foreign keys, search index, settings, permissions, audit
  /// chain. One sentence each; empty when all is well.
  public func check() throws(StorageError) -> [String] { fatalError("pending") }

  /// Deletes at most `batch` expired rows (tokens, codes, device codes, sessions, old secrets, throttles).
  /// - Returns: how many went; 0 when none is left.
  public func purge(at now: Date, batch: Int) throws(StorageError) -> Int { fatalError("pending") }
}
