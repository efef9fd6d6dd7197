import CSQLite
import Synchronization

/// Ends, from any thread, what a connection is doing.
///
/// SQLite forgets an interrupt that comes between two statements of one verb, or just before one begins; the flag
/// remembers it until the next verb, and running statements look at it every few microseconds.
// Sendable holds: sqlite3_interrupt may be called from any thread while the connection is open, and whoever holds an
// interrupter (the store, the connection) keeps the connection open.
final class Interrupter: @unchecked Sendable {
  private let handle: OpaquePointer
  private let isRequested = Atomic(false)

  init(_ handle: OpaquePointer) {
    self.handle = handle
    // The connection that is looked at keeps its interrupter, so that the pointer lives as long as the handler.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_progress_handler(
      handle, Self.instructionsBetweenLooks,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Interrupter>.fromOpaque(context).takeUnretainedValue().isSet ? 1 : 0
      }, context)
  }

  /// Of SQLite's virtual machine: some ten microseconds.
  private static let instructionsBetweenLooks: Int32 = 1000

  private var isSet: Bool { isRequested.load(ordering: .acquiring) }

  func interrupt() {
    isRequested.store(true, ordering: .releasing)
    sqlite3_interrupt(handle)
  }

  /// Forgets what came before the verb that begins.
  func begin() { isRequested.store(false, ordering: .relaxed) }

  func check() throws(StorageError) {
    if isSet { throw .interrupted }
  }
}
