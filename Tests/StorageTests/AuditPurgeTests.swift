import CSQLite
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// Old lines are given up, and nothing else can go unseen.
@Suite struct AuditPurgeTests {
  private let test: TestStore

  /// Ten lines, a day apart.
  init() throws {
    test = try TestStore()
    for index in 1...10 {
      try test.store.record(test.audit(target: "\(index)"))
      test.clock.advance(days: 1)
    }
  }

  private func day(_ number: Int) -> Date { TestClock.start.addingTimeInterval(Double(number) * 86_400) }

  private func ids() throws -> [Int64] {
    try test.store.auditLines(after: 0, AuditFilter(), limit: 100, now: test.clock.now).map(\.id)
  }

  private func purge(before moment: Date) throws -> Int {
    let count = try test.store.purgeAudit(before: moment, audit: test.audit(.auditPurge, target: "audit log"))
    while try test.store.deletePurgedAudit(batch: 2) > 0 {}
    return count
  }

  /// Whoever may write the file can open it with any other program, which knows none of our rules.
  private func tamper(_ script: String) throws {
    let connection = try Connection(path: test.store.path, flags: SQLITE_OPEN_READWRITE)
    try connection.execute(script)
  }

  @Test func `old lines go, the purge is recorded, and the chain holds from the first kept line on`() throws {
    #expect(try purge(before: day(4)) == 4)
    #expect(try ids() == [5, 6, 7, 8, 9, 10, 11])
    let line = try #require(try test.store.auditLines(after: 10, AuditFilter(), limit: 1, now: test.clock.now).first)
    #expect(line.event == "audit.purge" && line.detail.hasPrefix("4 lines, up to line 4, hash "))
    #expect(try test.store.check() == [])
    #expect(try purge(before: day(7)) == 3)
    #expect(try ids() == [8, 9, 10, 11, 12])
    #expect(try test.store.check() == [])
    try expectIndexed(test.store)
  }

  @Test func `where nothing is old nothing is recorded`() throws {
    #expect(try purge(before: day(0)) == 0)
    #expect(try ids() == Array(1...10))
  }

  @Test func `everything can go but the line that tells of it`() throws {
    #expect(try purge(before: day(99)) == 10)
    #expect(try ids() == [11])
    #expect(try test.store.check() == [])
    try test.store.record(test.audit())
    #expect(try ids() == [11, 12])
    #expect(try test.store.check() == [])
  }

  @Test func `an old line behind a newer one stays`() throws {
    // Written by a clock that was set back.
    test.clock.advance(days: -100)
    try test.store.record(test.audit())
    #expect(try purge(before: day(-50)) == 0)
    #expect(try purge(before: day(2)) == 2)
    #expect(try ids() == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(try test.store.check() == [])
  }

  @Test func `what a crash left of a purge goes with the next one of any kind`() throws {
    _ = try test.store.purgeAudit(before: day(4), audit: test.audit(.auditPurge))
    #expect(try test.store.check().count == 1)
    while try !test.store.purge(at: day(20), batch: 3).isComplete {}
    #expect(try ids() == [5, 6, 7, 8, 9, 10, 11])
    #expect(try test.store.check() == [])
  }

  @Test(
    "Only what was purged can be deleted through SQL",
    arguments: [
      "DELETE FROM audit_events WHERE id = 5", "DELETE FROM audit_events", "UPDATE audit_anchor SET line = 3",
      "DELETE FROM audit_anchor", "INSERT INTO audit_anchor VALUES (2, 9, zeroblob(32))",
      "REPLACE INTO audit_anchor VALUES (1, 9, zeroblob(32))", "UPDATE audit_events SET target = 'x' WHERE id = 7",
      "INSERT INTO audit_events (id, at, actor, origin, event, target, outcome, detail, count, hash) "
        + "VALUES (2, 1, 'a', 'b', 'c', 'd', 'done', '', 1, zeroblob(32))",
    ])
  func appendOnly(sql: String) throws {
    _ = try purge(before: day(4))
    #expect(throws: StorageError.self) { try tamper(sql) }
    #expect(try test.store.check() == [])
  }

  @Test(
    "After a purge, too, what is done behind the triggers' back is seen",
    arguments: [
      ("UPDATE audit_events SET target = 'x' WHERE id = 7", "line 7 does not follow"),
      ("UPDATE audit_events SET subject_id = 3 WHERE id = 5", "line 5 does not follow"),
      ("UPDATE audit_events SET detail = '' WHERE id = 11", "line 11 does not follow"),
      ("DELETE FROM audit_events WHERE id = 7", "line 8 does not follow"),
      ("DELETE FROM audit_events WHERE id = 5", "line 6 does not follow"),
      ("DELETE FROM audit_events WHERE id >= 10", "its last lines are missing"),
      ("DELETE FROM audit_events", "its last lines are missing"),
      (
        "UPDATE audit_events SET id = 99 WHERE id = 6; UPDATE audit_events SET id = 6 WHERE id = 7; "
          + "UPDATE audit_events SET id = 7 WHERE id = 99", "line 6 does not follow"
      ),
      (
        "INSERT INTO audit_events (id, at, actor, origin, event, target, outcome, detail, count, hash) "
          + "VALUES (12, 1, 'a', 'b', 'c', 'd', 'done', '', 1, zeroblob(32))", "line 12 does not follow"
      ),
      (
        // Lines taken away at the start, and the anchor moved after them.
        "DELETE FROM audit_events WHERE id = 5; "
          + "UPDATE audit_anchor SET line = 5, hash = x'\(String(repeating: "00", count: 32))'",
        "line 6 does not follow"
      ),
      (
        "UPDATE audit_anchor SET line = 6, hash = (SELECT hash FROM audit_events WHERE id = 6); "
          + "DELETE FROM audit_events WHERE id <= 6",
        "no line tells that those up to line 6 were purged"
      ),
    ])
  func tampering(script: String, problem: String) throws {
    _ = try purge(before: day(4))
    try tamper(
      "DROP TRIGGER audit_events_no_update; DROP TRIGGER audit_events_no_delete; DROP TRIGGER audit_events_no_insert; "
        + script)
    let problems = try test.store.check()
    #expect(problems.last?.contains(problem) == true, "\(problems)")
  }

  @Test func `lines removed at the start without a purge are seen`() throws {
    try tamper("DROP TRIGGER audit_events_no_delete; DELETE FROM audit_events WHERE id <= 2")
    #expect(try test.store.check().last?.contains("line 3 does not follow") == true)
  }

  @Test func `an anchor moved without a purge is seen`() throws {
    try tamper(
      "UPDATE audit_anchor SET line = 2, hash = (SELECT hash FROM audit_events WHERE id = 2); "
        + "DELETE FROM audit_events WHERE id <= 2")
    #expect(try test.store.check().last?.contains("no line tells that those up to line 2 were purged") == true)
  }
}
