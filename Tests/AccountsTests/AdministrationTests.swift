import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct AdministrationTests {
  @Test func `an account is made, and its owner signs in`() throws {
    let house = try House()
    var made: User?
    let lines = try house.auditing {
      made = try house.administration.addUser(
        email: " Ada@example.org ", username: " ada ", password: "correct horse", role: .administrator)
    }
    let ada = try #require(made)
    #expect(ada.email.text == "Ada@example.org")
    #expect(ada.username?.text == "ada")
    #expect(ada.role == .administrator && ada.isActive)
    #expect(ada.createdAt == house.clock.now)
    #expect(lines == [.byOperator(.userCreate, "Ada@example.org", "administrator")])
    #expect(try house.accounts.signIn(as: "ada", password: "correct horse", from: house.origin).user == ada)
    for key in ["ada", " ADA@EXAMPLE.ORG ", String(ada.id.rawValue)] {
      #expect(try house.administration.user(key).id == ada.id)
    }
    #expect(throws: AccountError.notFound(.user("bob"))) { try house.administration.user(" bob ") }
  }

  @Test func `everything that is wrong with an account is told at once, and nothing is written`() throws {
    let house = try House()
    let found = issues {
      try house.administration.addUser(email: "ada", username: "1", password: "short", role: .user)
    }
    #expect(found.map(\.field) == [.email, .username, .password])
    #expect(try !house.test.store.hasUsers())
    #expect(try house.audit() == [])
  }

  @Test func `e-mail address and username are given once, without regard to case`() throws {
    let house = try House()
    try house.test.addUser("ada")
    let administration = house.administration
    #expect(
      issues {
        try administration.addUser(email: "ADA@example.org", username: nil, password: "long enough", role: .user)
      }
        == [FieldIssue(.email, "There is already an account with that e-mail address; enter another.")])
    #expect(
      issues { try administration.addUser(email: "a@b.example", username: "Ada", password: "long enough", role: .user) }
        == [FieldIssue(.username, "There is already an account with that username; choose another.")])
    // Whoever has no username is not a duplicate of another who has none.
    for email in ["b@example.org", "c@example.org"] {
      let user = try administration.addUser(email: email, username: nil, password: "long enough", role: .user)
      #expect(user.label == email)
    }
  }

  @Test(arguments: [
    ("", "at least 8"), ("1234567", "at least 8"), ("🔑🔑🔑🔑🔑🔑🔑", "at least 8"),
    (String(repeating: "x", count: 1025), "at most 1024"), (String(repeating: "é", count: 513), "at most 1024"),
    ("x" + String(repeating: "\u{301}", count: 600), "at most 1024"),
  ])
  func `a password of a wrong length is refused`(password: String, words: String) throws {
    let house = try House()
    let ada = try house.test.addUser("ada")
    let made = issues { try house.administration.addUser(email: "b@c", username: nil, password: password, role: .user) }
    let set = issues { try house.administration.setPassword(password, of: ada) }
    #expect(made == set)
    #expect(set.map(\.field) == [.password])
    #expect(set.first?.message.contains(words) == true)
    #expect(set.first?.message.contains("xxx") == false)
    #expect(try house.accounts.signIn(as: "ada", password: "password", from: house.origin).user.id == ada.id)
  }

  @Test(
    arguments: [
      "19283746", "a       ", "🔑🔒🔓🔐🗝🔑🔒🔓", String(repeating: "horse", count: 204) + "abcd", "nul\u{0}inside",
      "corréct hörse",
      "$scrypt$ln=1,r=8,p=1$c2FsdA$aGFzaA",
    ])
  func `a password of a right length is set as it was typed`(password: String) throws {
    let house = try House()
    let ada = try house.test.addUser("ada")
    #expect(
      try house.auditing { try house.administration.setPassword(password, of: ada) }
        == [.byOperator(.userPassword, "ada")])
    #expect(try house.accounts.signIn(as: "ada", password: password, from: house.origin).user.id == ada.id)
    for wrong in ["password", password + " ", String(password.dropLast())] {
      #expect(throws: AccountError.self) {
        try house.accounts.signIn(as: "ada", password: wrong, from: house.origin)
      }
    }
  }

  @Test func `an account is disabled, enabled, promoted and demoted, each with its line`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.test.addUser("ada")
    let administration = house.administration
    let lines = try house.auditing {
      try administration.disable(ada)
      #expect(try administration.user("ada").disabledAt == house.clock.now)
      try administration.enable(ada)
      #expect(try administration.user("ada").isActive)
      try administration.setRole(.administrator, of: ada)
      #expect(try administration.user("ada").role == .administrator)
      try administration.setRole(.user, of: ada)
      #expect(try administration.user("ada").role == .user)
      try administration.delete(ada)
    }
    #expect(
      lines
        == [AuditEvent.userDisable, .userEnable, .userPromote, .userDemote, .userDelete].map { .byOperator($0, "ada") })
    let gone = AccountError.notFound(.user("ada"))
    #expect(throws: gone) { try administration.user("ada") }
    #expect(throws: gone) { try administration.disable(ada) }
    #expect(throws: gone) { try administration.enable(ada) }
    #expect(throws: gone) { try administration.setRole(.administrator, of: ada) }
    #expect(throws: gone) { try administration.setPassword("long enough", of: ada) }
    #expect(throws: gone) { try administration.delete(ada) }
  }

  @Test func `the last active administrator stays`() throws {
    let house = try House()
    let root = try house.test.addUser("root", role: .administrator)
    let ada = try house.test.addUser("ada")
    let second = try house.test.addUser("second", role: .administrator)
    let administration = house.administration
    try administration.disable(second)
    let refused = AccountError.storage(.lastAdministrator)
    let lines = try house.auditing {
      #expect(throws: refused) { try administration.disable(root) }
      #expect(throws: refused) { try administration.setRole(.user, of: root) }
      #expect(throws: refused) { try administration.delete(root) }
    }
    #expect(lines == [])
    #expect(try administration.user("root") == root)
    // One that is disabled may go; and root too, once somebody else is there.
    try administration.delete(second)
    try administration.setRole(.administrator, of: ada)
    try administration.delete(root)
    #expect(throws: refused) { try administration.setRole(.user, of: ada) }
  }

  @Test func `deleting an account is announced, and takes everything with it`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    let mine = try ada.registerApplication(.good("Ada's")).client
    let theirs = try grace.registerApplication(.good("Grace's")).client
    try house.test.grant(mine, by: grace.user)
    try house.test.grant(theirs, by: ada.user, tokens: 2)
    let laptop = try ada.createToken(TokenDraft(name: "laptop"))
    let impact = try house.administration.impact(ofDeleting: ada.user)
    #expect(impact.applications == 1)
    // Grace's two with Ada's application, Ada's four with Grace's, her personal one.
    #expect(impact.impact == Impact(users: 1, tokens: 7))
    try house.administration.delete(ada.user)
    #expect(throws: AccountError.notFound(.application(mine.clientID.text))) {
      try house.administration.owner(of: mine.clientID)
    }
    #expect(try grace.countAuthorizedApplications(house.query(.name)) == 0)
    #expect(try grace.impact(ofApplication: theirs.clientID) == Impact(users: 0, tokens: 0))
    #expect(try house.administration.holder(ofPresented: laptop.secret.text) == nil)
    // What she did stays on record.
    #expect(try house.audit().contains { $0.event == .tokenCreate && $0.actorID == ada.user.id.rawValue })
  }

  @Test func `a presented token leads to its owner's account, and nothing else does`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let made = try ada.createToken(TokenDraft(name: "laptop"))
    let secret = try #require(try ada.registerApplication(.good()).secret)
    let found = try #require(try house.administration.holder(ofPresented: " \(made.secret.text)\n"))
    #expect(found.token == made.token)
    #expect(found.account.user.id == ada.user.id && found.account.isOperated)
    let digest = made.secret.digest.map { String($0, radix: 16) }.joined()
    for text in [
      "", "psp_", secret.text, String(made.secret.text.dropLast()), made.secret.text + "x", digest, "laptop",
    ] {
      #expect(try house.administration.holder(ofPresented: text) == nil)
    }
  }

  @Test func `the operator finds who registered an application`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let client = try ada.registerApplication(.good()).client
    let owner = try house.administration.owner(of: client.clientID)
    #expect(owner.user.id == ada.user.id && owner.isOperated)
    #expect(throws: AccountError.notFound(.application("x"))) { try house.administration.owner(of: ClientID("x")) }
  }

  @Test func `every user and every application is handed over once, page after page`() throws {
    let house = try House()
    let random = house.test.random
    try house.test.store.bulk { (writer) throws(StorageError) in
      for number in 0..<1001 {
        let user = try writer.addUser(
          email: EmailAddress(stored: "user\(number)@example.org"), username: nil, passwordHash: "-", role: .user,
          createdAt: house.clock.now)
        let profile = ClientProfile(
          name: Name(stored: "same name"), description: "", website: WebsiteURL(stored: "https://example.org"),
          redirectURIs: [RedirectURI(stored: "https://example.org/")], type: .public)
        _ = try writer.addClient(
          profile, clientID: ClientID(Base62.random(length: 40, random: random)), owner: user, secret: nil,
          createdAt: house.clock.now)
      }
    }
    var emails: [String] = []
    try house.administration.forEachUser { emails.append($0.email.text) }
    #expect(emails.count == 1001 && Set(emails).count == 1001)
    #expect(emails == emails.sorted())
    var ids: [ClientID] = []
    try house.administration.forEachApplication { client, _ in ids.append(client.clientID) }
    #expect(ids.count == 1001 && Set(ids).count == 1001)
  }
}
