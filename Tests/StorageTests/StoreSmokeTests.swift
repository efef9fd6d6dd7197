import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct StoreSmokeTests {
  @Test func `what is written is read again`() throws {
    let test = try TestStore()
    let ada = try test.addUser("ada", role: .administrator)
    #expect(try test.store.user(ada.id) == ada)
    for key in ["ada", "ADA", "Ada@Example.org", String(ada.id.rawValue)] {
      #expect(try test.store.user(matching: key) == ada)
    }
    let client = try test.addClient("Zenodo uploader", owner: ada)
    #expect(try test.store.client(client.clientID, ownedBy: ada.id, at: test.clock.now) == client)
    let token = try test.addToken("laptop", owner: ada, expiresIn: 60)
    #expect(try test.store.personalToken(named: "LapTop", of: ada.id) == token)
    let page = try test.store.personalTokens(
      of: ada.id, ListQuery(order: .name, filter: "apt", now: test.clock.now), at: .start, limit: 10)
    #expect(page.map(\.row) == [token])
    let clients = try test.store.clients(
      ownedBy: ada.id, ListQuery(order: .lastUsed, filter: "UPL", now: test.clock.now), at: .end, limit: 10)
    #expect(clients.map(\.row) == [client])
  }
}
