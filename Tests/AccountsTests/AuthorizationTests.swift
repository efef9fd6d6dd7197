import Accounts
import Model
import TestSupport
import Testing

@Suite struct AuthorizationTests {
  /// Ada has an application, a token, and an application that she let in; Mallory has nothing.
  private struct Scene {
    let house: House
    let ada, mallory: Account
    let things: UseCase.Belongings

    init() throws {
      house = try House()
      try house.test.addUser("root", role: .administrator)
      ada = try house.person("ada")
      mallory = try house.person("mallory")
      let made = try ada.registerApplication(.good()).client
      let client = try ada.resetSecret(of: made.clientID, keeping: .livesSevenDays).client
      try house.test.grant(client, by: ada.user)
      things = UseCase.Belongings(
        client: client, token: try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"])).token,
        grant: try ada.authorizedApplication(client.clientID), session: try house.openSession(of: ada),
        key: try ada.addSSHKey(TestSSHKey.ed25519.line, name: "laptop"))
    }

    /// Nothing of Ada's has changed.
    func expectUntouched() throws {
      #expect(try ada.application(things.client.clientID) == things.client)
      #expect(try ada.personalToken(things.token.id) == things.token)
      #expect(try ada.authorizedApplication(things.client.clientID) == things.grant)
      #expect(try ada.countTokens(ofAuthorized: things.client.clientID) == 2)
      #expect(try house.accounts.signIn(as: "ada", password: "password", from: house.origin).user.id == ada.user.id)
      #expect(try ada.sshKeys() == [things.key])
    }
  }

  @Test(arguments: UseCase.allCases)
  func `an owner may do everything with what is theirs`(useCase: UseCase) throws {
    let scene = try Scene()
    try useCase.perform(as: scene.ada, on: scene.things, in: scene.house)
  }

  @Test(arguments: UseCase.owners)
  func `what only the owner can do is refused to whoever acts in their place`(useCase: UseCase) throws {
    let scene = try Scene()
    let chief = try scene.house.person("chief", role: .administrator)
    let administered = try chief.administration().account(of: scene.ada.user)
    for account in [administered, try scene.house.operated(scene.ada)] {
      #expect {
        try useCase.perform(as: account, on: scene.things, in: scene.house)
      } throws: { error in
        if case AccountError.refused = error { true } else { false }
      }
    }
    try scene.expectUntouched()
    #expect(try scene.ada.browserSessions(limit: 9) == [scene.things.session])
  }

  @Test(arguments: UseCase.allCases.filter { !UseCase.owners.contains($0) })
  func `so may the operator in their place, and the log says who`(useCase: UseCase) throws {
    let scene = try Scene()
    let operated = try scene.house.operated(scene.ada)
    let lines = try scene.house.auditing { try useCase.perform(as: operated, on: scene.things, in: scene.house) }
    #expect(lines.allSatisfy { $0.actor == "operator root" && $0.actorID == nil && $0.detail.hasSuffix("for ada") })
  }

  @Test(arguments: UseCase.naming)
  func `somebody else's row is not found, and stays as it was`(useCase: UseCase) throws {
    let scene = try Scene()
    let lines = try scene.house.auditing {
      #expect(throws: useCase.refusal(on: scene.things)) {
        try useCase.perform(as: scene.mallory, on: scene.things, in: scene.house)
      }
    }
    #expect(lines == [])
    try scene.expectUntouched()
  }

  @Test(arguments: UseCase.naming)
  func `a row that was never there is told in the same way`(useCase: UseCase) throws {
    let scene = try Scene()
    try scene.ada.endBrowserSession(scene.things.session)
    try scene.ada.revoke([scene.things.grant])
    try scene.ada.revokeTokens([scene.things.token])
    try scene.ada.removeSSHKey(scene.things.key)
    try scene.ada.deleteApplication(scene.things.client.clientID)
    #expect(throws: useCase.refusal(on: scene.things)) {
      try useCase.perform(as: scene.mallory, on: scene.things, in: scene.house)
    }
  }

  @Test(arguments: UseCase.allCases)
  func `whoever was disabled is out at their next step`(useCase: UseCase) throws {
    let scene = try Scene()
    try scene.house.administration.disable(scene.ada.user)
    let lines = try scene.house.auditing {
      #expect(throws: AccountError.signedOut) {
        try useCase.perform(as: scene.ada, on: scene.things, in: scene.house)
      }
    }
    #expect(lines == [])
    try scene.house.administration.enable(scene.ada.user)
    try scene.expectUntouched()
  }

  @Test(arguments: UseCase.allCases)
  func `whoever was deleted is out, and so is the operator in their place`(useCase: UseCase) throws {
    let scene = try Scene()
    let operated = try scene.house.operated(scene.ada)
    try scene.house.administration.delete(scene.ada.user)
    for account in [scene.ada, operated] {
      #expect(throws: AccountError.signedOut) {
        try useCase.perform(as: account, on: scene.things, in: scene.house)
      }
    }
  }

  @Test(arguments: UseCase.allCases)
  func `an administrator has no more rights in their own account than anybody`(useCase: UseCase) throws {
    let scene = try Scene()
    let chief = try scene.house.person("chief", role: .administrator)
    guard UseCase.naming.contains(useCase) else { return }
    #expect(throws: useCase.refusal(on: scene.things)) {
      try useCase.perform(as: chief, on: scene.things, in: scene.house)
    }
    try scene.expectUntouched()
  }
}
