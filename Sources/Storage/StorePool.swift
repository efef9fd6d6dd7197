import Glibc
import Synchronization
import Threads

/// Connections for the threads that ask at the same time. A thread sits where it sat before, as a rule: it waits for
/// nobody, and finds its prepared statements and what was read with them.
public final class StorePool: Sendable {
  /// Where the database is.
  public let path: String
  private let lineage: Lineage
  private let seats: [Seat]

  /// A place for a connection that nobody uses.
  private final class Seat: Sendable {
    private let store = Mutex<Store?>(nil)

    func take() -> Store? { store.withLock { $0.take() } }

    /// False when somebody sits here already.
    func give(_ returned: Store) -> Bool {
      store.withLock { store in
        guard store == nil else { return false }
        store = returned
        return true
      }
    }
  }

  /// A pool that holds one connection, so that a database that cannot be opened is found out at once.
  ///
  /// - Parameter lineage: shared with the server's writer.
  public init(path: String, lineage: Lineage = Lineage()) throws(StorageError) {
    self.path = path
    self.lineage = lineage
    let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    seats = (0..<2 * processors).map { _ in Seat() }
    giveBack(try Store(path: path, for: .service, lineage: lineage))
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
    defer { giveBack(store) }
    return try body(store)
  }

  private func take() throws(StorageError) -> Store {
    let usual = Thread.place(among: seats.count)
    for offset in seats.indices {
      if let store = seats[(usual + offset) % seats.count].take() { return store }
    }
    return try Store(path: path, for: .service, lineage: lineage)
  }

  /// Back to where the thread sits; where there is no room for it, it is closed.
  private func giveBack(_ store: Store) {
    let usual = Thread.place(among: seats.count)
    for offset in seats.indices where seats[(usual + offset) % seats.count].give(store) { return }
  }
}
