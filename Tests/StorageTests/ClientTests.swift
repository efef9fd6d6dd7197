import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct ClientTests {
  @Test func `what was registered is read again, for its owner and for the house`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let client = try test.addClient(
      "Zenodo uploader", owner: ada, redirectURIs: "https://b.example.org/cb\nhttps://a.example.org/cb")
    #expect(client.profile.redirectURIs.map(\.text) == ["https://b.example.org/cb", "https://a.example.org/cb"])
    #expect(client.secrets.count == 1 && client.secrets[0].expiresAt == nil)
    #expect(try test.store.client(client.clientID, ownedBy: ada.id, at: test.clock.now) == client)
    #expect(try test.store.client(client.clientID, ownedBy: nil, at: test.clock.now) == client)
    #expect(try test.store.client(client.clientID, ownedBy: eve.id, at: test.clock.now) == nil)
    let other = ClientID(client.clientID.text.uppercased())
    #expect(try test.store.client(other, ownedBy: nil, at: test.clock.now) == nil)
    try expectIndexed(test.store)
  }

  @Test func `somebody else's application is not found, whatever is done to it`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let client = try test.addClient("Zenodo uploader", owner: ada)
    let lines = try auditLines(test)
    #expect(throws: StorageError.notFound) {
      try test.store.updateClient(
        client.clientID, ownedBy: eve.id, profile: client.profile, secret: nil, at: test.clock.now, audit: test.audit())
    }
    #expect(throws: StorageError.notFound) {
      try test.store.resetSecret(
        of: client.clientID, ownedBy: eve.id, secret: test.secret(.clientSecret), keepOldUntil: nil, at: test.clock.now,
        audit: test.audit())
    }
    #expect(throws: StorageError.notFound) {
      try test.store.deleteClient(client.clientID, ownedBy: eve.id, audit: test.audit())
    }
    #expect(throws: StorageError.notFound) {
      try test.store.impact(ofClient: ClientID("nothing"), at: test.clock.now, cap: nil)
    }
    #expect(try test.store.client(client.clientID, ownedBy: ada.id, at: test.clock.now) == client)
    #expect(try auditLines(test) == lines)
  }

  @Test func `nobody's application cannot be registered`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try test.store.deleteUser(ada.id, audit: test.audit())
    #expect(throws: StorageError.notFound) { try test.addClient("Orphan", owner: ada) }
    #expect(throws: StorageError.notFound) { try test.addToken("orphan", owner: ada) }
  }

  @Test func `a reset ends the old secret at once, or when its time is up`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let client = try test.addClient("Zenodo uploader", owner: ada)
    let first = client.secrets[0]
    func reset(keepingDays days: Int?) throws -> Client {
      test.clock.advance(seconds: 1)
      return try test.store.resetSecret(
        of: client.clientID, ownedBy: ada.id, secret: test.secret(.clientSecret),
        keepOldUntil: days.map { test.clock.now.addingTimeInterval(Double($0) * 86_400) }, at: test.clock.now,
        audit: test.audit(.secretReset))
    }
    let second = try reset(keepingDays: 7)
    #expect(second.secrets.count == 2)
    #expect(second.secrets[0].expiresAt == nil)
    #expect(second.secrets[1].id == first.id)
    #expect(second.secrets[1].expiresAt == test.clock.now.addingTimeInterval(7 * 86_400))
    // Another reset while two live: the oldest goes at once, the younger one lives its time.
    let third = try reset(keepingDays: 1)
    #expect(third.secrets.map(\.id).contains(second.secrets[0].id) && !third.secrets.map(\.id).contains(first.id))
    #expect(third.secrets.count == 2)
    test.clock.advance(days: 1)
    let later = try #require(try test.store.client(client.clientID, ownedBy: ada.id, at: test.clock.now))
    #expect(later.secrets.map(\.id) == [third.secrets[0].id])
    // The one whose time is up is still in its row, and does not come back to life.
    let fourth = try reset(keepingDays: 7)
    #expect(fourth.secrets.count == 2)
    let fifth = try reset(keepingDays: nil)
    #expect(fifth.secrets.count == 1)
    #expect(try count("client_secrets", in: test) == 1)
    try expectIndexed(test.store)
  }

  @Test func `a client that becomes public loses its secrets, and gets one when it becomes confidential`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let client = try test.addClient("Zenodo uploader", owner: ada)
    func edit(_ name: String, _ type: ClientType, secret: SecretDigest?) throws -> Client {
      let draft = ClientDraft(
        name: name, website: "https://example.org", redirectURIs: "https://example.org/other", type: type)
      return try test.store.updateClient(
        client.clientID, ownedBy: ada.id, profile: ClientProfile(validating: draft), secret: secret,
        at: test.clock.now, audit: test.audit(.applicationEdit))
    }
    let edited = try edit("Renamed", .confidential, secret: nil)
    #expect(edited.profile.name.text == "Renamed" && edited.secrets == client.secrets)
    #expect(edited.profile.redirectURIs.map(\.text) == ["https://example.org/other"])
    #expect(try edit("Renamed", .public, secret: nil).secrets.isEmpty)
    #expect(throws: StorageError.notFound) {
      try test.store.resetSecret(
        of: client.clientID, ownedBy: ada.id, secret: test.secret(.clientSecret), keepOldUntil: nil, at: test.clock.now,
        audit: test.audit())
    }
    let secret = test.secret(.clientSecret)
    #expect(try edit("Renamed", .confidential, secret: secret).secrets.map(\.lastFour) == [secret.lastFour])
  }

  @Test func `what deleting would cut off is counted, and then cut off`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let client = try test.addClient("Zenodo uploader", owner: ada)
    let other = try test.addClient("Other", owner: ada)
    for name in ["one", "two", "three"] {
      let user = try test.addUser(name)
      try test.grant(client, by: user, tokens: 2)
      try test.grant(other, by: user)
    }
    #expect(
      try test.store.impact(ofClient: client.clientID, at: test.clock.now, cap: nil) == Impact(users: 3, tokens: 12))
    #expect(try test.store.impact(ofClient: client.clientID, at: test.clock.now, cap: 2) == Impact(users: 2, tokens: 2))
    // An hour later the access tokens are dead, and a spent refresh token is no token.
    test.clock.advance(seconds: 3600)
    try test.store.change { (database) throws(StorageError) in
      try database.run("UPDATE tokens SET spent_at = 1 WHERE id = (SELECT min(id) FROM tokens WHERE kind = 'refresh')")
    }
    #expect(
      try test.store.impact(ofClient: client.clientID, at: test.clock.now, cap: nil) == Impact(users: 3, tokens: 5))
    try test.store.deleteClient(client.clientID, ownedBy: ada.id, audit: test.audit(.applicationDelete))
    #expect(try count("tokens", in: test) == 6)
    #expect(try count("grants", in: test) == 3)
    #expect(try test.store.check() == [])
    try expectIndexed(test.store)
  }
}
