import Model
import Storage
import TestSupport
import Testing

@testable import WebServer

@Suite struct UseLogTests {
  @Test func `uses that could not be written are written the next time`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let secret = test.secret(.personalToken)
    _ = try test.store.addPersonalToken(
      name: Name(validating: "laptop"), owner: ada.id, scopes: [], isInternal: false, secret: secret, expiresAt: nil,
      at: test.clock.now, audit: test.audit())
    let uses = UseLog()
    let bearer = try #require(try test.store.bearer(secret.digest, at: test.clock.now))
    uses.note(bearer, at: test.clock.now)
    let ended = try GroupWriter(path: test.store.path)
    ended.stop()
    uses.write(to: ended, atMost: .max)
    #expect(try test.store.personalToken(digest: secret.digest)?.lastUsedAt == nil)
    let writer = try GroupWriter(path: test.store.path)
    uses.write(to: writer, atMost: .max)
    writer.stop()
    #expect(try test.store.personalToken(digest: secret.digest)?.lastUsedAt == test.clock.now)
  }
}
