import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct GrantTests {
  /// Ada registered three applications; Grace and Edsger let them in, with two live tokens each.
  private struct Scene {
    let house: House
    let ada, grace, edsger: Account
    let clients: [Client]

    init() throws {
      house = try House()
      ada = try house.person("ada")
      grace = try house.person("grace")
      edsger = try house.person("edsger")
      var clients: [Client] = []
      for name in ["Binder", "Jupyter", "Overleaf"] {
        clients.append(try ada.registerApplication(.good(name)).client)
      }
      self.clients = clients
      for client in clients {
        try house.test.grant(client, by: grace.user)
        try house.test.grant(client, by: edsger.user)
      }
    }

    func authorized(_ account: Account) throws -> [AuthorizedApplication] {
      try account.authorizedApplications(house.query(.name), at: .start, limit: 9).map(\.row)
    }
  }

  @Test func `somebody sees whom they let in, and who made it`() throws {
    let scene = try Scene()
    let found = try scene.authorized(scene.grace)
    #expect(found.map(\.name.text) == ["Binder", "Jupyter", "Overleaf"])
    #expect(found.allSatisfy { $0.userID == scene.grace.user.id && $0.ownerLabel == "ada" })
    #expect(try scene.grace.authorizedApplication(scene.clients[0].clientID) == found[0])
    #expect(found[0].scopes == ["user:email"])
    #expect(try scene.grace.countTokens(ofAuthorized: scene.clients[0].clientID) == 2)
    #expect(try scene.grace.countAuthorizedApplications(scene.house.query(.name, filter: "over")) == 1)
    #expect(try scene.authorized(scene.ada) == [])
  }

  @Test func `an application that was never let in is not found`() throws {
    let scene = try Scene()
    let id = scene.clients[0].clientID
    #expect(throws: AccountError.notFound(.grant(id.text))) { try scene.ada.authorizedApplication(id) }
    #expect(throws: AccountError.notFound(.grant("nothing"))) {
      try scene.grace.authorizedApplication(ClientID("nothing"))
    }
    #expect(try scene.ada.countTokens(ofAuthorized: id) == 0)
    #expect(try scene.ada.countTokens(ofAuthorized: ClientID("nothing")) == 0)
  }

  @Test func `shutting applications out ends their tokens for one person alone`() throws {
    let scene = try Scene()
    let found = try scene.authorized(scene.grace)
    let lines = try scene.house.auditing {
      let ended = try scene.grace.revoke(Array(found.prefix(2)))
      #expect(ended == 4)
    }
    #expect(lines == [.by(scene.grace, .grantRevoke, "Binder"), .by(scene.grace, .grantRevoke, "Jupyter")])
    #expect(try scene.authorized(scene.grace) == [found[2]])
    #expect(try scene.grace.countTokens(ofAuthorized: found[0].clientID) == 0)
    #expect(try scene.grace.countTokens(ofAuthorized: found[2].clientID) == 2)
    #expect(try scene.authorized(scene.edsger).count == 3)
    #expect(try scene.edsger.countTokens(ofAuthorized: found[0].clientID) == 2)
    #expect(try scene.ada.application(found[0].clientID).profile.name.text == "Binder")
    #expect(try scene.grace.revoke([]) == 0)
  }

  @Test func `expired tokens end too, and are not counted`() throws {
    let scene = try Scene()
    scene.house.clock.advance(seconds: 3600)
    #expect(try scene.grace.revoke(scene.authorized(scene.grace)) == 3)
  }

  @Test func `they are shut out all or none, and the one that is out already is named`() throws {
    let scene = try Scene()
    let found = try scene.authorized(scene.grace)
    try scene.grace.revoke([found[1]])
    let foreign = try scene.authorized(scene.edsger)
    let lines = try scene.house.auditing {
      #expect(throws: AccountError.notFound(.grant("Jupyter"))) { try scene.grace.revoke(found) }
      // A row of somebody else's says nothing: it is one's own grant that ends.
      #expect(throws: AccountError.notFound(.grant("Jupyter"))) { try scene.grace.revoke([foreign[1]]) }
      try scene.ada.deleteApplication(found[2].clientID)
      #expect(throws: AccountError.notFound(.grant("Overleaf"))) { try scene.grace.revoke([found[0], found[2]]) }
    }
    #expect(lines.map(\.event) == [.applicationDelete])
    #expect(try scene.authorized(scene.grace) == [found[0]])
    #expect(try scene.grace.countTokens(ofAuthorized: found[0].clientID) == 2)
    #expect(try scene.authorized(scene.edsger) == Array(foreign.prefix(2)))
  }
}
