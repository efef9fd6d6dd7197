import Accounts
import Cryptography
import Model
import Storage
import TestSupport
import Testing

/// A house in which Ada has an application, a token, an application that she let in, a browser session and an SSH key, and
/// a device waits; Mallory has nothing, Chief administrates, and of Ghost's account nothing is left.
struct AuthorizationScene {
  let house: House
  let ada, mallory, chief, ghost: Account
  let client: Client
  let token: PersonalToken
  let secret: MachineSecret
  let grant: AuthorizedApplication
  let session: BrowserSession
  let key: SSHKey
  let userCode = "BCDF-GHJK"
  let device: WaitingDevice

  init() throws {
    house = try House()
    try house.test.addUser("root", role: .administrator)
    ada = try house.person("ada")
    mallory = try house.person("mallory")
    chief = try house.person("chief", role: .administrator)
    ghost = try house.person("ghost")
    try house.administration.delete(ghost.user)
    let made = try ada.registerApplication(.good()).client
    client = try ada.resetSecret(of: made.clientID, keeping: .livesSevenDays).client
    try house.test.grant(client, by: ada.user)
    let new = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"]))
    (token, secret) = (new.token, new.secret)
    grant = try ada.authorizedApplication(client.clientID)
    session = try house.openSession(of: ada)
    key = try ada.addSSHKey(TestSSHKey.ed25519.line, name: "laptop")
    let code = try #require(UserCode(typed: userCode))
    try house.test.store.commit(
      Store.addDeviceCode(
        house.test.secret(.deviceCode), userCode: code.digest, client: client.id, scopes: ["user:email"], interval: 5,
        expiresAt: house.clock.now.addingTimeInterval(600), at: house.clock.now))
    device = try ada.waitingDevice(userCode)
  }

  func query<Order>(_ order: Order) -> ListQuery<Order> { house.query(order) }

  /// Nothing of Ada's has changed.
  ///
  /// - Parameter hasSession: whether her browser is signed in still.
  func expectUntouched(hasSession: Bool = true, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try ada.application(client.clientID) == client, sourceLocation: sourceLocation)
    #expect(try ada.personalToken(token.id) == token, sourceLocation: sourceLocation)
    #expect(try ada.authorizedApplication(client.clientID) == grant, sourceLocation: sourceLocation)
    #expect(try ada.countTokens(ofAuthorized: client.clientID) == 2, sourceLocation: sourceLocation)
    #expect(try ada.browserSessions(limit: 9) == (hasSession ? [session] : []), sourceLocation: sourceLocation)
    #expect(try ada.sshKeys() == [key], sourceLocation: sourceLocation)
    #expect(try ada.current().user.role == .user, sourceLocation: sourceLocation)
    let again = try house.accounts.signIn(as: "ada", password: "password", from: house.origin)
    #expect(again.user.id == ada.user.id, sourceLocation: sourceLocation)
  }

  /// What Mallory is told.
  func message(of row: AuthorizationTable.Row) throws -> String {
    guard case .account(let call) = row.call else { return "" }
    do {
      try call(mallory, self)
      return "done"
    } catch let error as AccountError {
      return error.sentence
    }
  }

  /// Takes away all that is Ada's.
  func removeEverything() throws {
    try ada.endBrowserSession(session)
    try ada.revoke([grant])
    try ada.revokeTokens([token])
    try ada.removeSSHKey(key)
    try ada.deleteApplication(client.clientID)
  }

  /// Calls a use case as somebody, and says what became of it.
  func outcome(of row: AuthorizationTable.Row, by asker: AuthorizationTable.Asker) throws -> AuthorizationTable.Outcome
  {
    do {
      switch row.call {
      case .account(let call): try call(account(of: asker), self)
      case .administration(let call) where asker == .operator: try call(house.administration, self)
      case .administration(let call): try call(administrator(asker).administration(), self)
      }
      return .done
    } catch let error as AccountError {
      switch error {
      case .signedOut: return .out
      case .notFound: return .missing
      case .refused: return .refused
      default: throw error
      }
    }
  }

  /// The account through which somebody asks for what is Ada's.
  private func account(of asker: AuthorizationTable.Asker) throws -> Account {
    switch asker {
    case .nobody: return ghost
    case .other: return mallory
    case .owner: return ada
    case .operator: return try house.operated(ada)
    case .administrator: return try chief.administration().account(of: ada.user)
    case .disabled:
      try house.administration.disable(ada.user)
      return ada
    }
  }

  /// The account of somebody who asks for what administrators do.
  private func administrator(_ asker: AuthorizationTable.Asker) throws -> Account {
    switch asker {
    case .nobody: return ghost
    case .other: return mallory
    case .owner: return ada
    case .administrator, .operator: return chief
    case .disabled:
      try house.administration.disable(chief.user)
      return chief
    }
  }
}
