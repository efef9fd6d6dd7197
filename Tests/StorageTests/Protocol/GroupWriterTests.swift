import CSQLite
import Glibc
import Model
import TestSupport
import Testing
import Threads

@testable import Storage

@Suite struct GroupWriterTests {
  /// Writes a line of the audit log.
  private static func line(_ target: String, in test: TestStore) -> Change<String> {
    let record = test.audit(target: target)
    return Change { (database) throws(StorageError) in
      try database.append(record)
      return target
    }
  }

  /// Writes a line and then fails.
  private static func failing(_ target: String, in test: TestStore) -> Change<String> {
    let record = test.audit(target: target)
    return Change { (database) throws(StorageError) in
      try database.append(record)
      throw .notFound
    }
  }

  private func targets(_ test: TestStore) throws -> [String] {
    try test.store.question { (database) throws(StorageError) in
      try database.rows("SELECT target FROM audit_events ORDER BY id") { (row) throws(StorageError) in row.text(0) }
    }
  }

  private func name(_ result: Result<String, StorageError>) -> String {
    switch result {
    case .success(let target): target
    case .failure(let error): "\(error)"
    }
  }

  /// Holds a writer back until changes have queued, so that they share the next transaction.
  private func together(_ writer: GroupWriter, _ submit: () -> Void) {
    let hasBegun = CountingSemaphore()
    let mayEnd = CountingSemaphore()
    let wait = Change<Void> { (_) throws(StorageError) in
      hasBegun.post()
      mayEnd.wait()
    }
    writer.submit(wait) { _ in }
    hasBegun.wait()
    submit()
    mayEnd.post()
    writer.stop()
  }

  @Test func `a change that depends on another's answer is one with it`() throws {
    let test = try TestStore()
    let whole = Self.line("one", in: test).followed { answer in Self.line("after \(answer)", in: test) }
    #expect(try test.store.commit(whole) == "after one")
    let early = Self.line("two", in: test).followed { _ in Change<String>.none("enough") }
    #expect(try test.store.commit(early) == "enough")
    let failing = Self.line("three", in: test).followed { _ in Self.failing("four", in: test) }
    #expect(throws: StorageError.notFound) { try test.store.commit(failing) }
    #expect(try targets(test) == ["one", "after one", "two"])
  }

  @Test func `answers come in the order of the changes, and each is written`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    let names = (0..<700).map { "change \($0)" }
    for change in names { writer.submit(Self.line(change, in: test)) { answers.add(name($0)) } }
    writer.stop()
    #expect(answers.values == names)
    #expect(try targets(test) == names)
    let statistics = writer.statistics
    #expect(statistics.changes == 700 && statistics.commits >= 2 && statistics.commits <= 700)
    #expect(statistics.largest <= GroupWriter.batchLimit)
    #expect(try test.store.check() == [])
  }

  @Test func `whoever waits for a change is told when it is on the disk, or why it is not`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    #expect(try writer.commit(Self.line("one", in: test)) == "one")
    #expect(try targets(test) == ["one"])
    #expect(throws: StorageError.notFound) { try writer.commit(Self.failing("two", in: test)) }
    writer.stop()
    #expect(throws: StorageError.interrupted) { try writer.commit(Self.line("three", in: test)) }
    #expect(try targets(test) == ["one"])
  }

  @Test func `a change that fails takes no other with it, and leaves nothing of itself`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    together(writer) {
      for index in 0..<9 {
        let change = index % 3 == 1 ? Self.failing("bad \(index)", in: test) : Self.line("good \(index)", in: test)
        writer.submit(change) { answers.add(name($0)) }
      }
    }
    let good = [0, 2, 3, 5, 6, 8].map { "good \($0)" }
    #expect(answers.values == (0..<9).map { $0 % 3 == 1 ? "notFound" : "good \($0)" })
    #expect(try targets(test) == good)
    #expect(writer.statistics == GroupWriter.Statistics(commits: 2, changes: 10, largest: 9))
    #expect(try test.store.check() == [])
  }

  @Test func `an answer is told only when its change is on the disk`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let other = try test.another()
    let seen = Answers<Bool>()
    for index in 0..<50 {
      writer.submit(Self.line("\(index)", in: test)) { _ in
        let number = try? other.question { (database) throws(StorageError) in
          try database.number("SELECT count(*) FROM audit_events WHERE target = ?", [.text("\(index)")])
        }
        seen.add(number == 1)
      }
    }
    writer.stop()
    #expect(seen.values == [Bool](repeating: true, count: 50))
  }

  @Test func `stopping writes what has queued, and what comes later is refused`() async throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    for index in 0..<200 { writer.submit(Self.line("\(index)", in: test)) { answers.add(name($0)) } }
    await withTaskGroup(of: Int.self) { group in
      // Whoever stops it, all of it is done when they return.
      for _ in 0..<4 {
        group.addTask {
          writer.stop()
          return answers.values.count
        }
      }
      for await number in group { #expect(number == 200) }
    }
    #expect(try targets(test).count == 200)
    writer.submit(Self.line("too late", in: test)) { answers.add(name($0)) }
    #expect(answers.values.last == "interrupted")
    #expect(try targets(test).count == 200)
  }

  @Test func `a database that another program keeps locked fails what has queued, and later ones work`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let stranger = try Connection(path: test.store.path, flags: SQLITE_OPEN_READWRITE)
    let answers = Answers<String>()
    let isTold = CountingSemaphore()
    try stranger.execute("BEGIN IMMEDIATE")
    for index in 0..<3 {
      writer.submit(Self.line("locked \(index)", in: test)) {
        answers.add(name($0))
        isTold.post()
      }
      if index == 0 { isTold.wait() }
    }
    #expect(answers.values.first == "busy")
    try stranger.execute("COMMIT")
    for _ in 0..<2 { isTold.wait() }
    writer.submit(Self.line("later", in: test)) { answers.add(name($0)) }
    writer.stop()
    #expect(answers.values.last == "later")
    #expect(try targets(test) == answers.values.filter { $0 != "busy" })
  }

  /// A change that a full disk, or a broken one, ends the whole transaction in.
  private static func ending(_ error: StorageError) -> Change<String> {
    Change { (database) throws(StorageError) in
      try database.execute("ROLLBACK")
      throw error
    }
  }

  @Test func `what ends the transaction fails all of it: nothing is written that is told failed`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    together(writer) {
      for index in 0..<5 {
        let change = index == 2 ? Self.ending(.full) : Self.line("\(index)", in: test)
        writer.submit(change) { answers.add(name($0)) }
      }
    }
    #expect(try targets(test) == [])
    #expect(answers.values == [String](repeating: "full", count: 5))
    let next = try GroupWriter(path: test.store.path)
    next.submit(Self.line("later", in: test)) { answers.add(name($0)) }
    next.stop()
    #expect(answers.values.last == "later")
  }

  @Test func `a full disk is told to those who were not written, and to nobody else`() throws {
    let test = try TestStore()
    let pages = try test.store.question { (database) throws(StorageError) in
      try database.number("PRAGMA page_count")
    }
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    let isTold = CountingSemaphore()
    func limit(_ pages: Int) {
      let change = Change<String> { (database) throws(StorageError) in
        try database.execute("PRAGMA max_page_count = \(pages)")
        return "limit"
      }
      writer.submit(change) { _ in isTold.post() }
      isTold.wait()
    }
    limit(pages + 4)
    let big = String(repeating: "x", count: 3000)
    for index in 0..<40 { writer.submit(Self.line("\(index) \(big)", in: test)) { answers.add(name($0)) } }
    writer.submit(Self.line("last", in: test)) { _ in isTold.post() }
    isTold.wait()
    #expect(answers.values.contains("full"))
    let told = answers.values.filter { $0 != "full" }
    #expect(try targets(test).filter { $0 != "last" } == told)
    limit(1_000_000)
    writer.submit(Self.line("there is room again", in: test)) { answers.add(name($0)) }
    writer.stop()
    #expect(answers.values.last == "there is room again")
    #expect(try test.store.check() == [])
  }

  @Test func `while the file is gone nothing is written, and when it is back the writer goes on`() throws {
    let test = try TestStore()
    let writer = try GroupWriter(path: test.store.path)
    let answers = Answers<String>()
    let isTold = CountingSemaphore()
    let moved = test.folder.file("moved.db")
    rename(test.store.path, moved)
    writer.submit(Self.line("lost", in: test)) {
      answers.add(name($0))
      isTold.post()
    }
    isTold.wait()
    #expect(answers.values == ["\(StorageError.missing(path: test.store.path))"])
    rename(moved, test.store.path)
    writer.submit(Self.line("back", in: test)) { answers.add(name($0)) }
    writer.stop()
    #expect(answers.values.last == "back")
    #expect(try targets(test) == ["back"])
  }

  @Test func `two changes in one happen both or neither`() throws {
    let test = try TestStore()
    let both = Self.line("one", in: test).followed(by: Self.line("two", in: test)).map { $0.count }
    #expect(try test.store.commit(both) == 3)
    let neither = Self.line("three", in: test).followed(by: Self.failing("four", in: test))
    #expect(throws: StorageError.notFound) { try test.store.commit(neither) }
    #expect(try targets(test) == ["one", "two"])
  }

  @Test func `a part that fails is taken back, inside another part too`() throws {
    let test = try TestStore()
    let record = test.audit(target: "kept")
    try test.store.change { (database) throws(StorageError) in
      try database.savepoint { () throws(StorageError) in
        try database.append(record)
        do throws(StorageError) {
          try database.savepoint { () throws(StorageError) in
            try database.append(record)
            throw .notFound
          }
        } catch {}
      }
    }
    #expect(try targets(test) == ["kept"])
  }
}
