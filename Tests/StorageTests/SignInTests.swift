import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SignInTests {
  let account = SignInThrottle(key: [UInt8](repeating: 1, count: 32), limit: 5, window: 60)
  let everybody = SignInThrottle(key: [UInt8](repeating: 2, count: 32), limit: 7, window: 60)

  @Test func `attempts run out, and come back when the window is over`() throws {
    let test = try TestStore()
    for left in [4, 3, 2, 1, 0] {
      #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .admitted(left: left))
      test.clock.advance(seconds: 1)
    }
    // The window began with the first attempt, five seconds ago.
    #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .refused(seconds: 55))
    test.clock.advance(seconds: 54)
    #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .refused(seconds: 1))
    test.clock.advance(seconds: 1)
    #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .admitted(left: 4))
    try expectIndexed(test.store)
  }

  @Test func `the tightest key decides, and refused attempts count on none`() throws {
    let test = try TestStore()
    let other = SignInThrottle(key: [UInt8](repeating: 3, count: 32), limit: 5, window: 60)
    for _ in 0..<5 { _ = try test.store.admitSignIn([account, everybody], at: test.clock.now) }
    for _ in 0..<20 {
      #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .refused(seconds: 60))
    }
    #expect(try test.store.admitSignIn([other, everybody], at: test.clock.now) == .admitted(left: 1))
    #expect(try test.store.admitSignIn([other, everybody], at: test.clock.now) == .admitted(left: 0))
    #expect(try test.store.admitSignIn([other, everybody], at: test.clock.now) == .refused(seconds: 60))
  }

  @Test func `a clock that was set back keeps nobody out for longer than a window`() throws {
    let test = try TestStore()
    for _ in 0..<6 { _ = try test.store.admitSignIn([account], at: test.clock.now) }
    test.clock.advance(seconds: -100_000)
    #expect(try test.store.admitSignIn([account], at: test.clock.now) == .admitted(left: 4))
  }

  @Test func `a hundred attempts at once do not slip through together`() async throws {
    let test = try TestStore()
    let stores = try [test.store, test.another(), test.another(), test.another()]
    let account = account
    let admitted = try await withThrowingTaskGroup(of: Bool.self) { group in
      for index in 0..<100 {
        group.addTask {
          if case .admitted = try stores[index % 4].admitSignIn([account], at: test.clock.now) { true } else { false }
        }
      }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(admitted == 5)
  }

  @Test func `signing in clears the account's count and is remembered`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    for _ in 0..<4 { _ = try test.store.admitSignIn([account, everybody], at: test.clock.now) }
    let hash = try #require(try test.store.credentials(for: "ada")?.passwordHash)
    try test.store.recordSignIn(
      of: ada.id, by: hash, clearing: account, at: test.clock.now, audit: test.audit(.signIn))
    #expect(try test.store.user(ada.id)?.lastSeenAt == test.clock.now)
    // The house's count stays: four were made.
    #expect(try test.store.admitSignIn([account, everybody], at: test.clock.now) == .admitted(left: 2))
    #expect(throws: StorageError.notFound) {
      try test.store.recordSignIn(
        of: Identifier(rawValue: 99), by: hash, clearing: account, at: test.clock.now, audit: test.audit(.signIn))
    }
  }

  @Test func `a password that was replaced, and an account that was disabled, while it was looked at opens nothing`()
    throws
  {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let hash = try #require(try test.store.credentials(for: "ada")?.passwordHash)
    func record() throws {
      try test.store.recordSignIn(
        of: ada.id, by: hash, renewed: "other", clearing: account, at: test.clock.now, audit: test.audit(.signIn))
    }
    for _ in 0..<5 { _ = try test.store.admitSignIn([account], at: test.clock.now) }
    try test.store.setUser(ada.id, disabledAt: test.clock.now, audit: test.audit())
    #expect(throws: StorageError.notFound) { try record() }
    try test.store.setUser(ada.id, disabledAt: nil, audit: test.audit())
    try test.store.setUser(ada.id, passwordHash: "new", audit: test.audit())
    #expect(throws: StorageError.notFound) { try record() }
    #expect(try test.store.credentials(for: "ada")?.passwordHash == "new")
    // Nothing was given back either.
    #expect(try test.store.admitSignIn([account], at: test.clock.now) == .refused(seconds: 60))
  }
}
