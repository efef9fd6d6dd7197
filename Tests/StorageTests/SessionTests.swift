import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SessionTests {
  private let browser = BrowserMark(
    address: "192.0.2.7", userAgent: "Browser 1", userAgentDigest: [UInt8](repeating: 9, count: 32))

  private func digest(_ number: UInt8) -> [UInt8] { [UInt8](repeating: number, count: 32) }

  /// Opens a session of an hour.
  private func open(_ number: UInt8, of user: User, replacing old: UInt8? = nil, in test: TestStore) throws {
    try test.store.addSession(
      digest: digest(number), of: user.id, in: browser, replacing: old.map(digest),
      expiresAt: test.clock.now.addingTimeInterval(3600), at: test.clock.now)
  }

  private func find(_ number: UInt8, in test: TestStore) throws -> (session: BrowserSession, user: User)? {
    try test.store.session(digest: digest(number), at: test.clock.now)
  }

  @Test func `a session is found by its digest until it is over`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try open(1, of: ada, in: test)
    let found = try #require(try find(1, in: test))
    #expect(found.user == ada)
    #expect(found.session.userID == ada.id)
    #expect(found.session.address == "192.0.2.7" && found.session.userAgent == "Browser 1")
    #expect(found.session.userAgentDigest == browser.userAgentDigest)
    #expect(found.session.createdAt == test.clock.now && found.session.lastSeenAt == test.clock.now)
    #expect(found.session.expiresAt == test.clock.now.addingTimeInterval(3600))
    #expect(try find(2, in: test) == nil)
    test.clock.advance(seconds: 3599)
    #expect(try find(1, in: test) != nil)
    test.clock.advance(seconds: 1)
    #expect(try find(1, in: test) == nil)
    #expect(try test.store.purge(at: test.clock.now, batch: 10).deleted == 1)
    try expectIndexed(test.store)
  }

  @Test func `a new session takes the place of the browser's old one`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try open(1, of: ada, in: test)
    try open(2, of: ada, replacing: 1, in: test)
    #expect(try find(1, in: test) == nil)
    #expect(try find(2, in: test) != nil)
    // A browser may name one that is long gone.
    try open(3, of: ada, replacing: 99, in: test)
    #expect(try count("browser_sessions", in: test) == 2)
    try expectIndexed(test.store)
  }

  @Test func `nobody who is disabled or deleted has a session or gets one`() throws {
    let test = try TestStore()
    try test.addUser("root", role: .administrator)
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    try open(1, of: ada, in: test)
    try open(2, of: eve, in: test)
    try test.store.setUser(ada.id, disabledAt: test.clock.now, audit: test.audit())
    #expect(try find(1, in: test) == nil)
    #expect(throws: StorageError.notFound) { try open(3, of: ada, in: test) }
    // Enabled again, she signs in anew: the old sessions do not come back.
    try test.store.setUser(ada.id, disabledAt: nil, audit: test.audit())
    #expect(try find(1, in: test) == nil)
    #expect(try find(2, in: test) != nil)
    try open(3, of: ada, in: test)
    try test.store.deleteUser(ada.id, audit: test.audit())
    #expect(try find(3, in: test) == nil)
    #expect(throws: StorageError.notFound) { try open(4, of: ada, in: test) }
    #expect(try count("browser_sessions", in: test) == 1)
    try expectIndexed(test.store)
  }

  @Test func `what another process ends is over at the next look`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try open(1, of: ada, in: test)
    #expect(try find(1, in: test) != nil)
    _ = try test.another().commit(Store.endSession(digest: digest(1), audit: test.audit(.signOut)))
    #expect(try find(1, in: test) == nil)
  }

  @Test func `a session ends once, and the audit log tells of it once`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try open(1, of: ada, in: test)
    let lines = try auditLines(test)
    #expect(try test.store.commit(Store.endSession(digest: digest(1), audit: test.audit(.signOut))))
    #expect(try !test.store.commit(Store.endSession(digest: digest(1), audit: test.audit(.signOut))))
    #expect(try auditLines(test) == lines + 1)
    try expectIndexed(test.store)
  }

  @Test func `a user's sessions are listed, the last used first, and ended one by one or all`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    for number: UInt8 in 1...4 {
      try open(number, of: number == 4 ? eve : ada, in: test)
      test.clock.advance(seconds: 60)
    }
    let first = try #require(try find(1, in: test)).session
    try test.store.commit(Store.touchSession(first.id, at: test.clock.now))
    let listed = try test.store.sessions(of: ada.id, at: test.clock.now, limit: 10)
    #expect(listed.map(\.id.rawValue) == [1, 3, 2])
    #expect(listed.first?.lastSeenAt == test.clock.now)
    #expect(try test.store.sessions(of: ada.id, at: test.clock.now, limit: 2).count == 2)
    // Somebody else's is not found.
    #expect(throws: StorageError.notFound) {
      try test.store.endSession(first.id, of: eve.id, audit: test.audit(.sessionEnd))
    }
    try test.store.endSession(first.id, of: ada.id, audit: test.audit(.sessionEnd))
    #expect(throws: StorageError.notFound) {
      try test.store.endSession(first.id, of: ada.id, audit: test.audit(.sessionEnd))
    }
    #expect(try test.store.endSessions(of: ada.id, audit: test.audit(.sessionEnd)) == 2)
    #expect(try test.store.sessions(of: ada.id, at: test.clock.now, limit: 10) == [])
    #expect(try find(4, in: test) != nil)
    test.clock.advance(seconds: 3600)
    #expect(try test.store.sessions(of: eve.id, at: test.clock.now, limit: 10) == [])
    try expectIndexed(test.store)
  }

  @Test func `touching a session that is over brings it not back`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try open(1, of: ada, in: test)
    let session = try #require(try find(1, in: test)).session
    try test.store.endSessions(of: ada.id, audit: test.audit(.sessionEnd))
    try test.store.commit(Store.touchSession(session.id, at: test.clock.now))
    #expect(try count("browser_sessions", in: test) == 0)
  }
}
