import CSQLite
import Synchronization

/// Ends, from any thread, what a connection is doing.
///
/// SQLite forgets an interrupt that comes between two statements of one verb; the flag remembers it until the next verb.
// Sendable holds: sqlite3_interrupt may be called from any thread while the connection is open, and whoever holds an
// interrupter (the store, the connection) keeps the connection open.
final class Interrupter: @unchecked Sendable {
  private let handle: OpaquePointer
  private let isRequested = Atomic(false)

  init(_ handle: OpaquePointer) { self.handle = handle }

  func interrupt() {
    isRequested.store(true, ordering: .releasing)
    sqlite3_interrupt(handle)
  }

  /// Forgets what came before the verb that begins.
  func begin() { isRequested.store(false, ordering: .relaxed) }

  func check() throws(StorageError) {
    if isRequested.load(ordering: .acquiring) { throw .interrupted }
  }
}
