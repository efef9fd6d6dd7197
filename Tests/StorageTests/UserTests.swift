import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct UserTests {
  @Test func `a user is found by number, e-mail and username, without regard to case`() throws {
    let test = try TestStore()
    #expect(try !test.store.hasUsers())
    let ada = try test.addUser("ada", role: .administrator)
    #expect(try test.store.hasUsers())
    #expect(try test.store.user(ada.id) == ada)
    for key in ["ada", "ADA", "Ada@Example.org", String(ada.id.rawValue)] {
      #expect(try test.store.user(matching: key) == ada)
    }
    for key in ["", "ad", "ada@", "99", "-1", "ada@example.org ", "' OR 1=1 --"] {
      #expect(try test.store.user(matching: key) == nil)
    }
    let found = try #require(try test.store.credentials(for: "ADA"))
    #expect(found.user == ada && found.passwordHash.hasPrefix("$scrypt$"))
    #expect(try test.store.credentials(for: "nobody") == nil)
    #expect(try test.store.credentials(for: String(ada.id.rawValue)) == nil)
    try expectIndexed(test.store)
  }

  @Test func `e-mail and username are taken once, without regard to case`() throws {
    let test = try TestStore()
    try test.addUser("ada")
    #expect(throws: StorageError.duplicate(.email)) { try test.addUser("other", email: "ADA@example.org") }
    #expect(throws: StorageError.duplicate(.username)) { try test.addUser("ADA", email: "other@example.org") }
    for name in ["one", "two"] {
      _ = try test.store.addUser(
        email: EmailAddress(stored: "\(name)@example.org"), username: nil, passwordHash: "", role: .user,
        at: test.clock.now, audit: test.audit())
    }
  }

  @Test func `who must be the first is refused once somebody has an account`() throws {
    let test = try TestStore()
    func add(_ name: String) throws -> User {
      try test.store.addUser(
        email: EmailAddress(stored: "\(name)@example.org"), username: nil, passwordHash: "", role: .administrator,
        mustBeFirst: true, at: test.clock.now, audit: test.audit())
    }
    let ada = try add("ada")
    #expect(throws: StorageError.notFirst) { try add("eve") }
    let query = ListQuery(order: UserOrder.email, now: test.clock.now)
    #expect(try test.store.users(query, at: .start, limit: 9).map(\.row) == [ada])
  }

  @Test func `the last active administrator can be neither disabled nor demoted nor deleted`() throws {
    let test = try TestStore()
    let first = try test.addUser("first", role: .administrator)
    let second = try test.addUser("second", role: .administrator)
    let plain = try test.addUser("plain")
    try test.store.setUser(second.id, disabledAt: test.clock.now, audit: test.audit())
    let lines = try auditLines(test)
    #expect(throws: StorageError.lastAdministrator) {
      try test.store.setUser(first.id, disabledAt: test.clock.now, audit: test.audit())
    }
    #expect(throws: StorageError.lastAdministrator) {
      try test.store.setUser(first.id, role: .user, audit: test.audit())
    }
    #expect(throws: StorageError.lastAdministrator) { try test.store.deleteUser(first.id, audit: test.audit()) }
    // What was refused left no trace; what concerns others goes on.
    #expect(try auditLines(test) == lines)
    #expect(try test.store.user(first.id) == first)
    try test.store.setUser(plain.id, disabledAt: test.clock.now, audit: test.audit())
    try test.store.deleteUser(plain.id, audit: test.audit())
    try test.store.setUser(first.id, role: .administrator, audit: test.audit())
    try test.store.setUser(second.id, disabledAt: nil, audit: test.audit())
    try test.store.setUser(first.id, role: .user, audit: test.audit())
    try test.store.deleteUser(first.id, audit: test.audit())
    try expectIndexed(test.store)
  }

  @Test func `of two administrators who disable each other at once, one stays`() async throws {
    let test = try TestStore()
    let users = try [
      test.addUser("first", role: .administrator), test.addUser("second", role: .administrator),
    ]
    let stores = try [test.store, test.another()]
    let done = await withTaskGroup(of: Bool.self) { group in
      for (store, user) in zip(stores, users) {
        group.addTask {
          do throws(StorageError) {
            try store.setUser(user.id, disabledAt: test.clock.now, audit: test.audit())
            return true
          } catch {
            #expect(error == .lastAdministrator)
            return false
          }
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(done == 1)
  }

  @Test func `changes reach only users who are there`() throws {
    let test = try TestStore()
    let nobody = Identifier<User>(rawValue: 99)
    #expect(throws: StorageError.notFound) { try test.store.setUser(nobody, role: .user, audit: test.audit()) }
    #expect(throws: StorageError.notFound) { try test.store.setUser(nobody, disabledAt: nil, audit: test.audit()) }
    #expect(throws: StorageError.notFound) { try test.store.setUser(nobody, passwordHash: "", audit: test.audit()) }
    #expect(throws: StorageError.notFound) { try test.store.deleteUser(nobody, audit: test.audit()) }
    #expect(try auditLines(test) == 0)
  }

  @Test func `a new password ends browser sessions`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    for user in [ada, eve] {
      try test.store.change { (database) throws(StorageError) in
        try database.run(
          """
          INSERT INTO browser_sessions
            (digest, user_id, created_at, last_seen_at, expires_at, address, user_agent, user_agent_digest)
          VALUES (randomblob(32), ?, 0, 0, 9, '', '', randomblob(32))
          """, [.integer(user.id.rawValue)])
      }
    }
    try test.store.setUser(ada.id, passwordHash: "new", audit: test.audit())
    #expect(try test.store.credentials(for: "ada")?.passwordHash == "new")
    #expect(try count("browser_sessions", in: test) == 1)
  }

  @Test func `deleting a user takes everything along that hangs on them`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let own = try test.addClient("Ada's", owner: ada)
    let other = try test.addClient("Eve's", owner: eve)
    try test.addToken("ada's", owner: ada)
    try test.addToken("eve's", owner: eve)
    try test.grant(own, by: eve, tokens: 2)
    try test.grant(other, by: ada)
    try test.grant(other, by: eve)
    try insertTheRest(client: own, user: eve, into: test)
    try insertTheRest(client: other, user: ada, into: test)
    let before = try test.store.impact(ofDeletingUser: ada.id, at: test.clock.now)
    // Her own personal token and two of Eve's application, and four of Eve's that Ada's application holds.
    #expect(before.applications == 1 && before.impact == Impact(users: 1, tokens: 7))
    try test.store.deleteUser(ada.id, audit: test.audit(.userDelete))
    let left = [
      "users": 1, "clients": 1, "client_secrets": 1, "redirect_uris": 1, "tokens": 3, "grants": 1,
      "authorization_codes": 0, "device_codes": 0, "browser_sessions": 1, "ssh_keys": 1,
    ]
    for (table, rows) in left { #expect(try count(table, in: test) == rows, "\(table)") }
    #expect(try test.store.check() == [])
    #expect(try test.store.user(ada.id) == nil)
    try expectIndexed(test.store)
  }

  @Test func `search follows every change of a name`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let token = try test.addToken("before", owner: ada)
    func found(_ text: String) throws -> Int {
      try test.store.personalTokens(
        of: ada.id, ListQuery(order: .name, filter: text, now: test.clock.now), at: .start, limit: 9
      ).count
    }
    #expect(try found("efor") == 1)
    _ = try test.store.updatePersonalToken(
      token.id, of: ada.id, name: Name(stored: "later"), scopes: [], audit: test.audit())
    #expect(try found("efor") == 0)
    #expect(try found("LATER") == 1)
    try test.store.deletePersonalTokens([(token.id, test.audit())], of: ada.id)
    #expect(try found("later") == 0)
    #expect(try test.store.check() == [])
  }

  private func insertTheRest(client: Client, user: User, into test: TestStore) throws {
    let (client, user) = (SQLValue.integer(client.id.rawValue), SQLValue.integer(user.id.rawValue))
    try test.store.change { (database) throws(StorageError) in
      try database.run(
        """
        INSERT INTO authorization_codes (digest, client_id, user_id, scopes, family, created_at, expires_at)
        VALUES (randomblob(32), ?, ?, '', 1, 0, 1)
        """, [client, user])
      try database.run(
        """
        INSERT INTO device_codes
          (digest, user_code, client_id, user_id, scopes, state, poll_interval, created_at, expires_at)
        VALUES (randomblob(32), randomblob(32), ?, ?, '', 'approved', 5, 0, 1)
        """, [client, user])
      try database.run(
        """
        INSERT INTO browser_sessions
          (digest, user_id, created_at, last_seen_at, expires_at, address, user_agent, user_agent_digest)
        VALUES (randomblob(32), ?, 0, 0, 9, '', '', randomblob(32))
        """, [user])
      try database.run(
        """
        INSERT INTO ssh_keys (user_id, name, key, fingerprint, created_at) VALUES (?, '', '', hex(randomblob(4)), 0)
        """, [user])
    }
  }
}

/// How many rows a table has.
func count(_ table: String, in test: TestStore) throws -> Int {
  try test.store.question { (database) throws(StorageError) in try database.number("SELECT count(*) FROM \(table)") }
}

/// How many lines the audit log has.
func auditLines(_ test: TestStore) throws -> Int { try count("audit_events", in: test) }
