import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// Refusals alike that follow close upon each other.
@Suite struct AuditFoldTests {
  private let test: TestStore

  init() throws { test = try TestStore() }

  private func refuse(
    _ event: AuditEvent = .signInFailed, _ target: String = "ada", from origin: String = "http 10.9.9.1",
    actor: String = "-", detail: String = ""
  ) throws {
    try test.store.record(
      AuditRecord(
        at: test.clock.now, actorID: nil, actor: actor, origin: Origin(origin), event: event, target: target,
        outcome: .refused, detail: detail))
  }

  /// The lines that are written, as `event target count`.
  private func written() throws -> [String] {
    try test.store.question { (database) throws(StorageError) in
      try database.rows("SELECT event, target, count FROM audit_events ORDER BY id") { (row) throws(StorageError) in
        "\(row.text(0)) \(row.text(1)) \(row.integer(2))"
      }
    }
  }

  private func read() throws -> [String] {
    let search = AuditSearch(AuditFilter(), descending: false)
    return try test.store.auditLines(search, at: .start, limit: 100, now: test.clock.now).map {
      "\($0.row.event) \($0.row.target) \($0.row.count)"
    }
  }

  @Test func `a burst is two lines: the first at once, the others with their count`() throws {
    for _ in 1...500 { try refuse() }
    #expect(try written() == ["login.failed ada 1"])
    test.clock.advance(seconds: 61)
    try test.store.record(test.audit(.signIn, target: "ada"))
    #expect(try written() == ["login.failed ada 1", "login.failed ada 499", "login ada 1"])
    #expect(try test.store.check() == [])
  }

  @Test func `whoever reads makes no lines of a burst, and sees all of it once its minute is over`() throws {
    for _ in 1...5 {
      try refuse()
      #expect(try read() == ["login.failed ada 1"])
    }
    test.clock.advance(seconds: 60)
    #expect(try test.store.lastAuditLine(at: test.clock.now) == 2)
    #expect(try read() == ["login.failed ada 1", "login.failed ada 4"])
    try expectIndexed(test.store)
  }

  @Test func `a burst that goes on for long has a line each minute`() throws {
    for _ in 0..<180 {
      try refuse()
      test.clock.advance(seconds: 1)
    }
    test.clock.advance(seconds: 60)
    let lines = try read()
    #expect(lines.count == 6)
    #expect(lines.compactMap { Int($0.split(separator: " ")[2]) }.reduce(0, +) == 180)
    try expectIndexed(test.store)
  }

  @Test func `the time of a purge writes what was counted`() throws {
    for _ in 1...3 { try refuse() }
    test.clock.advance(seconds: 59)
    _ = try test.store.purge(at: test.clock.now, batch: 100)
    #expect(try written().count == 1)
    test.clock.advance(seconds: 1)
    _ = try test.store.purge(at: test.clock.now, batch: 100)
    #expect(try written() == ["login.failed ada 1", "login.failed ada 2"])
    #expect(try count("audit_folds", in: test) == 0)
  }

  @Test func `what differs in anything is counted apart`() throws {
    for _ in 1...2 {
      try refuse()
      try refuse(.refusal)
      try refuse(.signInFailed, "grace")
      try refuse(from: "http 10.9.9.2")
      try refuse(actor: "grace")
      try refuse(detail: "too many attempts")
    }
    #expect(try written().count == 6)
    test.clock.advance(seconds: 60)
    #expect(try read().count == 12)
  }

  @Test(arguments: [AuditEvent.codeReplay, .tokenReplay])
  func `every replay has its own line`(event: AuditEvent) throws {
    for _ in 1...3 { try refuse(event) }
    #expect(try written().count == 3)
  }

  @Test func `what was done has its own line each time`() throws {
    for _ in 1...3 { try test.store.record(test.audit(.tokenRevoke)) }
    #expect(try written().count == 3)
  }

  @Test func `nothing that was counted is lost by a crash`() throws {
    for _ in 1...9 { try refuse() }
    let copy = test.folder.file("copy.db")
    // What a power cut leaves behind is what was committed.
    try test.store.backup(to: copy)
    let restored = try Store(path: copy)
    let later = test.clock.now.addingTimeInterval(60)
    #expect(try restored.auditLines(after: 0, AuditFilter(), limit: 100, now: later).map(\.count) == [1, 8])
  }

  @Test func `a clock that is set back begins another burst, and loses nothing`() throws {
    for _ in 1...3 { try refuse() }
    test.clock.advance(seconds: -7200)
    for _ in 1...3 { try refuse() }
    test.clock.advance(seconds: 60)
    let lines = try read()
    #expect(lines.compactMap { Int($0.split(separator: " ")[2]) }.reduce(0, +) == 6)
    #expect(lines.count == 4)
  }

  @Test func `many who write at once count each refusal once`() async throws {
    let stores = try [test.store, test.another(), test.another()]
    let record = AuditRecord(
      at: test.clock.now, actorID: nil, actor: "-", origin: Origin("http 10.9.9.1"), event: .signInFailed,
      target: "ada", outcome: .refused)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<60 { group.addTask { try stores[index % 3].record(record) } }
      try await group.waitForAll()
    }
    test.clock.advance(seconds: 60)
    #expect(try read() == ["login.failed ada 1", "login.failed ada 59"])
    #expect(try test.store.check() == [])
  }
}
