import CSQLite
import Synchronization

/// Ends, from any thread, what a connection is doing.
///
/// SQLite forgets an interrupt that comes between two statements of one verb, or while one is about to begin; the flag
/// remembers it until the next verb, and SQLite looks at it while it works.
// Sendable holds: sqlite3_interrupt may be called from any thread while the connection is open, and whoever holds an
// interrupter (the store, the connection) keeps the connection open.
final class Interrupter: @unchecked Sendable {
  private let handle: OpaquePointer
  private let isRequested = Atomic(false)

  init(_ handle: OpaquePointer) {
    self.handle = handle
    // Every few thousand steps, some tens of microseconds of work. The connection keeps this object as long as itself.
    sqlite3_progress_handler(
      handle, 4000,
      { context in
        guard let context else { return 0 }
        let interrupter = Unmanaged<Interrupter>.fromOpaque(context).takeUnretainedValue()
        return interrupter.isRequested.load(ordering: .acquiring) ? 1 : 0
      }, Unmanaged.passUnretained(self).toOpaque())
  }

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
