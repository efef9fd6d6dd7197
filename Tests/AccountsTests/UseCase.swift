import Accounts
import Model
import Storage
import TestSupport

/// Every use case of an account, as it is called with what belongs to somebody.
enum UseCase: String, CaseIterable {
  case listApplications, countApplications, viewApplication, impact, register, editApplication, resetSecret, endSecret
  case deleteApplication, revokeApplicationTokens
  case listTokens, countTokens, viewToken, viewTokenByName, createToken, editToken, revokeTokens
  case listGrants, countGrants, viewGrant, countGrantTokens, revokeGrants
  case changePassword, countApplicationTokens, listSessions, viewSession, endSession, endSessions
  case listActivity, countActivity, recentActivity
  case listSSHKeys, viewSSHKey, addSSHKey, removeSSHKey

  /// Those that name a row.
  static let naming: [UseCase] = allCases.filter {
    switch $0 {
    case .listApplications, .countApplications, .register, .listTokens, .countTokens, .createToken: false
    // A count of nobody's tokens is none.
    case .changePassword, .countApplicationTokens, .listSessions, .endSessions: false
    case .listActivity, .countActivity, .recentActivity: false
    case .listGrants, .countGrants, .countGrantTokens, .listSSHKeys, .addSSHKey: false
    default: true
    }
  }

  /// Those that nobody in the owner's place may do.
  static let owners: [UseCase] = [.changePassword]

  /// What belongs to somebody.
  struct Belongings {
    let client: Client
    let token: PersonalToken
    let grant: AuthorizedApplication
    let session: BrowserSession
    let key: SSHKey
  }

  func perform(as account: Account, on things: Belongings, in house: House) throws(AccountError) {
    switch self {
    case .listApplications: _ = try account.applications(house.query(.name), at: .start, limit: 9)
    case .countApplications: _ = try account.countApplications(house.query(.name))
    case .viewApplication: _ = try account.application(things.client.clientID)
    case .impact: _ = try account.impact(ofApplication: things.client.clientID)
    case .register: _ = try account.registerApplication(.good("New"))
    case .editApplication: _ = try account.editApplication(things.client.clientID, .good("Changed"))
    case .resetSecret: _ = try account.resetSecret(of: things.client.clientID, keeping: .endsNow)
    case .endSecret: _ = try account.endSecret(things.client.secrets[1].id, of: things.client.clientID)
    case .deleteApplication: try account.deleteApplication(things.client.clientID)
    case .revokeApplicationTokens: try account.revokeTokens(ofApplication: things.client.clientID)
    case .listTokens: _ = try account.personalTokens(house.query(.name), at: .start, limit: 9)
    case .countTokens: _ = try account.countPersonalTokens(house.query(.name))
    case .viewToken: _ = try account.personalToken(things.token.id)
    case .viewTokenByName: _ = try account.personalToken(named: things.token.name.text)
    case .createToken: _ = try account.createToken(TokenDraft(name: "new"))
    case .editToken: _ = try account.editToken(things.token.id, name: "changed", scopes: [])
    case .revokeTokens: try account.revokeTokens([things.token])
    case .listGrants: _ = try account.authorizedApplications(house.query(.name), at: .start, limit: 9)
    case .countGrants: _ = try account.countAuthorizedApplications(house.query(.name))
    case .viewGrant: _ = try account.authorizedApplication(things.grant.clientID)
    case .countGrantTokens: _ = try account.countTokens(ofAuthorized: things.grant.clientID)
    case .revokeGrants: try account.revoke([things.grant])
    case .changePassword: _ = try account.changePassword(from: "password", to: "a brand new password")
    case .countApplicationTokens: _ = try account.countApplicationTokens()
    case .listSessions: _ = try account.browserSessions(limit: 9)
    case .viewSession: _ = try account.browserSession(things.session)
    case .endSession: try account.endBrowserSession(things.session)
    case .endSessions: try account.endBrowserSessions()
    case .listActivity: _ = try account.activity(house.query(.time), at: .start, limit: 9)
    case .countActivity: _ = try account.countActivity(house.query(.time))
    case .recentActivity: _ = try account.recentActivity(limit: 9)
    case .listSSHKeys: _ = try account.sshKeys()
    case .viewSSHKey: _ = try account.sshKey(things.key.id)
    case .addSSHKey: _ = try account.addSSHKey(TestSSHKey.rsa.line)
    case .removeSSHKey: try account.removeSSHKey(things.key)
    }
  }

  /// How somebody is told who may not know of the row.
  func refusal(on things: Belongings) -> AccountError {
    switch self {
    case .viewToken, .editToken: .notFound(.token(String(things.token.id.rawValue)))
    case .viewTokenByName, .revokeTokens: .notFound(.token(things.token.name.text))
    case .viewGrant: .notFound(.grant(things.grant.clientID.text))
    case .revokeGrants: .notFound(.grant(things.grant.name.text))
    case .viewSession, .endSession: .notFound(.session(things.session.address))
    case .viewSSHKey: .notFound(.sshKey(String(things.key.id.rawValue)))
    case .removeSSHKey: .notFound(.sshKey(things.key.name.text))
    default: .notFound(.application(things.client.clientID.text))
    }
  }
}
