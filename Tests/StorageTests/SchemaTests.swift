import CSQLite
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct SchemaTests {
  @Test func `every table of ours is strict`() throws {
    let test = try TestStore()
    try test.store.question { (database) throws(StorageError) in
      let loose = try database.rows(
        """
        SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict
        AND name NOT LIKE 'sqlite_%'
        """
      ) { (row) throws(StorageError) in row.text(0) }
      #expect(loose == [])
    }
  }

  @Test func `every foreign key cascades and has an index that begins with it`() throws {
    let test = try TestStore()
    try test.store.question { (database) throws(StorageError) in
      let keys = try database.rows(
        """
        SELECT t.name, k."from", k.on_delete FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS k
        WHERE t.schema = 'main'
        """
      ) { (row) throws(StorageError) in (row.text(0), row.text(1), row.text(2)) }
      #expect(keys.count >= 13)
      for (table, column, action) in keys {
        #expect(action == "CASCADE", "\(table).\(column)")
        // What a cascade asks for; a plan without an index would say SCAN.
        let plan = try database.rows("EXPLAIN QUERY PLAN SELECT 1 FROM \(table) WHERE \(column) = ?", [.integer(1)]) {
          (row) throws(StorageError) in row.text(3)
        }
        #expect(plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(table).\(column): \(plan)")
      }
    }
  }

  @Test(
    "A token of a wrong shape cannot be stored",
    arguments: [
      "('access', randomblob(32), 'abcd', 1, NULL, NULL, NULL, NULL, NULL, '', 0, 9, NULL)",
      "('access', randomblob(32), 'abcd', 1, 1, NULL, NULL, NULL, NULL, '', 0, NULL, NULL)",
      "('access', randomblob(32), 'abcd', 1, 1, NULL, 'name', 'name', 0, '', 0, 9, NULL)",
      "('access', randomblob(32), 'abcd', 1, 1, 5, NULL, NULL, NULL, '', 0, 9, 3)",
      "('refresh', randomblob(32), 'abcd', 1, 1, NULL, NULL, NULL, NULL, '', 0, 9, NULL)",
      "('refresh', randomblob(32), 'abcd', NULL, 1, 5, NULL, NULL, NULL, '', 0, 9, NULL)",
      "('personal', randomblob(32), 'abcd', 1, 1, NULL, 'name', 'name', 0, '', 0, 9, NULL)",
      "('personal', randomblob(32), 'abcd', NULL, NULL, NULL, 'name', 'name', 0, '', 0, 9, NULL)",
      "('personal', randomblob(32), 'abcd', 1, NULL, NULL, 'name', 'name', NULL, '', 0, 9, NULL)",
      "('personal', randomblob(32), 'abcd', 1, NULL, NULL, NULL, NULL, 0, '', 0, 9, NULL)",
      "('personal', randomblob(31), 'abcd', 1, NULL, NULL, 'name', 'name', 0, '', 0, 9, NULL)",
      "('session', randomblob(32), 'abcd', 1, NULL, NULL, 'name', 'name', 0, '', 0, 9, NULL)",
    ])
  func malformed(values: String) throws {
    let test = try TestStore()
    try test.addClient("Application", owner: test.addUser("ada"))
    #expect(throws: StorageError.self) { try insertToken(values, into: test.store) }
  }

  @Test(
    "A token of a right shape can",
    arguments: [
      "('access', randomblob(32), 'abcd', 1, 1, 5, NULL, NULL, NULL, '', 0, 9, NULL)",
      "('access', randomblob(32), 'abcd', NULL, 1, NULL, NULL, NULL, NULL, '', 0, 9, NULL)",
      "('refresh', randomblob(32), 'abcd', 1, 1, 5, NULL, NULL, NULL, '', 0, 9, 3)",
      "('personal', randomblob(32), 'abcd', 1, NULL, NULL, 'name', 'name', 1, '', 0, NULL, NULL)",
    ])
  func wellFormed(values: String) throws {
    let test = try TestStore()
    try test.addClient("Application", owner: test.addUser("ada"))
    try insertToken(values, into: test.store)
  }

  private func insertToken(_ values: String, into store: Store) throws(StorageError) {
    try store.change { (database) throws(StorageError) in
      try database.run(
        """
        INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, name, name_key, internal, scopes,
          created_at, expires_at, spent_at) VALUES \(values)
        """)
    }
  }

  @Test func `a client has two secrets at most`() throws {
    let test = try TestStore()
    let client = try test.addClient("Application", owner: test.addUser("ada"))
    try test.store.change { (database) throws(StorageError) in
      try database.addSecret(test.secret(.clientSecret), toClient: client.id.rawValue, at: test.clock.now)
    }
    #expect(throws: StorageError.self) {
      try test.store.change { (database) throws(StorageError) in
        try database.addSecret(test.secret(.clientSecret), toClient: client.id.rawValue, at: test.clock.now)
      }
    }
  }

  @Test func `row numbers are never given twice`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try test.addUser("root", role: .administrator)
    let token = try test.addToken("one", owner: ada)
    let client = try test.addClient("one", owner: ada)
    try test.store.deletePersonalTokens([(token.id, test.audit())], of: ada.id)
    try test.store.deleteClient(client.clientID, ownedBy: nil, audit: test.audit())
    #expect(try test.addToken("two", owner: ada).id > token.id)
    #expect(try test.addClient("two", owner: ada).id > client.id)
    let last = try test.addUser("last")
    try test.store.deleteUser(last.id, audit: test.audit())
    #expect(try test.addUser("next").id > last.id)
  }
}
