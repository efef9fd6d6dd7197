import Accounts
import Model
import Storage

extension AuthorizationTable {
  /// What administrators do with what belongs to everybody.
  static let administrationRows: [Row] = users + clients + everything

  private static let users: [Row] = [
    administrators("addUser(email:username:password:role:mustBeFirst:)") { administration, _ in
      _ = try administration.addUser(
        email: "new@example.org", username: nil, password: "correct horse battery", role: .user)
    },
    administrators("user(_:)") { administration, _ in _ = try administration.user("ada") },
    administrators("users(_:at:limit:)") { _ = try $0.users($1.query(.email), at: .start, limit: 9) },
    administrators("countUsers(_:before:)") { _ = try $0.countUsers($1.query(.email)) },
    administrators("again(_:)") { _ = try $0.again($1.ada.user) },
    administrators("forEachUser(holding:in:_:)") { administration, _ in try administration.forEachUser { _ in } },
    administrators("holdings(of:cap:)") { _ = try $0.holdings(of: $1.ada.user) },
    administrators("noteView(of:)") { try $0.noteView(of: $1.ada.user) },
    administrators("account(of:toSee:)") { _ = try $0.account(of: $1.ada.user, toSee: .tokens) },
    administrators("disable(_:)") { try $0.disable($1.ada.user) },
    administrators("enable(_:)") { try $0.enable($1.ada.user) },
    administrators("setRole(_:of:)") { try $0.setRole(.administrator, of: $1.ada.user) },
    administrators("setPassword(_:of:keepingTokens:)") { try $0.setPassword("a brand new password", of: $1.ada.user) },
    administrators("endSessions(of:)") { try $0.endSessions(of: $1.ada.user) },
    administrators("revokeTokens(of:)") { try $0.revokeTokens(of: $1.ada.user) },
    administrators("impact(ofDeleting:)") { _ = try $0.impact(ofDeleting: $1.ada.user) },
    administrators("delete(_:)") { try $0.delete($1.ada.user) },
  ]

  private static let clients: [Row] = [
    administrators("applications(_:at:limit:)") { _ = try $0.applications($1.query(.name), at: .start, limit: 9) },
    administrators("countApplications(_:before:)") { _ = try $0.countApplications($1.query(.name)) },
    administrators("application(_:)") { _ = try $0.application($1.client.clientID) },
    administrators("openApplication(_:)") { _ = try $0.openApplication($1.client.clientID) },
    administrators("forEachApplication(_:)") { administration, _ in
      try administration.forEachApplication { _, _ in }
    },
    administrators("tokens(_:at:limit:)") { _ = try $0.tokens($1.query(.id), at: .start, limit: 9) },
    administrators("countTokens(_:before:)") { _ = try $0.countTokens($1.query(.id)) },
    administrators("token(_:)") { _ = try $0.token($1.token.id) },
    administrators("openToken(_:)") { _ = try $0.openToken($1.token.id) },
    administrators("countTokens(endingWith:)") { _ = try $0.countTokens(endingWith: $0.token($1.token.id)) },
    administrators("revoke(_:)") { try $0.revoke([$0.token($1.token.id)]) },
    administrators("owner(of:)") { _ = try $0.owner(of: $1.client.clientID) },
    administrators("holder(ofPresented:)") { _ = try $0.holder(ofPresented: $1.secret.text) },
  ]

  private static let everything: [Row] = [
    administrators("noteOpening(of:as:)") { administration, _ in
      try administration.noteOpening(of: "users", as: .userView)
    },
    administrators("noteExport(of:rows:)") { administration, _ in
      try administration.noteExport(of: "users", rows: 1)
    },
    administrators("auditLines(_:at:limit:)") { _ = try $0.auditLines($1.query(.time), at: .start, limit: 9) },
    administrators("countAuditLines(_:before:)") { _ = try $0.countAuditLines($1.query(.time)) },
    administrators("auditLines(after:filter:limit:)") { administration, _ in
      _ = try administration.auditLines(after: 0, filter: AuditFilter(), limit: 9)
    },
    administrators("lastAuditLine()") { administration, _ in _ = try administration.lastAuditLine() },
    administrators("noteAuditView(of:)") { administration, _ in try administration.noteAuditView() },
    administrators("backup(to:)") { try $0.backup(to: $1.house.test.folder.file("copy.db")) },
    administrators("notePurge(of:)") { administration, _ in try administration.notePurge(of: 1) },
    administrators("noteRestore(from:)") { administration, _ in try administration.noteRestore(from: "copy.db") },
    administrators("purgeAudit(before:)") { try $0.purgeAudit(before: $1.house.clock.now) },
    administrators("signingKeys()") { administration, _ in _ = try administration.signingKeys() },
    administrators("rotateSigningKey(honouringOldFor:)") { administration, _ in
      _ = try administration.rotateSigningKey(honouringOldFor: 60)
    },
  ]
}
