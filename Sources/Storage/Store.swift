import Model
import Synchronization

/// The database, behind verbs: each verb is one transaction, and nothing above knows how it is done.
///
/// A store owns one connection; it may be used from any thread, one verb at a time. A second thread that must not wait
/// opens a second store.
public final class Store: Sendable {
  /// Whether a missing database is made.
  public enum Opening: Sendable {
    case existing, create
  }

  /// Who works with a store, for how long.
  public enum Use: Sendable {
    /// A person's visit or a command. It ends with the file, and holds little of it in memory.
    case visit
    /// A server, which outlives the file: when that is no longer where it was, no verb is run on it, and the one that has
    /// come in its place is opened.
    case service
    /// A server's one writer, which leaves it to somebody else to move the write-ahead log into the file.
    case writer

    /// Kilobytes of the file that a connection holds in memory.
    var cache: Int {
      switch self {
      case .visit: 500
      case .service: 2000
      case .writer: 4000
      }
    }
  }

  /// Where the database is.
  public let path: String

  private let connection: Mutex<Connection>
  private let interrupter: Mutex<Interrupter>
  private let use: Use
  private let lineage: Lineage?

  /// Opens a database: checks that nobody else may write it, and brings its schema up to date.
  ///
  /// - Parameters:
  ///   - path: where it is; the folder must exist.
  ///   - opening: whether a missing database is made, with mode 0600.
  ///   - use: who works with it.
  ///   - lineage: which commits leave clients as they are; shared by all stores of a server.
  public init(
    path: String, opening: Opening = .existing, for use: Use = .visit, lineage: Lineage? = nil
  ) throws(StorageError) {
    let creating = opening == .create
    let file = try DatabaseFile(path, creating: creating)
    let connection = try Connection(opening: file, creating: creating, for: use)
    self.path = path
    self.use = use
    self.lineage = lineage
    connection.clients.lineage = lineage
    interrupter = Mutex(connection.interrupter)
    self.connection = Mutex(connection)
  }

  /// Ends the query that runs on another thread; it throws ``StorageError/interrupted``. Does not wait, and does
  /// nothing when no verb runs.
  public func interrupt() { interrupter.withLock { $0.interrupt() } }

  /// A number that changes when somebody else has written the database.
  ///
  /// - Throws: ``StorageError/gone(path:)`` when the file is no longer where it was.
  public func changeCounter() throws(StorageError) -> Int64 {
    try question { (database) throws(StorageError) in
      try database.requireInPlace()
      return Int64(try database.number("PRAGMA data_version"))
    }
  }

  /// Runs a verb that asks one statement.
  func question<Value: Sendable>(
    _ body: (Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try connection.withLock { (connection) throws(StorageError) in
      if use != .visit { try follow(&connection) }
      connection.interrupter.begin()
      return try body(connection)
    }
  }

  /// The same for what every request asks, mostly answered without a statement: to look where the file is would take
  /// longer than all the rest, so that is done a hundred times a second.
  func recall<Value: Sendable>(
    _ body: (Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try connection.withLock { (connection) throws(StorageError) in
      if use != .visit, connection.isTimeToLook() { try follow(&connection) }
      connection.interrupter.begin()
      return try body(connection)
    }
  }

  /// Goes over to the file that has come in the place of this one.
  private func follow(_ connection: inout Connection) throws(StorageError) {
    guard connection.hasMoved else { return }
    // Until it is there, every question looks.
    connection.lookedAt = 0
    let fresh = try Connection(opening: DatabaseFile(path, creating: false), creating: false, for: use)
    fresh.clients.lineage = lineage
    // The old one is closed only when nobody can interrupt it any more.
    interrupter.withLock { $0 = fresh.interrupter }
    connection = fresh
  }

  /// Runs a verb that asks several statements, against one moment of the database.
  func snapshot<Value: Sendable>(
    _ body: (Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try question { (connection) throws(StorageError) in
      try connection.snapshot { () throws(StorageError) in try body(connection) }
    }
  }

  /// Runs a verb that writes: all of it, or nothing.
  func change<Value: Sendable>(
    _ body: (Connection) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try question { (connection) throws(StorageError) in
      try connection.change { () throws(StorageError) in try body(connection) }
    }
  }
}
