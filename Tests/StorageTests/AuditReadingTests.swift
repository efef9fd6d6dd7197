import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// A log with lines of several people, kinds, places and moments, some of them in the same second.
struct AuditFixture {
  let test: TestStore
  let ada = Identifier<User>(rawValue: 1)
  let grace = Identifier<User>(rawValue: 2)

  init() throws {
    test = try TestStore()
    let start = test.clock.now
    func write(
      _ seconds: Double, _ event: AuditEvent, _ target: String, by actor: Identifier<User>?, _ name: String,
      about: Identifier<User>? = nil, from origin: String = "http 10.0.3.7", _ outcome: AuditRecord.Outcome = .done,
      _ detail: String = ""
    ) throws {
      try test.store.record(
        AuditRecord(
          at: start.addingTimeInterval(seconds), actorID: actor, about: about, actor: name, origin: Origin(origin),
          event: event, target: target, outcome: outcome, detail: detail))
    }
    try write(0, .signIn, "ada", by: ada, "ada", from: "tty /dev/pts/3")
    try write(0, .tokenCreate, "ci-nightly", by: ada, "ada")
    try write(10, .tokenRevoke, "ci-nightly", by: ada, "ada")
    try write(10, .signInFailed, "ada", by: nil, "-", about: ada, from: "http 10.9.9.1", .refused)
    try write(20, .userPassword, "ada", by: grace, "grace@example.org", about: ada)
    try write(30, .applicationEdit, "Zenodo uploader", by: grace, "grace@example.org", .done, "100%_sure")
    try write(30, .applicationCreate, "Grace's own", by: grace, "grace@example.org", from: "ssh 10.0.3.9")
    // A clock that was set back.
    try write(25, .tokenReplay, "Zenodo uploader", by: nil, "Zenodo uploader", about: ada, .refused)
    try write(40, .keyRotate, "k1", by: nil, "operator root", from: "tty /dev/pts/3")
  }

  func ids(_ filter: String, of user: Identifier<User>? = nil, descending: Bool = false) throws -> [Int64] {
    let search = AuditSearch(
      try AuditFilter(parsing: filter, now: test.clock.now), of: user, descending: descending)
    let whole = try test.store.auditLines(search, at: .start, limit: 100, now: test.clock.now).map(\.row.id)
    #expect(try test.store.countAuditLines(search, before: nil) == whole.count)
    try walk(search, whole)
    return whole
  }

  /// Pages put together are the whole, from either end, and places are counted.
  private func walk(_ search: AuditSearch, _ whole: [Int64]) throws {
    var forth: [Int64] = []
    var anchor = Anchor.start
    while let last = try test.store.auditLines(search, at: anchor, limit: 2, now: test.clock.now).map({ entry in
      forth.append(entry.row.id)
      return entry
    }).last {
      #expect(try test.store.countAuditLines(search, before: last.cursor) == forth.count - 1)
      anchor = .after(last.cursor)
    }
    var back: [Int64] = []
    anchor = .end
    while true {
      let page = try test.store.auditLines(search, at: anchor, limit: 2, now: test.clock.now)
      guard let first = page.first else { break }
      back = page.map(\.row.id) + back
      #expect(
        try test.store.auditLines(search, at: .from(first.cursor), limit: 1, now: test.clock.now).map(\.row.id) == [
          first.row.id
        ])
      anchor = .before(first.cursor)
    }
    #expect(forth == whole && back == whole)
  }
}

@Suite struct AuditReadingTests {
  @Test(
    "Filters find their lines, in the order of time",
    arguments: [
      ("", [1, 2, 3, 4, 5, 8, 6, 7, 9]), ("actor:ada", [1, 2, 3]), ("actor:ADA", [1, 2, 3]),
      ("actor:grace", [5, 6, 7]),
      ("actor:grace@example.org", [5, 6, 7]), ("actor:grac", []), ("actor:g*", [5, 6, 7]),
      ("actor:*e*", [5, 8, 6, 7, 9]),
      ("actor:-", [4]), ("actor:\"operator root\"", [9]), ("actor:ada actor:grace", [1, 2, 3, 5, 6, 7]),
      ("event:token.*", [2, 3, 8]), ("event:login", [1]), ("event:login*", [1, 4]), ("event:TOKEN.*", []),
      ("event:*.create", [2, 7]), ("event:token.create event:key.rotate", [2, 9]), ("event:nothing", []),
      ("event:*", [1, 2, 3, 4, 5, 8, 6, 7, 9]), ("actor:ada event:token.*", [2, 3]), ("target:zenodo", [8, 6]),
      ("target:\"o up\"", [8, 6]), ("from:10.0.", [2, 3, 5, 8, 6, 7]), ("from:10.0.3.9", [7]), ("from:ssh", [7]),
      ("from:0.3", []), ("from:\"tty /dev\"", [1, 9]), ("outcome:refused", [4, 8]),
      ("-outcome:refused -actor:ada", [5, 6, 7, 9]),
      ("%", [6]), ("0%_s", [6]), ("_", [6]), ("sure", [6]), ("ZENODO", [8, 6]), ("-zenodo actor:grace", [5, 7]),
      ("since:2026-11-23T12:00:25Z", [8, 6, 7, 9]), ("until:2026-11-23T12:00:10Z", [1, 2, 3, 4]),
      ("since:2026-11-23T12:00:10Z until:2026-11-23T12:00:20Z", [3, 4, 5]), ("since:1d", [1, 2, 3, 4, 5, 8, 6, 7, 9]),
      ("until:1d", []), ("actor:ada since:2026-11-23T12:00:01Z", [3]), ("' OR 1=1", []), ("\\", []),
    ] as [(String, [Int64])])
  func filters(text: String, ids: [Int64]) throws {
    let log = try AuditFixture()
    #expect(try log.ids(text) == ids)
    #expect(try log.ids(text, descending: true) == ids.reversed())
    try expectIndexed(log.test.store)
  }

  @Test func `an account has what its owner did and what others did to it`() throws {
    let log = try AuditFixture()
    #expect(try log.ids("", of: log.ada) == [1, 2, 3, 4, 5, 8])
    #expect(try log.ids("event:token.*", of: log.ada, descending: true) == [8, 3, 2])
    #expect(try log.ids("", of: log.grace) == [5, 6, 7])
    #expect(try log.ids("", of: Identifier(rawValue: 3)) == [])
    try expectIndexed(log.test.store)
  }

  @Test func `whoever follows misses no line, whatever its time`() throws {
    let log = try AuditFixture()
    let (store, now) = (log.test.store, log.test.clock.now)
    let all = AuditFilter()
    #expect(try store.auditLines(after: 0, all, limit: 100, now: now).map(\.id) == Array(1...9))
    #expect(try store.auditLines(after: 5, all, limit: 2, now: now).map(\.id) == [6, 7])
    #expect(try store.auditLines(after: 9, all, limit: 2, now: now).isEmpty)
    #expect(try store.lastAuditLine(at: now) == 9)
    let filter = try AuditFilter(parsing: "actor:grace since:2026-11-23T12:00:30Z", now: log.test.clock.now)
    #expect(try store.auditLines(after: 0, filter, limit: 100, now: now).map(\.id) == [6, 7])
    try expectIndexed(store)
  }

  @Test func `a line keeps all that was written`() throws {
    let log = try AuditFixture()
    let line = try #require(
      try log.test.store.auditLines(after: 5, AuditFilter(), limit: 1, now: log.test.clock.now).first)
    #expect(
      line
        == AuditLine(
          id: 6, at: log.test.clock.now.addingTimeInterval(30), actorID: log.grace, subjectID: nil,
          actor: "grace@example.org", origin: "http 10.0.3.7", event: "app.edit", target: "Zenodo uploader",
          outcome: "done", detail: "100%_sure", count: 1))
  }

  @Test func `what another version wrote is read as well`() throws {
    let log = try AuditFixture()
    try log.test.store.change { (database) throws(StorageError) in
      var row = AuditRow(log.test.audit())
      row.event = "spaceship.launch"
      try database.write([row])
    }
    #expect(try log.ids("event:spaceship.*") == [10])
    #expect(try log.test.store.check() == [])
  }
}
