import CSQLite
import Glibc
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct OpeningTests {
  let folder = TemporaryFolder()
  var path: String { folder.file("postern.db") }

  @Test func `a missing database is made only on request`() throws {
    #expect(throws: StorageError.missing(path: path)) { try Store(path: path) }
    #expect(folder.names.isEmpty)
    let store = try Store(path: path, opening: .create)
    #expect(try !store.hasUsers())
  }

  @Test func `an empty file is no database yet, and may become one`() throws {
    TestFile.write("", to: path)
    #expect(throws: StorageError.missing(path: path)) { try Store(path: path) }
    _ = try Store(path: path, opening: .create)
  }

  @Test func `everything that is made has mode 0600, whatever the umask`() throws {
    let before = umask(0)
    defer { umask(before) }
    let store = try Store(path: path, opening: .create)
    try store.record(
      AuditRecord(
        at: TestClock.start, actorID: nil, actor: "a", origin: Origin("test"), event: .signIn, target: "a"))
    #expect(folder.names == ["postern.db", "postern.db-shm", "postern.db-wal"])
    for name in folder.names { #expect(TestFile.mode(of: folder.file(name)) == 0o600) }
  }

  @Test func `a folder, a text file and somebody else's database are refused`() throws {
    #expect(throws: StorageError.notADatabase(path: folder.path)) { try Store(path: folder.path) }
    for opening in [Store.Opening.existing, .create] {
      TestFile.write(String(repeating: "I am a text file.\n", count: 500), to: path)
      #expect(throws: StorageError.notADatabase(path: path)) { try Store(path: path, opening: opening) }
      TestFile.write("short", to: path)
      #expect(throws: StorageError.notADatabase(path: path)) { try Store(path: path, opening: opening) }
    }
    let other = folder.file("other.db")
    TestFile.write("", to: other)
    let connection = try Connection(path: other, flags: SQLITE_OPEN_READWRITE)
    try connection.execute("CREATE TABLE notes (text TEXT)")
    let before = TestFile.bytes(of: other)
    #expect(throws: StorageError.notADatabase(path: other)) { try Store(path: other, opening: .create) }
    #expect(TestFile.bytes(of: other) == before)
  }

  @Test func `a missing folder is named with the system's reason`() {
    let path = folder.file("nowhere/postern.db")
    #expect(throws: StorageError.cannotOpen(path: path, reason: "No such file or directory")) {
      try Store(path: path, opening: .create)
    }
  }

  @Test func `a link that leads nowhere is said to`() {
    symlink(folder.file("nowhere"), path)
    let reason = "it is a symbolic link that leads nowhere"
    #expect(throws: StorageError.cannotOpen(path: path, reason: reason)) { try Store(path: path, opening: .create) }
    #expect(throws: StorageError.missing(path: path)) { try Store(path: path) }
  }

  @Test func `a damaged database is told from what is none`() throws {
    do { _ = try Store(path: path, opening: .create) }
    let whole = TestFile.bytes(of: path)
    let damaged = Array(whole.prefix(4096)) + [UInt8](repeating: 0xA5, count: whole.count - 4096)
    for bytes in [damaged, Array(whole.prefix(whole.count / 2))] {
      TestFile.write(bytes, to: path)
      #expect(throws: StorageError.corrupt) { try Store(path: path) }
    }
  }

  @Test(arguments: [(mode_t(0o620), "0620"), (0o602, "0602"), (0o666, "0666")])
  func `a file that others may write is refused`(mode: mode_t, octal: String) throws {
    _ = try Store(path: path, opening: .create)
    chmod(path, mode)
    #expect(throws: StorageError.notPrivate(path: path, mode: octal)) { try Store(path: path) }
  }

  @Test func `a folder that others may write is refused unless it is sticky`() throws {
    _ = try Store(path: path, opening: .create)
    chmod(folder.path, 0o777)
    #expect(throws: StorageError.notPrivate(path: folder.path, mode: "0777")) { try Store(path: path) }
    let other = folder.file("other.db")
    #expect(throws: StorageError.notPrivate(path: folder.path, mode: "0777")) {
      try Store(path: other, opening: .create)
    }
    #expect(!folder.names.contains("other.db"), "what is refused leaves nothing behind")
    chmod(folder.path, 0o1777)
    _ = try Store(path: path)
  }

  @Test func `a symbolic link is followed to the folder that counts`() throws {
    mkdir(folder.file("open"), 0o700)
    _ = try Store(path: folder.file("open/postern.db"), opening: .create)
    symlink(folder.file("open/postern.db"), path)
    _ = try Store(path: path)
    chmod(folder.file("open"), 0o777)
    #expect(throws: StorageError.notPrivate(path: folder.file("open"), mode: "0777")) { try Store(path: path) }
  }

  @Test func `a name that looks like a URI is a name`() throws {
    let odd = folder.file("file:a?mode=memory")
    _ = try Store(path: odd, opening: .create)
    #expect(folder.names.contains("file:a?mode=memory"))
  }

  @Test func `a newer database is refused and left alone`() throws {
    do {
      let store = try Store(path: path, opening: .create)
      try store.question { (database) throws(StorageError) in try database.execute("PRAGMA user_version = 99") }
    }
    let before = TestFile.bytes(of: path)
    #expect(throws: StorageError.newer(path: path, version: 99, known: Migration.all.count)) { try Store(path: path) }
    #expect(TestFile.bytes(of: path) == before)
  }

  @Test func `opening a current database does not write it`() throws {
    do { _ = try Store(path: path, opening: .create) }
    let before = TestFile.bytes(of: path)
    do { _ = try Store(path: path) }
    #expect(TestFile.bytes(of: path) == before)
  }

  @Test func `many who make a database at once make one`() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { _ = try Store(path: path, opening: .create).hasUsers() } }
      try await group.waitForAll()
    }
    #expect(try Store(path: path).check() == [])
  }

  @Test func `the settings are what they should be`() throws {
    let store = try Store(path: path, opening: .create)
    try store.question { (database) throws(StorageError) in
      let settings = [
        ("application_id", Migration.applicationID), ("user_version", Migration.all.count), ("synchronous", 2),
        ("foreign_keys", 1), ("mmap_size", 0), ("cell_size_check", 1), ("temp_store", 2), ("cache_size", -500),
        ("busy_timeout", 0),
      ]
      for (name, value) in settings { #expect(try database.number("PRAGMA \(name)") == value, "\(name)") }
      #expect(try database.first("PRAGMA journal_mode") { (row) throws(StorageError) in row.text(0) } == "wal")
    }
  }

  @Test func `a database that was set aside by a restore logs ahead again`() throws {
    let store = try Store(path: path, opening: .create)
    try store.question { (database) throws(StorageError) in try database.execute("PRAGMA journal_mode = DELETE") }
    #expect(try Store(path: path).check() == [])
  }
}
