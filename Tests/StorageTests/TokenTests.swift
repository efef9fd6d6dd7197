import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct TokenTests {
  @Test func `a personal token is its owner's alone`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let token = try test.addToken("laptop", owner: ada, scopes: ["b", "a"], expiresIn: 60)
    #expect(token.scopes == ["b", "a"] && token.expiresAt == test.clock.now.addingTimeInterval(60))
    #expect(try test.store.personalToken(token.id, of: ada.id) == token)
    #expect(try test.store.personalToken(named: "LAPTOP", of: ada.id) == token)
    #expect(try test.store.personalToken(token.id, of: eve.id) == nil)
    #expect(try test.store.personalToken(named: "laptop", of: eve.id) == nil)
    #expect(throws: StorageError.notFound) {
      try test.store.updatePersonalToken(
        token.id, of: eve.id, name: Name(stored: "mine"), scopes: [], audit: test.audit())
    }
    #expect(throws: StorageError.notFound) {
      try test.store.deletePersonalTokens([(token.id, test.audit())], of: eve.id)
    }
    try expectIndexed(test.store)
  }

  @Test func `a name is taken once by one owner, without regard to case`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    try test.addToken("Été", owner: ada)
    let other = try test.addToken("other", owner: ada)
    try test.addToken("house", owner: ada, isInternal: true)
    for name in ["Été", "ÉTÉ", "E\u{301}te\u{301}", "HOUSE"] {
      #expect(throws: StorageError.duplicate(.name)) { try test.addToken(name, owner: ada) }
      #expect(throws: StorageError.duplicate(.name)) {
        try test.store.updatePersonalToken(
          other.id, of: ada.id, name: Name(stored: name), scopes: [], audit: test.audit())
      }
    }
    #expect(try test.store.personalToken(named: "e\u{301}te\u{301}", of: ada.id)?.name.text == "Été")
    try test.addToken("Été", owner: test.addUser("eve"))
    let same = try test.store.updatePersonalToken(
      other.id, of: ada.id, name: Name(stored: "OTHER"), scopes: ["x"], audit: test.audit())
    #expect(same.name.text == "OTHER" && same.scopes == ["x"] && same.lastFour == other.lastFour)
  }

  @Test func `a token is found by its digest and by nothing else`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let secret = test.secret()
    let token = try test.store.addPersonalToken(
      name: Name(stored: "laptop"), owner: ada.id, scopes: [], isInternal: false, secret: secret, expiresAt: nil,
      at: test.clock.now, audit: test.audit())
    #expect(try test.store.personalToken(digest: secret.digest) == token)
    #expect(try test.store.personalToken(digest: []) == nil)
    #expect(try test.store.personalToken(digest: test.secret().digest) == nil)
    try expectIndexed(test.store)
    // An access token is no personal token.
    try test.grant(test.addClient("Application", owner: ada), by: ada)
    let digests = try test.store.question { (database) throws(StorageError) in
      try database.rows("SELECT digest FROM tokens WHERE kind <> 'personal'") { (row) throws(StorageError) in
        row.blob(0)
      }
    }
    for digest in digests { #expect(try test.store.personalToken(digest: digest) == nil) }
  }

  @Test func `several are deleted together or not at all`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let tokens = try ["a", "b", "c"].map { try test.addToken($0, owner: ada) }
    let lines = try auditLines(test)
    let missing = Identifier<Token>(rawValue: 999)
    #expect(throws: StorageError.notFound) {
      try test.store.deletePersonalTokens(
        (tokens.map(\.id) + [missing]).map { ($0, test.audit(.tokenRevoke)) }, of: ada.id)
    }
    #expect(try count("tokens", in: test) == 3)
    #expect(try auditLines(test) == lines)
    try test.store.deletePersonalTokens(tokens.map { ($0.id, test.audit(.tokenRevoke)) }, of: ada.id)
    #expect(try count("tokens", in: test) == 0)
    #expect(try auditLines(test) == lines + 3)
  }

  @Test func `shutting applications out ends their tokens and codes for that user alone`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    let clients = try ["One", "Two"].map { try test.addClient($0, owner: eve) }
    for client in clients {
      try test.grant(client, by: ada, tokens: 2)
      try test.grant(client, by: eve)
    }
    let now = test.clock.now
    #expect(try test.store.countTokens(of: clients[0].clientID, for: ada.id, at: now) == 4)
    #expect(try test.store.countTokens(of: ClientID("nothing"), for: ada.id, at: now) == 0)
    let found = try #require(try test.store.authorizedApplication(clients[0].clientID, of: ada.id))
    #expect(found.name.text == "One" && found.ownerLabel == "eve" && found.userID == ada.id)
    #expect(throws: StorageError.notFound) {
      try test.store.revokeGrants(
        [(clients[0].clientID, test.audit()), (ClientID("nothing"), test.audit())], of: ada.id, at: now)
    }
    #expect(try count("grants", in: test) == 4)
    let lines = clients.map { ($0.clientID, test.audit(.grantRevoke)) }
    #expect(try test.store.revokeGrants(lines, of: ada.id, at: now) == 8)
    #expect(try test.store.authorizedApplication(clients[0].clientID, of: ada.id) == nil)
    #expect(try test.store.countTokens(of: clients[0].clientID, for: ada.id, at: now) == 0)
    #expect(try test.store.countTokens(of: clients[0].clientID, for: eve.id, at: now) == 2)
    #expect(throws: StorageError.notFound) { try test.store.revokeGrants(lines, of: ada.id, at: now) }
    try expectIndexed(test.store)
  }
}
