import CSQLite
import Cryptography
import FoundationEssentials
import Glibc
import Model
import Synchronization
import TestSupport
import Testing

@testable import Storage

/// Several at once on one file, and what a machine does to it.
@Suite struct TogetherTests {
  @Test func `what one store writes another sees at once, and its counter moves`() throws {
    let test = try TestStore()
    let other = try test.another()
    let before = try other.changeCounter()
    #expect(try other.changeCounter() == before)
    let ada = try test.addUser("ada")
    #expect(try other.user(ada.id) == ada)
    let after = try other.changeCounter()
    #expect(after != before)
    try other.record(test.audit())
    #expect(try other.changeCounter() == after)
  }

  @Test func `many writers wait for each other and none is told that it is busy`() async throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<6 {
        group.addTask {
          let store = try test.another()
          for index in 0..<40 {
            _ = try store.addPersonalToken(
              name: Name(stored: "\(writer) \(index)"), owner: ada.id, scopes: [], isInternal: false,
              secret: test.secret(), expiresAt: nil, at: test.clock.now, audit: test.audit())
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try count("tokens", in: test) == 240)
    #expect(try test.store.check() == [])
  }

  @Test func `a database that another program keeps locked is busy, and nothing is lost`() throws {
    let test = try TestStore()
    let stranger = try Connection(path: test.store.path, flags: SQLITE_OPEN_READWRITE)
    try stranger.execute("BEGIN IMMEDIATE")
    try test.store.question { (database) throws(StorageError) in
      _ = postern_sqlite_wait_for_locks(database.handle, 0)
    }
    #expect(throws: StorageError.busy) { try test.addUser("ada") }
    #expect(try !test.store.hasUsers())
    try stranger.execute("COMMIT")
    try test.addUser("ada")
  }

  @Test func `a long query ends when it is interrupted, and the store goes on`() async throws {
    let test = try TestStore()
    let started = Flag()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        #expect(throws: StorageError.interrupted) {
          try test.store.question { (database) throws(StorageError) in
            started.isSet.store(true, ordering: .releasing)
            _ = try database.number(
              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
          }
        }
      }
      while !started.isSet.load(ordering: .acquiring) { sched_yield() }
      test.store.interrupt()
      try await group.waitForAll()
    }
    try test.addUser("ada")
  }

  @Test func `an interrupt between two statements of a verb is not forgotten, and one before it is`() throws {
    let test = try TestStore()
    test.store.interrupt()
    #expect(try !test.store.hasUsers())
    #expect(throws: StorageError.interrupted) {
      try test.store.change { (database) throws(StorageError) in
        try database.run("INSERT INTO signing_keys (kid, algorithm, key, created_at) VALUES ('a', 'b', x'', 0)")
        database.interrupter.interrupt()
        try database.run("INSERT INTO signing_keys (kid, algorithm, key, created_at) VALUES ('c', 'b', x'', 0)")
      }
    }
    #expect(try count("signing_keys", in: test) == 0)
  }

  @Test func `after an interrupted bulk write the settings are safe again`() throws {
    let test = try TestStore()
    #expect(throws: StorageError.interrupted) {
      try test.store.bulk { (writer) throws(StorageError) in
        writer.database.interrupter.interrupt()
        try writer.database.run("DELETE FROM users")
      }
    }
    #expect(try test.store.check() == [])
  }

  @Test func `a full disk is told, and what was there stays`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try test.store.question { (database) throws(StorageError) in
      try database.execute("PRAGMA max_page_count = 120")
    }
    var made = 0
    #expect(throws: StorageError.full) {
      while made < 10_000 {
        try test.addToken("token \(made)", owner: ada)
        made += 1
      }
    }
    #expect(made > 0)
    #expect(try count("tokens", in: test) == made)
    #expect(try test.store.check() == [])
    try test.store.question { (database) throws(StorageError) in
      try database.execute("PRAGMA max_page_count = 1000000")
    }
    try test.addToken("there is room again", owner: ada)
  }

  @Test func `a database that cannot be written can be read`() throws {
    let test = try TestStore()
    try test.addUser("ada")
    try test.store.question { (database) throws(StorageError) in try database.execute("PRAGMA query_only = ON") }
    #expect(try test.store.user(matching: "ada") != nil)
    #expect(throws: StorageError.readOnly) { try test.addUser("eve") }
    #expect(try test.store.check() == [])
  }

  @Test(.enabled(if: geteuid() != 0, "Root may write any file."))
  func `a file without write permission can be read`() throws {
    let folder = TemporaryFolder()
    let path = folder.file("postern.db")
    do { _ = try Store(path: path, opening: .create) }
    chmod(path, 0o400)
    let store = try Store(path: path)
    #expect(try !store.hasUsers())
    let line = AuditRecord(
      at: TestClock.start, actorID: nil, actor: "", origin: Origin(""), event: .signIn, target: "")
    #expect(throws: StorageError.readOnly) { try store.record(line) }
  }

  @Test func `no secret is in the files`() throws {
    let test = try TestStore()
    let password = "correct horse battery staple"
    let ada = try test.addUser("ada", password: password)
    var secrets: [String] = [password]
    for kind in MachineSecret.Kind.allCases {
      let secret = MachineSecret(kind, length: 60, random: test.random)
      secrets.append(secret.text)
      secrets.append(String(secret.text.dropFirst(4).prefix(40)))
      let stored = SecretDigest(digest: secret.digest, lastFour: secret.lastFour)
      _ = try test.store.addPersonalToken(
        name: Name(stored: kind.rawValue), owner: ada.id, scopes: [], isInternal: false, secret: stored, expiresAt: nil,
        at: test.clock.now, audit: test.audit())
    }
    try test.store.backup(to: test.folder.file("copy.db"))
    for name in test.folder.names {
      for secret in secrets { #expect(!TestFile.contains(secret, in: test.folder.file(name)), "\(name)") }
    }
    #expect(TestFile.contains("psp_", in: test.folder.file("copy.db")))
  }
}

private final class Flag: Sendable {
  let isSet = Atomic(false)
}
