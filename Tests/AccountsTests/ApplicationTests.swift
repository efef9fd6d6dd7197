import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct ApplicationTests {
  @Test func `a confidential application gets an id and a secret`() throws {
    let house = try House()
    let ada = try house.person("ada")
    var made: Registration?
    let lines = try house.auditing { made = try ada.registerApplication(.good()) }
    let client = try #require(made?.client)
    let secret = try #require(made?.secret)
    #expect(client.clientID.text.utf8.count == 40)
    #expect(secret.text.utf8.count == 60 && secret.text.hasPrefix("pss_"))
    #expect(client.secrets.map(\.lastFour) == [secret.lastFour])
    #expect(client.secrets.map(\.expiresAt) == [nil])
    #expect(client.ownerID == ada.user.id)
    #expect(client.createdAt == house.clock.now)
    #expect(client.profile == (try ClientProfile(validating: .good())))
    #expect(try ada.application(client.clientID) == client)
    #expect(lines == [.by(ada, .applicationCreate, "Zenodo uploader", client.clientID.text)])
  }

  @Test func `a public application gets no secret`() throws {
    let house = try House()
    let made = try house.person("ada").registerApplication(.good(type: .public))
    #expect(made.secret == nil)
    #expect(made.client.secrets == [])
  }

  @Test func `lengths follow the settings`() throws {
    let house = try House()
    var settings = house.accounts.settings
    (settings.clientIDLength, settings.clientSecretLength, settings.personalTokenLength) = (22, 80, 32)
    try house.test.addUser("ada")
    let accounts = Accounts(
      store: house.test.store, settings: settings, surroundings: house.accounts.surroundings)
    let ada = try accounts.signIn(as: "ada", password: "password", from: house.origin)
    let made = try ada.registerApplication(.good())
    #expect(made.client.clientID.text.count == 22)
    #expect(made.secret?.text.count == 80)
    #expect(try ada.createToken(TokenDraft(name: "x")).secret.text.count == 32)
  }

  @Test func `two applications may have one name, and never share an id or a secret`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let made = try (0..<20).map { _ in try ada.registerApplication(.good()) }
    #expect(Set(made.map(\.client.clientID)).count == 20)
    #expect(Set(made.compactMap(\.secret?.text)).count == 20)
    #expect(try ada.countApplications(house.query(.name)) == 20)
  }

  @Test func `what is wrong is filed by field, all at once, and nothing is written`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let client = try ada.registerApplication(.good()).client
    let bad = ClientDraft(name: " ", description: "\u{202E}", website: "x", redirectURIs: "http://a.example\n//b")
    let fields: [Field] = [.name, .description, .website, .redirectURIs]
    let lines = try house.auditing {
      #expect(issues { try ada.registerApplication(bad) }.map(\.field) == fields)
      #expect(issues { try ada.editApplication(client.clientID, bad) }.map(\.field) == fields)
    }
    #expect(lines == [])
    #expect(try ada.application(client.clientID) == client)
  }

  @Test func `an edit changes what the application says of itself and nothing else`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let before = try ada.registerApplication(.good()).client
    house.clock.advance(seconds: 100)
    let draft = ClientDraft(
      name: "Renamed", description: "", website: "https://new.example", redirectURIs: "https://new.example/cb")
    var after: Registration?
    let lines = try house.auditing { after = try ada.editApplication(before.clientID, draft) }
    #expect(after?.secret == nil)
    #expect(after?.client.profile == (try ClientProfile(validating: draft)))
    #expect(after?.client.secrets == before.secrets)
    #expect(after?.client.createdAt == before.createdAt)
    #expect(try ada.application(before.clientID) == after?.client)
    #expect(lines.map(\.event) == [.applicationEdit])
    #expect(lines.map(\.target) == ["Renamed"])
  }

  @Test func `becoming public loses the secrets, becoming confidential makes one`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let first = try ada.registerApplication(.good())
    let id = first.client.clientID
    _ = try ada.resetSecret(of: id, keeping: .livesSevenDays)
    let opened = try ada.editApplication(id, .good(type: .public))
    #expect(opened.secret == nil)
    #expect(opened.client.secrets == [])
    let closed = try ada.editApplication(id, .good())
    let secret = try #require(closed.secret)
    #expect(secret.text != first.secret?.text)
    #expect(closed.client.secrets.map(\.lastFour) == [secret.lastFour])
  }

  @Test func `an application is told how many people and tokens it would cut off`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let client = try ada.registerApplication(.good()).client
    #expect(try ada.impact(ofApplication: client.clientID) == Impact(users: 0, tokens: 0))
    for name in ["grace", "edsger", "barbara"] {
      // Each authorization has an access and a refresh token.
      try house.test.grant(client, by: house.test.addUser(name), tokens: 2)
    }
    _ = try ada.createToken(TokenDraft(name: "mine"))
    #expect(try ada.impact(ofApplication: client.clientID) == Impact(users: 3, tokens: 12))
    #expect(try ada.impact(ofApplication: client.clientID, cap: 2) == Impact(users: 2, tokens: 2))
    house.clock.advance(seconds: 3600)
    #expect(try ada.impact(ofApplication: client.clientID) == Impact(users: 3, tokens: 6))
    house.clock.advance(days: 30)
    #expect(try ada.impact(ofApplication: client.clientID) == Impact(users: 3, tokens: 0))
  }

  @Test func `deleting an application takes its grants and tokens with it`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    let client = try ada.registerApplication(.good()).client
    let other = try ada.registerApplication(.good("Other")).client
    for each in [client, other] { try house.test.grant(each, by: grace.user) }
    let lines = try house.auditing {
      let impact = try ada.deleteApplication(client.clientID)
      #expect(impact == Impact(users: 1, tokens: 2))
    }
    #expect(lines == [.by(ada, .applicationDelete, "Zenodo uploader", "1 user, 2 tokens")])
    let gone = AccountError.notFound(.application(client.clientID.text))
    #expect(throws: gone) { try ada.application(client.clientID) }
    #expect(throws: gone) { try ada.deleteApplication(client.clientID) }
    #expect(throws: gone) { try ada.editApplication(client.clientID, .good()) }
    #expect(
      try grace.authorizedApplications(house.query(.name), at: .start, limit: 9).map(\.row.name.text) == ["Other"])
    #expect(try grace.countTokens(ofAuthorized: client.clientID) == 0)
    #expect(try grace.countTokens(ofAuthorized: other.clientID) == 2)
  }

  @Test func `all tokens of an application can be ended, and people need not let it in again`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    let client = try ada.registerApplication(.good()).client
    let other = try ada.registerApplication(.good("Other")).client
    for each in [client, other] { try house.test.grant(each, by: grace.user, tokens: 3) }
    _ = try grace.createToken(TokenDraft(name: "mine"))
    let lines = try house.auditing {
      let ended = try ada.revokeTokens(ofApplication: client.clientID)
      #expect(ended == 6)
    }
    #expect(lines == [.by(ada, .tokenRevoke, "Zenodo uploader", "all tokens of the application")])
    #expect(try grace.countTokens(ofAuthorized: client.clientID) == 0)
    #expect(try grace.countTokens(ofAuthorized: other.clientID) == 6)
    #expect(try grace.authorizedApplication(client.clientID).name.text == "Zenodo uploader")
    #expect(try grace.countPersonalTokens(house.query(.name)) == 1)
    #expect(try ada.revokeTokens(ofApplication: client.clientID) == 0)
  }

  @Test func `a list holds one's own applications, by name and by id`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    let mine = try ["beta", "Alpha", "gamma"].map { try ada.registerApplication(.good($0)).client }
    _ = try grace.registerApplication(.good("alpha"))
    let page = try ada.applications(house.query(.name), at: .start, limit: 10).map(\.row.profile.name.text)
    #expect(page == ["Alpha", "beta", "gamma"])
    #expect(try ada.countApplications(house.query(.name, filter: "ALPHA")) == 1)
    let id = String(mine[0].clientID.text.prefix(12))
    #expect(try ada.applications(house.query(.name, filter: id), at: .start, limit: 10).map(\.row) == [mine[0]])
  }
}
