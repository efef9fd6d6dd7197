import FoundationEssentials
import Model

/// The database, behind verbs: each verb is one transaction, and nothing above knows how it is done.
///
/// A store owns one connection; it may be used from any thread, one verb at a time. A second thread that must not wait
/// opens a second store.
public final class Store: Sendable {
  /// Whether a missing database is made.
  public enum Opening: Sendable {
    case existing, create
  }

  /// Where the database is.
  public let path: String

  /// Opens a database: checks that nobody else may write it, and brings its schema up to date.
  public init(path: String, opening: Opening = .existing) throws(StorageError) {
    fatalError("pending")
  }

  /// Ends the query that runs on another thread; it throws ``StorageError/interrupted``.
  public func interrupt() { fatalError("pending") }

  /// A number that changes when somebody else has written the database.
  public func changeCounter() throws(StorageError) -> Int64 { fatalError("pending") }
}
