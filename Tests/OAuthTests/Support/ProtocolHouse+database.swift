import Model
import Testing

@testable import Storage

extension ProtocolHouse {
  /// The events and outcomes of the audit log, the oldest first.
  func auditEvents() throws -> [String] {
    try store.question { (database) throws(StorageError) in
      try database.rows("SELECT event || ' ' || outcome FROM audit_events ORDER BY id") { (row) throws(StorageError) in
        row.text(0)
      }
    }
  }

  /// The lines of the audit log in full.
  func auditLines() throws -> [String] {
    try store.question { (database) throws(StorageError) in
      try database.rows("SELECT actor, origin, target, detail FROM audit_events") { (row) throws(StorageError) in
        (0..<4).map(row.text).joined(separator: "|")
      }
    }
  }

  /// A number out of the database.
  func number(_ sql: String) throws -> Int {
    try store.question { (database) throws(StorageError) in try database.number(sql) }
  }

  /// Makes every write fail, or lets them succeed again.
  func forbidWriting(_ isForbidden: Bool) throws {
    try store.question { (database) throws(StorageError) in
      try database.execute("PRAGMA query_only = \(isForbidden ? "ON" : "OFF")")
    }
  }

  /// Takes the tables away that every request reads, as if the file were damaged.
  func breakReading() throws {
    try store.change { (database) throws(StorageError) in
      try database.execute("ALTER TABLE users RENAME TO lost_users")
    }
  }
}
