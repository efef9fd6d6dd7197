import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct ClientStewardshipTests {
  private func lines(_ test: TestStore) throws -> Int {
    try test.store.question { (database) throws(StorageError) in
      try database.number("SELECT count(*) FROM audit_events")
    }
  }

  @Test func `a client is disabled once and enabled once, whoever asks twice`() throws {
    let test = try TestStore()
    let client = try test.addClient("Zenodo uploader", owner: try test.addUser("ada"))
    let start = test.clock.now
    func set(_ date: Date?) throws -> Client {
      try test.store.setClient(
        client.clientID, ownedBy: nil, disabledAt: date, at: test.clock.now, audit: test.audit(.applicationDisable))
    }
    let before = try lines(test)
    #expect(try set(nil).disabledAt == nil)
    #expect(try set(start).disabledAt == start)
    test.clock.advance(days: 1)
    #expect(try set(test.clock.now).disabledAt == start)
    #expect(try set(nil) == client)
    #expect(try lines(test) == before + 2)
    try expectIndexed(test.store)
  }

  @Test func `a disabled client is no client of the protocol, and nothing that it holds lives`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let client = try test.addClient("Zenodo uploader", owner: ada)
    let access = test.secret(.accessToken)
    let now = test.clock.now
    try test.store.bulk { (writer) throws(StorageError) in
      try writer.addTokens(
        to: client.id, by: ada.id, family: 1, scopes: [], access: access, accessExpiresAt: now.addingTimeInterval(60),
        refresh: nil, refreshExpiresAt: nil, createdAt: now)
    }
    let other = try test.another()
    func isAlive() throws -> [Bool] {
      try [test.store, other].flatMap { store in
        [
          try store.bearer(access.digest, at: now) != nil,
          try store.protocolClient(client.clientID, at: now)?.isActive == true,
        ]
      }
    }
    #expect(try isAlive() == [true, true, true, true])
    _ = try test.store.setClient(client.clientID, ownedBy: nil, disabledAt: now, at: now, audit: test.audit())
    #expect(try isAlive() == [false, false, false, false])
    _ = try test.store.setClient(client.clientID, ownedBy: nil, disabledAt: nil, at: now, audit: test.audit())
    #expect(try isAlive() == [true, true, true, true])
  }

  @Test func `a client that changes hands keeps what hangs on it, and is found in its new owner's lists`() throws {
    let test = try TestStore()
    let (ada, eve) = (try test.addUser("ada"), try test.addUser("eve"))
    let client = try test.addClient("Zenodo uploader", owner: ada)
    try test.grant(client, by: ada, tokens: 2)
    let given = try test.store.transferClient(
      client.clientID, from: ada.id, to: eve.id, at: test.clock.now, audit: test.audit(.applicationTransfer))
    #expect(given.ownerID == eve.id && given.secrets == client.secrets && given.profile == client.profile)
    #expect(
      try test.store.impact(ofClient: client.clientID, at: test.clock.now, cap: nil) == Impact(users: 1, tokens: 4))
    for (owner, count) in [(ada, 0), (eve, 1)] {
      for filter in ["", "zenodo"] {
        let query = ListQuery(order: ApplicationOrder.name, filter: filter, now: test.clock.now)
        #expect(try test.store.clients(ownedBy: owner.id, query, at: .start, limit: 9).count == count)
        #expect(try test.store.countClients(ownedBy: owner.id, query, before: nil) == count)
      }
    }
    #expect(throws: StorageError.notFound) {
      try test.store.transferClient(
        client.clientID, from: ada.id, to: eve.id, at: test.clock.now, audit: test.audit())
    }
    try expectIndexed(test.store)
  }

  @Test(arguments: [true, false])
  func `nobody who is disabled or deleted is given a client`(isDeleted: Bool) throws {
    let test = try TestStore()
    let (ada, eve) = (try test.addUser("ada"), try test.addUser("eve"))
    let client = try test.addClient("Zenodo uploader", owner: ada)
    if isDeleted {
      try test.store.deleteUser(eve.id, audit: test.audit())
    } else {
      try test.store.setUser(eve.id, disabledAt: test.clock.now, audit: test.audit())
    }
    let before = try lines(test)
    #expect(throws: StorageError.notFound) {
      try test.store.transferClient(
        client.clientID, from: ada.id, to: eve.id, at: test.clock.now, audit: test.audit())
    }
    #expect(try test.store.client(client.clientID, ownedBy: ada.id) == client)
    #expect(try lines(test) == before)
  }

  @Test func `everybody's applications come with their owners, and how much hangs on each`() throws {
    let test = try TestStore()
    let (ada, eve) = (try test.addUser("ada"), try test.addUser("eve"))
    let quiet = try test.addClient("Quiet", owner: ada)
    let busy = try test.addClient("Busy", owner: eve)
    try test.grant(busy, by: ada, tokens: 300)
    try test.grant(busy, by: eve, tokens: 1)
    let query = ListQuery(order: ApplicationOrder.name, now: test.clock.now)
    let rows = try test.store.clientOverviews(ownedBy: nil, query, at: .start, limit: 9).map(\.row)
    #expect(rows.map(\.client) == [busy, quiet] && rows.map(\.owner) == [eve, ada])
    #expect(rows.map(\.users) == [CappedCount(2), CappedCount(0)])
    #expect(rows.map(\.tokens) == [CappedCount(Store.overviewLimit, isWhole: false), CappedCount(0)])
    #expect(try test.store.clientOverview(busy.clientID, at: test.clock.now) == rows[0])
    test.clock.advance(seconds: 3600)
    // Half of what was looked at has expired, and more was not looked at.
    let later = try test.store.clientOverview(busy.clientID, at: test.clock.now)
    #expect(later?.tokens.isWhole == false && (later?.tokens.number ?? 0) < Store.overviewLimit)
    try expectIndexed(test.store)
  }
}
