import CSQLite
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct AuditTests {
  private func filled() throws -> TestStore {
    let test = try TestStore()
    for index in 1...5 { try test.store.record(test.audit(.tokenCreate, target: "token \(index)")) }
    return test
  }

  /// Whoever may write the file can open it with any other program.
  private func tamper(_ test: TestStore, _ script: String) throws {
    let connection = try Connection(path: test.store.path, flags: SQLITE_OPEN_READWRITE)
    try connection.execute(script)
  }

  @Test func `lines are in order, and the chain holds`() throws {
    let test = try filled()
    #expect(try test.store.check() == [])
    #expect(try auditLines(test) == 5)
  }

  @Test(
    "No line can be changed or deleted through SQL",
    arguments: [
      "UPDATE audit_events SET target = 'x' WHERE id = 3", "DELETE FROM audit_events WHERE id = 5",
      "REPLACE INTO audit_events SELECT * FROM audit_events WHERE id = 2",
    ])
  func appendOnly(sql: String) throws {
    let test = try filled()
    #expect(throws: StorageError.self) { try tamper(test, sql) }
    #expect(try test.store.check() == [])
  }

  @Test(
    "What is done behind the triggers' back is seen",
    arguments: [
      ("UPDATE audit_events SET target = 'x' WHERE id = 3", 3), ("UPDATE audit_events SET at = at + 1 WHERE id = 1", 1),
      ("UPDATE audit_events SET actor_id = 7 WHERE id = 4", 4), ("DELETE FROM audit_events WHERE id = 2", 3),
      ("DELETE FROM audit_events WHERE id = 1", 2), ("UPDATE audit_events SET count = 2 WHERE id = 5", 5),
      ("UPDATE audit_events SET id = 9 WHERE id = 5", 9),
    ])
  func tampering(sql: String, line: Int) throws {
    let test = try filled()
    try tamper(test, "DROP TRIGGER audit_events_no_update; DROP TRIGGER audit_events_no_delete; \(sql)")
    #expect(
      try test.store.check() == [
        "trigger audit_events_no_delete is missing from the schema or was changed.",
        "trigger audit_events_no_update is missing from the schema or was changed.",
        "The audit log was tampered with: line \(line) does not follow from the one before.",
      ])
  }

  @Test func `missing last lines are seen`() throws {
    let test = try filled()
    try tamper(test, "DROP TRIGGER audit_events_no_delete; DELETE FROM audit_events WHERE id > 3")
    #expect(try test.store.check().last == "The audit log was tampered with: its last lines are missing.")
  }

  @Test func `two who write at once make one chain`() async throws {
    let test = try TestStore()
    let stores = try [test.store, test.another()]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<40 { group.addTask { try stores[index % 2].record(test.audit(target: "\(index)")) } }
      try await group.waitForAll()
    }
    #expect(try auditLines(test) == 40)
    #expect(try test.store.check() == [])
  }

  @Test func `no two lines are sealed alike`() {
    let one = AuditChain.hash(of: [.text("ab"), .text("c")], after: AuditChain.seed)
    #expect(one != AuditChain.hash(of: [.text("a"), .text("bc")], after: AuditChain.seed))
    #expect(
      AuditChain.hash(of: [.null], after: AuditChain.seed) != AuditChain.hash(of: [.text("")], after: AuditChain.seed))
    #expect(one != AuditChain.hash(of: [.text("ab"), .text("c")], after: one))
  }
}
