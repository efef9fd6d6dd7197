import CSQLite
import FoundationEssentials
import Glibc
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct UpkeepTests {
  private func names(in path: String) throws -> [String] {
    let store = try Store(path: path)
    return try store.clients(ownedBy: nil, ListQuery(order: .name, now: TestClock.start), at: .start, limit: 100)
      .map(\.row.profile.name.text)
  }

  private func filled(_ applications: String...) throws -> TestStore {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    for name in applications { try test.addClient(name, owner: ada) }
    return test
  }

  // MARK: Backup

  @Test func `a backup is a database of its own, mode 0600, with nothing beside it`() throws {
    let test = try filled("one", "two")
    let copy = test.folder.file("copy.db")
    let before = umask(0)
    try test.store.backup(to: copy)
    umask(before)
    #expect(test.folder.names == ["copy.db", "postern.db", "postern.db-shm", "postern.db-wal"])
    #expect(TestFile.mode(of: copy) == 0o600)
    try test.addClient("three", owner: test.addUser("eve"))
    #expect(try names(in: copy) == ["one", "two"])
    #expect(try Store(path: copy).check() == [])
  }

  @Test func `a backup replaces nothing`() throws {
    let test = try filled()
    let copy = test.folder.file("copy.db")
    TestFile.write("precious", to: copy)
    #expect(throws: StorageError.cannotWrite(path: copy, reason: "it exists already")) {
      try test.store.backup(to: copy)
    }
    #expect(TestFile.bytes(of: copy) == Array("precious".utf8))
    let nowhere = test.folder.file("nowhere/copy.db")
    #expect(throws: StorageError.cannotWrite(path: nowhere, reason: "No such file or directory")) {
      try test.store.backup(to: nowhere)
    }
  }

  @Test func `a backup while others write is one moment of the database`() async throws {
    let test = try filled()
    let ada = try #require(try test.store.user(matching: "ada"))
    try test.store.bulk { (writer) throws(StorageError) in
      for index in 0..<20_000 {
        try writer.addPersonalToken(
          name: Name(stored: "token \(index)"), owner: ada.id, scopes: [], secret: test.secret(), createdAt: Date(),
          expiresAt: nil)
      }
    }
    let other = try test.another()
    let copies = try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { for index in 0..<200 { try other.record(test.audit(target: "\(index)")) } }
      var copies: [String] = []
      for index in 0..<3 {
        copies.append(test.folder.file("copy\(index).db"))
        try test.store.backup(to: copies[index])
      }
      try await group.waitForAll()
      return copies
    }
    for copy in copies { #expect(try Store(path: copy).check() == []) }
  }

  // MARK: Restore

  @Test func `a restore puts the copy in place and keeps what was there`() throws {
    let test = try filled("kept")
    let path = test.folder.file("elsewhere.db")
    let copy = test.folder.file("copy.db")
    try test.store.backup(to: copy)
    #expect(try Store.restore(from: copy, to: path) == nil)
    #expect(try names(in: path) == ["kept"])
    do {
      let store = try Store(path: path)
      try store.setUser(
        #require(try store.user(matching: "ada")).id, disabledAt: test.clock.now, audit: test.audit())
    }
    for suffix in ["", "-2", "-3"] {
      let kept = try #require(try Store.restore(from: copy, to: path))
      #expect(kept == path + ".before-restore" + suffix)
      let isActive = try #require(try Store(path: kept).user(matching: "ada")).isActive
      #expect(isActive == (suffix != ""))
      #expect(try Store(path: kept).check() == [])
    }
    #expect(try Store(path: path).check() == [])
    #expect(TestFile.mode(of: path) == 0o600)
    #expect(!test.folder.names.contains { $0.contains("restoring") })
  }

  @Test(.enabled(if: geteuid() == 0, "only root gives files away"))
  func `what root restores belongs to whom it belonged before`() throws {
    let test = try filled("kept")
    let copy = test.folder.file("copy.db")
    let path = test.folder.file("elsewhere.db")
    try test.store.backup(to: copy)
    _ = try Store.restore(from: copy, to: path)
    chown(path, 65_534, 65_534)
    _ = try Store.restore(from: copy, to: path)
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_uid == 65_534 && status.st_gid == 65_534)
    #expect(TestFile.mode(of: path) == 0o600)
  }

  @Test func `what was only in the write-ahead log is kept too`() throws {
    let test = try filled("kept")
    let copy = test.folder.file("copy.db")
    let path = test.folder.file("elsewhere.db")
    try test.store.backup(to: copy)
    // A program that was killed leaves its log behind; a copy of both files is just that.
    try test.addClient("in the log", owner: test.addUser("eve"))
    for suffix in ["", "-wal"] { copyFile(test.store.path + suffix, path + suffix) }
    let kept = try #require(try Store.restore(from: copy, to: path))
    #expect(try names(in: kept) == ["in the log", "kept"])
    #expect(try names(in: path) == ["kept"])
  }

  @Test func `a copy with a log beside it is read with its log`() throws {
    let test = try filled("kept")
    let copy = test.folder.file("copy.db")
    try test.addClient("in the log", owner: test.addUser("eve"))
    for suffix in ["", "-wal"] { copyFile(test.store.path + suffix, copy + suffix) }
    let path = test.folder.file("elsewhere.db")
    #expect(try Store.restore(from: copy, to: path) == nil)
    #expect(try names(in: path) == ["in the log", "kept"])
  }

  @Test func `while another program has the database open nothing is restored`() throws {
    let test = try filled("kept")
    let copy = test.folder.file("copy.db")
    try test.store.backup(to: copy)
    let before = test.folder.names
    #expect(throws: StorageError.inUse(path: test.store.path)) { try Store.restore(from: copy, to: test.store.path) }
    #expect(test.folder.names == before)
    #expect(try test.store.check() == [])
  }

  @Test func `what is no good copy is refused, and nothing is changed`() throws {
    let test = try filled("kept")
    let folder = test.folder
    try test.store.backup(to: folder.file("good.db"))
    _ = try Store.restore(from: folder.file("good.db"), to: folder.file("target.db"))
    let target = folder.file("target.db")
    let before = TestFile.bytes(of: target)
    TestFile.write("I am a text file.", to: folder.file("text"))
    damage(folder.file("good.db"), to: folder.file("damaged.db"))
    TestFile.write("", to: folder.file("empty.db"))
    for (name, reason) in [
      ("text", "it is not a Postern database"), ("", "it is not a Postern database"), ("damaged.db", "it is damaged"),
      ("nothing", "there is no such file, or it is empty"), ("empty.db", "there is no such file, or it is empty"),
      ("target.db", "it is the database itself"),
    ] {
      let path = name.isEmpty ? folder.path : folder.file(name)
      #expect(throws: StorageError.badCopy(path: path, reason: reason)) { try Store.restore(from: path, to: target) }
    }
    try test.store.backup(to: folder.file("newer.db"))
    try Connection(path: folder.file("newer.db"), flags: SQLITE_OPEN_READWRITE).execute("PRAGMA user_version = 99")
    #expect(throws: StorageError.newer(path: folder.file("newer.db"), version: 99, known: Migration.all.count)) {
      try Store.restore(from: folder.file("newer.db"), to: target)
    }
    #expect(throws: StorageError.notADatabase(path: folder.path)) {
      try Store.restore(from: folder.file("good.db"), to: folder.path)
    }
    #expect(TestFile.bytes(of: target) == before)
    #expect(!folder.names.contains { $0.contains("restoring") || $0.contains("before-restore") })
  }

  @Test func `a damaged database can be replaced, and all of it is kept`() throws {
    let test = try filled("kept")
    let copy = test.folder.file("copy.db")
    let path = test.folder.file("broken.db")
    let once = String(repeating: "This was a database once. ", count: 400)
    try test.store.backup(to: copy)
    TestFile.write(once, to: path)
    let kept = try #require(try Store.restore(from: copy, to: path))
    #expect(TestFile.bytes(of: kept) == Array(once.utf8))
    #expect(try names(in: path) == ["kept"])
  }

  // MARK: Check

  @Test func `check names what is wrong`() throws {
    let test = try filled("one")
    #expect(try test.store.check() == [])
    chmod(test.store.path, 0o644)
    #expect(
      try test.store.check() == [
        "\(test.store.path) has mode 0644, so others can reach it; run: chmod 600 \(test.store.path)"
      ])
    chmod(test.store.path, 0o600)
    let stranger = try Connection(path: test.store.path, flags: SQLITE_OPEN_READWRITE)
    try stranger.execute(
      """
      INSERT INTO redirect_uris VALUES (999, 0, 'https://example.org');
      DROP TRIGGER clients_search_enter;
      UPDATE clients SET name_key = 'renamed behind the back';
      CREATE TABLE guest (x)
      """)
    #expect(
      try test.store.check() == [
        "Row 0 of redirect_uris refers to a row of clients that does not exist.",
        "trigger clients_search_enter is missing from the schema or was changed.",
        "table guest does not belong to the schema.", "The search index of clients is damaged; restore a backup.",
      ])
  }

  @Test func `damage in the file is found`() throws {
    let test = try filled("one")
    let copy = test.folder.file("copy.db")
    try test.store.backup(to: copy)
    damage(copy, to: test.folder.file("damaged.db"))
    let store = try Store(path: test.folder.file("damaged.db"))
    #expect(try store.check().contains { $0.contains("damaged") })
  }

  // MARK: Purge

  @Test func `expired rows leave in batches, and only they`() throws {
    let test = try filled("application")
    let ada = try #require(try test.store.user(matching: "ada"))
    let now = test.clock.now
    for index in 0..<5 { try test.addToken("short \(index)", owner: ada, expiresIn: 10) }
    try test.addToken("long", owner: ada, expiresIn: 1000)
    try test.addToken("for ever", owner: ada)
    _ = try test.store.admitSignIn(
      [SignInThrottle(key: [UInt8](repeating: 1, count: 32), limit: 9, window: 10)], at: now)
    let client = try #require(
      try test.store.clients(ownedBy: nil, ListQuery(order: .name, now: now), at: .start, limit: 1).first
    ).row
    _ = try test.store.resetSecret(
      of: client.clientID, ownedBy: nil, secret: test.secret(.clientSecret), keepOldUntil: now.addingTimeInterval(10),
      at: now, audit: test.audit())
    #expect(try test.store.purge(at: now, batch: 100).deleted == 0)
    test.clock.advance(seconds: 10)
    #expect(try test.store.purge(at: test.clock.now, batch: 0).deleted == 0)
    #expect(try test.store.purge(at: test.clock.now, batch: 3).deleted == 3)
    #expect(try test.store.purge(at: test.clock.now, batch: 3).deleted == 3)
    #expect(try test.store.purge(at: test.clock.now, batch: 3).deleted == 1)
    #expect(try test.store.purge(at: test.clock.now, batch: 3).deleted == 0)
    #expect(try count("tokens", in: test) == 2 && count("sign_in_throttles", in: test) == 0)
    #expect(try count("client_secrets", in: test) == 1)
    try expectIndexed(test.store)
    #expect(try test.store.check() == [])
  }

  @Test func `where more tokens have expired than go at a time, the others go all the same`() throws {
    let test = try filled("application")
    let ada = try #require(try test.store.user(matching: "ada"))
    for index in 0..<50 { try test.addToken("short \(index)", owner: ada, expiresIn: 10) }
    _ = try test.store.admitSignIn(
      [SignInThrottle(key: [UInt8](repeating: 1, count: 32), limit: 9, window: 10)], at: test.clock.now)
    test.clock.advance(seconds: 10)
    #expect(try test.store.purge(at: test.clock.now, batch: 8).deleted == 8)
    #expect(try count("sign_in_throttles", in: test) == 0 && count("tokens", in: test) == 43)
  }

  @Test func `a spent refresh token stays while its family lives`() throws {
    let test = try filled("application")
    let ada = try #require(try test.store.user(matching: "ada"))
    let now = test.clock.now.seconds
    try test.store.change { (database) throws(StorageError) in
      // Two families, each with a spent and a later token; one family is over.
      for (family, spent, end) in [(1, true, now), (1, false, now + 100), (2, true, now), (2, false, now)] {
        try database.run(
          """
          INSERT INTO tokens
            (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at, spent_at)
          VALUES ('refresh', randomblob(32), 'abcd', ?, 1, ?, '', 0, ?, ?)
          """, [.integer(ada.id.rawValue), .int(family), .integer(end), spent ? .int(1) : .null])
      }
    }
    #expect(try test.store.purge(at: test.clock.now, batch: 100).deleted == 2)
    #expect(try count("tokens", in: test) == 2)
    test.clock.advance(seconds: 100)
    #expect(try test.store.purge(at: test.clock.now, batch: 100).deleted == 2)
  }

  private func copyFile(_ source: String, _ target: String) {
    let bytes = TestFile.bytes(of: source)
    let descriptor = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    _ = write(descriptor, bytes, bytes.count)
    close(descriptor)
  }

  /// A copy of a database with noise in the middle of it.
  private func damage(_ source: String, to target: String) {
    copyFile(source, target)
    let descriptor = open(target, O_WRONLY)
    let noise = [UInt8](repeating: 0xA5, count: 4096 * 3)
    _ = pwrite(descriptor, noise, noise.count, 4096 * 12)
    close(descriptor)
  }
}
