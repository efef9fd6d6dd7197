import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// What hangs on an account, and what ends with a new password or a revocation of all tokens.
@Suite struct HoldingsTests {
  /// Ada, whose application Ben and Eve let in, and who let two of Ben's in; everybody has other things too.
  private struct House {
    let test: TestStore
    let ada, ben, eve: User

    init() throws {
      test = try TestStore()
      (ada, ben, eve) = (try test.addUser("ada"), try test.addUser("ben"), try test.addUser("eve"))
      let own = try test.addClient("Ada's", owner: ada)
      try test.addClient("Nobody's", owner: ada)
      for (user, tokens) in [(ben, 2), (eve, 1), (ada, 1)] { try test.grant(own, by: user, tokens: tokens) }
      for (name, tokens) in [("Ben's", 1), ("Ben's other", 0)] {
        try test.grant(try test.addClient(name, owner: ben), by: ada, tokens: tokens)
      }
      try test.addToken("laptop", owner: ada)
      try test.addToken("for a day", owner: ada, expiresIn: 86_400)
      try test.addToken("expired", owner: ada, expiresIn: -1)
      try test.addToken("of the house", owner: ada, isInternal: true)
      try test.addToken("eve's", owner: eve)
      for (number, user) in [ada, ada, eve].enumerated() { try open(UInt8(number), of: user) }
    }

    private func open(_ number: UInt8, of user: User) throws {
      try test.store.addSession(
        digest: [UInt8](repeating: number, count: 32), of: user.id,
        in: BrowserMark(address: "10.0.0.1", userAgent: "", userAgentDigest: [UInt8](repeating: 0, count: 32)),
        replacing: nil, expiresAt: test.clock.now.addingTimeInterval(3600), at: test.clock.now)
    }

    func holdings(of user: User, cap: Int? = nil) throws -> Holdings {
      try test.store.holdings(of: user.id, at: test.clock.now, cap: cap)
    }

    func spendARefreshToken() throws {
      let user = SQLValue.integer(ada.id.rawValue)
      try test.store.change { (database) throws(StorageError) in
        try database.run("UPDATE tokens SET spent_at = 1 WHERE kind = 'refresh' AND user_id = ?", [user])
      }
    }
  }

  @Test func `what hangs on an account is counted, live things alone`() throws {
    let house = try House()
    var found = try house.holdings(of: house.ada)
    #expect(found.applications == 2 && found.people == 2)
    // Ben's two families of an access and a refresh token each, and Eve's.
    #expect(found.foreignTokens == 6)
    #expect(found.personalTokens == 2 && found.internalTokens == 1)
    // What her own application holds for her, and one of Ben's.
    #expect(found.grants == 3 && found.heldTokens == 4 && found.tokens == 7)
    #expect(found.sessions == 2 && found.sessionSeenAt == house.test.clock.now)
    try house.spendARefreshToken()
    found = try house.holdings(of: house.ada)
    #expect(found.heldTokens == 2)
    house.test.clock.advance(days: 1)
    found = try house.holdings(of: house.ada)
    #expect(found.personalTokens == 1 && found.sessions == 0 && found.sessionSeenAt == nil)
    #expect(throws: StorageError.notFound) {
      try house.test.store.holdings(of: Identifier(rawValue: 99), at: house.test.clock.now)
    }
    try expectIndexed(house.test.store)
  }

  @Test func `each count stops at a cap`() throws {
    let house = try House()
    let found = try house.holdings(of: house.ada, cap: 1)
    #expect(
      [found.applications, found.people, found.foreignTokens, found.grants, found.heldTokens] == [1, 1, 1, 1, 1])
    #expect(found.personalTokens == 1 && found.internalTokens == 1)
  }

  @Test func `a list tells how much is somebody's, up to a hundred`() throws {
    let house = try House()
    let query = ListQuery(order: UserOrder.email, now: house.test.clock.now)
    let rows = try house.test.store.userSummaries(query, at: .start, limit: 9).map(\.row)
    #expect(rows.map(\.user) == [house.ada, house.ben, house.eve])
    // The house's own token is no business of a list's.
    #expect(rows.map(\.applications) == [2, 2, 0] && rows.map(\.tokens) == [6, 4, 3])
    #expect(try house.test.store.userSummary(house.ada.id, at: house.test.clock.now) == rows[0])
    #expect(try house.test.store.userSummary(Identifier(rawValue: 99), at: house.test.clock.now) == nil)
    for number in 0..<120 { try house.test.addToken("token \(number)", owner: house.eve) }
    for number in 0..<101 { try house.test.addClient("app \(number)", owner: house.eve, type: .public) }
    let eve = try #require(try house.test.store.userSummary(house.eve.id, at: house.test.clock.now))
    #expect(eve.tokens == UserSummary.cap && eve.applications == UserSummary.cap)
    try expectIndexed(house.test.store)
  }

  @Test(arguments: [false, true])
  func `a new password ends what was got with the old one`(keepingTokens: Bool) throws {
    let house = try House()
    let (before, ben) = (try house.holdings(of: house.ada), try house.holdings(of: house.ben))
    let ended = try house.test.store.setUser(
      house.ada.id, passwordHash: "new", keepingTokens: keepingTokens, audit: house.test.audit(.userPassword))
    #expect(ended == Ended(sessions: 2, tokens: keepingTokens ? 0 : 4))
    let after = try house.holdings(of: house.ada)
    #expect(after.sessions == 0)
    #expect(after.heldTokens == (keepingTokens ? before.heldTokens : 0))
    #expect(after.personalTokens == before.personalTokens && after.internalTokens == before.internalTokens)
    #expect(after.grants == before.grants && after.foreignTokens == before.foreignTokens)
    #expect(try house.holdings(of: house.eve).sessions == 1)
    #expect(try house.holdings(of: house.ben).heldTokens == ben.heldTokens)
    #expect(try house.test.store.check() == [])
    try expectIndexed(house.test.store)
  }

  @Test func `every token of a user ends at once, with grants and codes, and nobody else's`() throws {
    let house = try House()
    let (ben, eve) = (try house.holdings(of: house.ben), try house.holdings(of: house.eve))
    try house.test.store.change { (database) throws(StorageError) in
      let ids: [SQLValue] = [.integer(house.ada.id.rawValue)]
      try database.run(
        """
        INSERT INTO authorization_codes (digest, client_id, user_id, scopes, family, created_at, expires_at)
        VALUES (randomblob(32), 1, ?, '', 1, 0, 1)
        """, ids)
      try database.run(
        """
        INSERT INTO device_codes
          (digest, user_code, client_id, user_id, scopes, state, poll_interval, created_at, expires_at)
        VALUES (randomblob(32), randomblob(32), 1, ?, '', 'approved', 5, 0, 1)
        """, ids)
    }
    let lines = try auditLines(house.test)
    #expect(try house.test.store.revokeTokens(ofUser: house.ada.id, audit: house.test.audit()) == 7)
    let after = try house.holdings(of: house.ada)
    #expect(after.tokens == 0 && after.grants == 0)
    // She stays signed in, and her applications go on serving others.
    #expect(after.sessions == 2 && after.applications == 2 && after.foreignTokens == 6)
    #expect(try count("authorization_codes", in: house.test) == 0 && count("device_codes", in: house.test) == 0)
    #expect(try house.holdings(of: house.ben).heldTokens == ben.heldTokens)
    #expect(try house.holdings(of: house.eve).personalTokens == eve.personalTokens)
    #expect(try auditLines(house.test) == lines + 1)
    #expect(try house.test.store.check() == [])
    #expect(try house.test.store.revokeTokens(ofUser: house.ada.id, audit: house.test.audit()) == 0)
    #expect(throws: StorageError.notFound) {
      try house.test.store.revokeTokens(ofUser: Identifier(rawValue: 99), audit: house.test.audit())
    }
    try expectIndexed(house.test.store)
  }
}
