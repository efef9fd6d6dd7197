import Synchronization

/// Connections for the threads that ask at the same time: as many as there were ever needed at once, each with its
/// prepared statements.
public final class StorePool: Sendable {
  /// Where the database is.
  public let path: String
  private let idle: Mutex<[Store]>

  /// A pool that holds one connection, so that a database that cannot be opened is found out at once.
  public init(path: String) throws(StorageError) {
    self.path = path
    idle = Mutex([try Store(path: path, for: .service)])
  }

  /// Lends a connection to a closure.
  public func with<Value, Failure: Error>(
    _ body: (Store) throws(Failure) -> Value, orElse failed: (StorageError) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let store: Store
    do throws(StorageError) {
      store = try take()
    } catch {
      return try failed(error)
    }
    defer { idle.withLock { $0.append(store) } }
    return try body(store)
  }

  private func take() throws(StorageError) -> Store {
    if let store = idle.withLock({ $0.popLast() }) { return store }
    return try Store(path: path, for: .service)
  }
}
