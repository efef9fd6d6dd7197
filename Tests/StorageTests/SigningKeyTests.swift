import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SigningKeyTests {
  private func key(_ name: String, in test: TestStore) -> SigningKey {
    SigningKey(id: name, secret: test.random.bytes(32), createdAt: test.clock.now)
  }

  private func names(_ test: TestStore) throws -> [String] {
    try test.store.signingKeys(at: test.clock.now).map(\.id)
  }

  @Test func `the first who needs a key makes it, and everybody gets that one`() throws {
    let test = try TestStore()
    #expect(try names(test) == [])
    let made = key("one", in: test)
    try test.store.commit(Store.addSigningKey(made))
    let other = try test.another()
    try other.commit(Store.addSigningKey(key("two", in: test)))
    #expect(try other.signingKeys(at: test.clock.now) == [made])
    try expectIndexed(test.store)
  }

  @Test func `of many who need a first key at once, one makes it`() async throws {
    let test = try TestStore()
    let keys = try await withThrowingTaskGroup(of: [SigningKey].self) { group in
      for index in 0..<8 {
        group.addTask {
          let store = try test.another()
          try store.commit(
            Store.addSigningKey(
              SigningKey(id: "key \(index)", secret: [UInt8](repeating: 1, count: 32), createdAt: test.clock.now)))
          return try store.signingKeys(at: test.clock.now)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(keys.count == 8 && keys.allSatisfy { $0.count == 1 && $0 == keys[0] })
    #expect(try count("signing_keys", in: test) == 1)
  }

  @Test func `an old key is honoured until its time is over, and goes with a later rotation`() throws {
    let test = try TestStore()
    let one = key("one", in: test)
    try test.store.commit(Store.addSigningKey(one))
    let hour = { test.clock.now.addingTimeInterval(3600) }
    let lines = try auditLines(test)
    try test.store.rotateSigningKey(
      to: key("two", in: test), honouringOldUntil: hour(), audit: test.audit(.keyRotate))
    #expect(try names(test) == ["two", "one"])
    #expect(try auditLines(test) == lines + 1)
    let old = try test.store.signingKeys(at: test.clock.now)[1]
    #expect(old.secret == one.secret && old.retiredAt == test.clock.now && old.expiresAt == hour())
    test.clock.advance(seconds: 1800)
    try test.store.rotateSigningKey(
      to: key("three", in: test), honouringOldUntil: hour(), audit: test.audit(.keyRotate))
    #expect(try names(test) == ["three", "two", "one"])
    test.clock.advance(seconds: 1799)
    #expect(try names(test) == ["three", "two", "one"])
    test.clock.advance(seconds: 1)
    #expect(try names(test) == ["three", "two"])
    test.clock.advance(seconds: 1800)
    #expect(try names(test) == ["three"])
    #expect(try count("signing_keys", in: test) == 3)
    try test.store.rotateSigningKey(
      to: key("four", in: test), honouringOldUntil: hour(), audit: test.audit(.keyRotate))
    #expect(try count("signing_keys", in: test) == 2)
    #expect(try test.store.check() == [])
    try expectIndexed(test.store)
  }

  @Test func `rotating where no key was needed yet makes the first`() throws {
    let test = try TestStore()
    try test.store.rotateSigningKey(
      to: key("one", in: test), honouringOldUntil: test.clock.now, audit: test.audit(.keyRotate))
    #expect(try names(test) == ["one"])
  }

  @Test func `rotations at once leave one current key`() async throws {
    let test = try TestStore()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for index in 0..<8 {
        group.addTask {
          let key = SigningKey(id: "\(index)", secret: [1], createdAt: test.clock.now)
          try test.another().rotateSigningKey(
            to: key, honouringOldUntil: test.clock.now.addingTimeInterval(60), audit: test.audit(.keyRotate))
        }
      }
      try await group.waitForAll()
    }
    let keys = try test.store.signingKeys(at: test.clock.now)
    #expect(keys.count == 8)
    #expect(keys.count { $0.retiredAt == nil } == 1 && keys.first?.retiredAt == nil)
  }

  @Test func `a key that slips into a message stays secret`() {
    let key = SigningKey(id: "name", secret: [1, 2, 3], createdAt: TestClock.start)
    #expect("\(key)" == "signing key name")
    #expect(String(reflecting: key) == "signing key name")
    var dumped = ""
    dump(key, to: &dumped)
    #expect(!dumped.contains("3"))
  }
}
