import Accounts
import Model
import Testing

@Suite struct OperatorTests {
  @Test(arguments: ["ada@example.org", "ADA", "1", " ada "])
  func `the operator opens an account without its password, and the log says so`(key: String) throws {
    let house = try House()
    let ada = try house.test.addUser("ada")
    let lines = try house.auditing {
      let account = try house.accounts.operate(as: key, by: "root", from: house.origin)
      #expect(account.user == ada)
      #expect(account.isOperated)
    }
    #expect(lines == [.byOperator(.operate, "ada", "for ada")])
  }

  @Test(arguments: ["nobody", "", "999", "ada\u{0}", "-1", "99999999999999999999"])
  func `nobody's account cannot be opened`(key: String) throws {
    let house = try House()
    try house.test.addUser("ada")
    #expect(throws: AccountError.notFound(.user(key))) {
      try house.accounts.operate(as: key, by: "root", from: house.origin)
    }
    #expect(throws: AccountError.notFound(.user(key))) {
      try house.accounts.command(as: key, by: "root", from: house.origin)
    }
  }

  @Test func `a disabled account opens for a command, not for a visit`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.person("ada")
    try house.administration.disable(ada.user)
    #expect(throws: AccountError.refused(reason: "The account of ada is disabled; enable it first.")) {
      try house.accounts.operate(as: "ada", by: "root", from: house.origin)
    }
    #expect(try house.operated(ada).createToken(TokenDraft(name: "laptop")).token.name.text == "laptop")
  }

  @Test func `what the operator does for somebody names both`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let operated = try house.operated(ada)
    let lines = try house.auditing {
      let made = try operated.registerApplication(.good())
      _ = try operated.createToken(TokenDraft(name: "laptop", scopes: ["user:email"]))
      #expect(try ada.application(made.client.clientID).ownerID == ada.user.id)
    }
    #expect(lines.map(\.event) == [.applicationCreate, .tokenCreate])
    #expect(lines.allSatisfy { $0.actor == "operator root" && $0.actorID == nil && $0.detail.hasSuffix(", for ada") })
  }
}
