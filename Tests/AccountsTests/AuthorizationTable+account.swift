import Accounts
import Model
import Storage
import TestSupport

extension AuthorizationTable {
  /// What people do with what is theirs.
  static let accountRows: [Row] = applications + tokens + grants + devices + access

  private static let applications: [Row] = [
    own("applications(_:at:limit:)", other: .own) { _ = try $0.applications($1.query(.name), at: .start, limit: 9) },
    own("countApplications(_:before:)", other: .own) { _ = try $0.countApplications($1.query(.name)) },
    own("application(_:)", other: .missing) { _ = try $0.application($1.client.clientID) },
    own("impact(ofApplication:cap:)", other: .missing) { _ = try $0.impact(ofApplication: $1.client.clientID) },
    own("registerApplication(_:)", other: .own, administrator: .refused) { account, _ in
      _ = try account.registerApplication(.good("New"))
    },
    own("editApplication(_:_:)", other: .missing) { _ = try $0.editApplication($1.client.clientID, .good("Changed")) },
    own("resetSecret(of:keeping:)", other: .missing) {
      _ = try $0.resetSecret(of: $1.client.clientID, keeping: .endsNow)
    },
    own("endSecret(_:of:)", other: .missing) { _ = try $0.endSecret($1.client.secrets[1].id, of: $1.client.clientID) },
    own("deleteApplication(_:)", other: .missing) { try $0.deleteApplication($1.client.clientID) },
    own("disableApplication(_:)", other: .refused, owner: .refused) {
      _ = try $0.disableApplication($1.client.clientID)
    },
    own("enableApplication(_:)", other: .refused, owner: .refused) { _ = try $0.enableApplication($1.client.clientID) },
    own("transferApplication(_:to:)", other: .refused, owner: .refused) {
      _ = try $0.transferApplication($1.client.clientID, to: "mallory")
    },
    own("revokeTokens(ofApplication:)", other: .missing) { try $0.revokeTokens(ofApplication: $1.client.clientID) },
  ]

  private static let tokens: [Row] = [
    own("personalTokens(_:at:limit:)", other: .own) {
      _ = try $0.personalTokens($1.query(.name), at: .start, limit: 9)
    },
    own("countPersonalTokens(_:before:)", other: .own) { _ = try $0.countPersonalTokens($1.query(.name)) },
    own("personalToken(_:)", other: .missing) { _ = try $0.personalToken($1.token.id) },
    own("personalToken(named:)", other: .missing) { _ = try $0.personalToken(named: $1.token.name.text) },
    own("createToken(_:isInternal:)", other: .own, administrator: .refused) { account, _ in
      _ = try account.createToken(TokenDraft(name: "new"))
    },
    own("editToken(_:name:scopes:)", other: .missing, administrator: .refused) {
      _ = try $0.editToken($1.token.id, name: "changed", scopes: [])
    },
    own("revokeTokens(_:)", other: .missing) { try $0.revokeTokens([$1.token]) },
  ]

  private static let grants: [Row] = [
    own("authorizedApplications(_:at:limit:)", other: .own) {
      _ = try $0.authorizedApplications($1.query(.name), at: .start, limit: 9)
    },
    own("countAuthorizedApplications(_:before:)", other: .own) {
      _ = try $0.countAuthorizedApplications($1.query(.name))
    },
    own("authorizedApplication(_:)", other: .missing) { _ = try $0.authorizedApplication($1.client.clientID) },
    own("countTokens(ofAuthorized:)", other: .own) { _ = try $0.countTokens(ofAuthorized: $1.client.clientID) },
    own("revoke(_:)", other: .missing) { try $0.revoke([$1.grant]) },
  ]

  /// Whoever knows a device's code may let it in to their own account, and to nobody else's.
  private static let devices: [Row] = [
    own("waitingDevice(_:)", other: .done, administrator: .refused) { _ = try $0.waitingDevice($1.userCode) },
    own("lookUp(typed:)", other: .done, administrator: .refused) { account, scene in
      _ = try scene.house.test.store.commit(account.lookUp(typed: scene.userCode)).get()
    },
    own("decide(typed:isApproved:)", other: .done, administrator: .refused) { account, scene in
      _ = try scene.house.test.store.commit(account.decide(typed: scene.userCode, isApproved: true)).get()
    },
    own("approve(_:)", other: .done, administrator: .refused) { try $0.approve($1.device) },
    own("refuse(_:)", other: .done, administrator: .refused) { try $0.refuse($1.device) },
  ]

  /// How people come in, and what happened.
  private static let access: [Row] = [
    own("current()", other: .own) { account, _ in _ = try account.current() },
    Row(
      useCase: "Account.administration()",
      expected: [
        .nobody: .out, .other: .refused, .owner: .refused, .administrator: .refused, .disabled: .out,
        .operator: .refused,
      ],
      call: .account { account, _ in _ = try account.administration() }),
    own("changePassword(from:to:endingTokens:)", other: .own, administrator: .refused, operator: .refused) {
      account, _ in
      _ = try account.changePassword(from: "password", to: "a brand new password")
    },
    own("countApplicationTokens()", other: .own) { account, _ in _ = try account.countApplicationTokens() },
    own("browserSessions(limit:)", other: .own) { account, _ in _ = try account.browserSessions(limit: 9) },
    own("browserSession(_:)", other: .missing) { _ = try $0.browserSession($1.session) },
    own("endBrowserSession(_:)", other: .missing) { try $0.endBrowserSession($1.session) },
    own("endBrowserSessions()", other: .own) { account, _ in try account.endBrowserSessions() },
    own("activity(_:at:limit:)", other: .own) { _ = try $0.activity($1.query(.time), at: .start, limit: 9) },
    own("countActivity(_:before:)", other: .own) { _ = try $0.countActivity($1.query(.time)) },
    own("recentActivity(limit:)", other: .own) { account, _ in _ = try account.recentActivity(limit: 9) },
    own("sshKeys()", other: .own) { account, _ in _ = try account.sshKeys() },
    own("sshKey(_:)", other: .missing) { _ = try $0.sshKey($1.key.id) },
    own("addSSHKey(_:name:)", other: .own, administrator: .refused) { account, _ in
      _ = try account.addSSHKey(TestSSHKey.rsa.line)
    },
    own("removeSSHKey(_:)", other: .missing) { try $0.removeSSHKey($1.key) },
  ]
}
