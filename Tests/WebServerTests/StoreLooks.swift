import Glibc
import Synchronization

@testable import Storage

extension Store {
  /// How many attempts to sign in are counted anywhere.
  var signInAttempts: Int {
    get throws {
      try question { (database) throws(StorageError) in
        try database.number("SELECT ifnull(sum(attempts), 0) FROM sign_in_throttles")
      }
    }
  }

  /// The audit log, one line each: event, actor, origin.
  var auditLines: [String] {
    get throws {
      try question { (database) throws(StorageError) in
        try database.rows("SELECT event, actor, origin FROM audit_events ORDER BY id") { (row) throws(StorageError) in
          "\(row.text(0)) \(row.text(1)) \(row.text(2))"
        }
      }
    }
  }
}

/// A flag that one thread sets and another waits for.
final class Flag: Sendable {
  private let state = Mutex(false)

  func set() { state.withLock { $0 = true } }
  func wait() { while !state.withLock({ $0 }) { sched_yield() } }
}
