import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct StewardshipTests {
  /// Ada owns an application that Ben let in; Grace is an administrator.
  private struct Scene {
    let house: House
    let ada, ben, grace: Account
    let client: Client

    init() throws {
      house = try House()
      try house.test.addUser("root", role: .administrator)
      ada = try house.person("ada")
      ben = try house.person("ben")
      grace = try house.person("grace", role: .administrator)
      client = try ada.registerApplication(.good()).client
      try house.test.grant(client, by: ben.user, tokens: 2)
    }

    /// Ada's account, with Grace in her place.
    var placed: Account {
      get throws { try grace.administration().account(of: ada.user) }
    }
  }

  @Test func `an administrator disables and enables an application, which is recorded`() throws {
    let scene = try Scene()
    let id = scene.client.clientID
    let lines = try scene.house.auditing {
      let placed = try scene.placed
      #expect(try placed.disableApplication(id).disabledAt == scene.house.clock.now)
      #expect(try scene.ada.application(id).disabledAt == scene.house.clock.now)
      #expect(try placed.enableApplication(id).disabledAt == nil)
    }
    #expect(
      lines == [
        .by(scene.grace, .applicationDisable, "Zenodo uploader", "\(id), for ada"),
        .by(scene.grace, .applicationEnable, "Zenodo uploader", "\(id), for ada"),
      ])
  }

  @Test func `an administrator gives an application away, and its old owner does not find it any more`() throws {
    let scene = try Scene()
    let id = scene.client.clientID
    let lines = try scene.house.auditing {
      let given = try scene.placed.transferApplication(id, to: " BEN@example.org ")
      #expect(given.client.ownerID == scene.ben.user.id && given.account.user.id == scene.ben.user.id)
      #expect(try given.account.application(id).secrets == scene.client.secrets)
    }
    #expect(lines == [.by(scene.grace, .applicationTransfer, "Zenodo uploader", "\(id), to ben, for ada")])
    #expect(throws: AccountError.notFound(.application(id.text))) { try scene.ada.application(id) }
    #expect(try scene.ben.impact(ofApplication: id) == Impact(users: 1, tokens: 4))
    #expect(throws: AccountError.notFound(.application(id.text))) {
      try scene.placed.transferApplication(id, to: "grace")
    }
  }

  @Test(arguments: [
    ("", "Enter the new owner"), ("   ", "Enter the new owner"), ("nobody", "No user \"nobody\" was found"),
    ("999999", "No user \"999999\""), ("a\u{1B}[31m@b.c", "No user"), ("ada", "ada owns it already"),
    ("Ada@Example.org", "ada owns it already"), ("zoe", "The account of zoe is disabled"),
    (String(repeating: "x", count: 100_000), "No user"),
  ])
  func `a wrong new owner is told under the field, and nothing changes`(key: String, words: String) throws {
    let scene = try Scene()
    let zoe = try scene.house.test.addUser("zoe")
    try scene.house.administration.disable(zoe)
    let lines = try scene.house.auditing {
      let found = issues { try scene.placed.transferApplication(scene.client.clientID, to: key) }
      #expect(found.map(\.field) == [.owner] && found[0].message.hasPrefix(words), "\(found)")
      #expect(!found[0].message.contains("\u{1B}") && found[0].message.count < 500)
    }
    #expect(lines == [])
    #expect(try scene.ada.application(scene.client.clientID) == scene.client)
  }

  @Test func `an owner cannot disable, enable or give away, which is recorded, administrator or not`() throws {
    let scene = try Scene()
    let id = scene.client.clientID
    let own = try scene.grace.registerApplication(.good("Own")).client.clientID
    let refused = AccountError.refused(reason: "Only an administrator can do that; ask one.")
    for (account, id) in [(scene.ada, id), (scene.grace, own)] {
      let lines = try scene.house.auditing {
        #expect(throws: refused) { try account.disableApplication(id) }
        #expect(throws: refused) { try account.enableApplication(id) }
        #expect(throws: refused) { try account.transferApplication(id, to: "ben") }
      }
      #expect(lines.map(\.event) == [.refusal, .refusal, .refusal] && lines.allSatisfy { $0.outcome == "refused" })
    }
    #expect(try scene.ada.application(id) == scene.client)
    // In her own place as an administrator, she can.
    _ = try scene.grace.administration().account(of: scene.grace.user).disableApplication(own)
  }

  @Test func `whoever is demoted or disabled meanwhile is refused at the next step`() throws {
    let scene = try Scene()
    let placed = try scene.placed
    let administration = try scene.grace.administration()
    try scene.house.administration.setRole(.user, of: scene.grace.user)
    let id = scene.client.clientID
    let query = scene.house.query(ApplicationOrder.name)
    let refused = AccountError.refused(reason: "Only an administrator can do that; ask one.")
    #expect(throws: refused) { try placed.disableApplication(id) }
    #expect(throws: refused) { try placed.transferApplication(id, to: "ben") }
    #expect(throws: refused) { try administration.applications(query, at: .start, limit: 9) }
    #expect(throws: refused) { try administration.openApplication(id) }
    try scene.house.administration.disable(scene.grace.user)
    #expect(throws: AccountError.signedOut) { try administration.countApplications(query) }
    #expect(throws: AccountError.signedOut) { try administration.application(id) }
    #expect(try scene.ada.application(id) == scene.client)
  }

  @Test func `opening an application is recorded once, unless it is one's own`() throws {
    let scene = try Scene()
    let id = scene.client.clientID
    let own = try scene.grace.registerApplication(.good("Own")).client.clientID
    let administration = try scene.grace.administration()
    let lines = try scene.house.auditing {
      #expect(try administration.openApplication(id).client == scene.client)
      #expect(try administration.openApplication(own).account.user.id == scene.grace.user.id)
      _ = try administration.application(id)
      _ = try administration.applications(scene.house.query(.name), at: .start, limit: 9)
    }
    #expect(lines == [.by(scene.grace, .applicationView, "Zenodo uploader", "\(id), of ada")])
    #expect(throws: AccountError.notFound(.application("nothing"))) {
      try administration.openApplication(ClientID("nothing"))
    }
  }

  @Test(arguments: [
    ("", 3), ("zenodo", 2), ("owner:ada", 1), ("OWNER:ada", 1), ("owner:ADA@example.org", 1), ("ada@example.org", 1),
    ("zenodo owner:ben", 1), ("uploader owner:ben", 0), ("owner:nobody", 0), ("owner:", 3), ("nobody@example.org", 0),
    ("owner:ada owner:ben", 2), ("100%", 0), ("'; DROP TABLE clients; --", 0),
  ])
  func `applications are found by name, client id and owner`(filter: String, count: Int) throws {
    let scene = try Scene()
    _ = try scene.ben.registerApplication(.good("Zenodo viewer"))
    _ = try scene.ben.registerApplication(.good("Binder"))
    let administration = try scene.grace.administration()
    let query = scene.house.query(ApplicationOrder.name, filter: filter)
    #expect(try administration.applications(query, at: .start, limit: 9).count == count)
    #expect(try administration.countApplications(query) == count)
    let id = scene.house.query(ApplicationOrder.name, filter: String(scene.client.clientID.text.prefix(20)))
    #expect(try administration.applications(id, at: .start, limit: 9).map(\.row.client) == [scene.client])
  }
}
