import FoundationEssentials
import Storage

extension Store {
  /// Purges in a transaction of its own.
  public func purge(at now: Date, batch: Int) throws(StorageError) -> Purge {
    try commit(Self.purge(at: now, batch: batch))
  }
}
