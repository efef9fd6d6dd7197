import Glibc
import Model
import TestSupport
import Testing

@testable import Storage

/// A store that outlives its file: what is gone is not answered from, what comes in its place is opened.
@Suite struct FollowingTests {
  let folder = TemporaryFolder()
  var path: String { folder.file("postern.db") }
  var away: String { folder.file("away.db") }

  private func make(_ path: String, with target: String) throws {
    try Store(path: path, opening: .create).record(
      AuditRecord(
        at: TestClock.start, actorID: nil, actor: "a", origin: Origin("test"), event: .signIn, target: target))
  }

  private func targets(_ store: Store) throws -> [String] {
    try store.question { (database) throws(StorageError) in
      try database.rows("SELECT target FROM audit_events") { (row) throws(StorageError) in row.text(0) }
    }
  }

  @Test func `a file that is gone is not read from, and is taken again when it is back`() throws {
    try make(path, with: "first")
    let store = try Store(path: path, for: .service)
    #expect(try targets(store) == ["first"])
    rename(path, away)
    #expect(throws: StorageError.missing(path: path)) { try targets(store) }
    #expect(throws: StorageError.missing(path: path)) { try store.changeCounter() }
    rename(away, path)
    #expect(try targets(store) == ["first"])
  }

  @Test func `a file that has come in the place of another is the one that counts`() throws {
    try make(path, with: "first")
    let store = try Store(path: path, for: .service)
    #expect(try targets(store) == ["first"])
    try make(away, with: "second")
    rename(away, path)
    #expect(try targets(store) == ["second"])
    store.interrupt()
    #expect(try targets(store) == ["second"])
  }

  @Test func `somebody else's file in its place is not read`() throws {
    try make(path, with: "first")
    let store = try Store(path: path, for: .service)
    rename(path, away)
    TestFile.write(String(repeating: "I am a text file.\n", count: 500), to: path)
    #expect(throws: StorageError.notADatabase(path: path)) { try targets(store) }
  }

  @Test func `a store of a session goes on reading what it has opened, and says that it is gone`() throws {
    try make(path, with: "first")
    let store = try Store(path: path)
    rename(path, away)
    #expect(try targets(store) == ["first"])
    #expect(throws: StorageError.gone(path: path)) { try store.changeCounter() }
  }
}
