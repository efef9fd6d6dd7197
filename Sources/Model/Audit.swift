import FoundationEssentials

/// What can be told of in the audit log.
public enum AuditEvent: String, Sendable, CaseIterable {
  case signIn = "login"
  case signInFailed = "login.failed"
  case signOut = "logout"
  case clientFailed = "client.failed"
  case sessionEnd = "session.end"
  case operate = "operator.enter"
  case applicationCreate = "app.create"
  case applicationEdit = "app.edit"
  case applicationDelete = "app.delete"
  case applicationDisable = "app.disable"
  case applicationEnable = "app.enable"
  case applicationTransfer = "app.transfer"
  case applicationView = "app.view"
  case secretReset = "secret.reset"
  case secretEnd = "secret.end"
  case tokenCreate = "token.create"
  case tokenEdit = "token.edit"
  case tokenRevoke = "token.revoke"
  case tokenView = "token.view"
  case grantCreate = "app.authorize"
  case grantRefuse = "app.refuse"
  case grantRevoke = "app.revoke"
  case codeReplay = "code.replay"
  case tokenReplay = "token.replay"
  case deviceApprove = "device.approve"
  case deviceRefuse = "device.refuse"
  case deviceFailed = "device.failed"
  case userCreate = "user.create"
  case userDisable = "user.disable"
  case userEnable = "user.enable"
  case userPromote = "user.promote"
  case userDemote = "user.demote"
  case userPassword = "user.password"
  case userView = "user.view"
  case userDelete = "user.delete"
  case passwordChange = "password.change"
  case sshKeyAdd = "ssh-key.add"
  case sshKeyRemove = "ssh-key.remove"
  case sshSignIn = "ssh.login"
  case auditView = "audit.view"
  case auditPurge = "audit.purge"
  case export = "list.export"
  case refusal = "access.refused"
  case keyCreate = "key.create"
  case keyRotate = "key.rotate"
  case databaseBackup = "database.backup"
  case databaseRestore = "database.restore"
  case databasePurge = "database.purge"
}

/// Where an action came from, as the audit log shows it: `tty /dev/pts/3`, `ssh 10.0.3.7`, `http 10.0.3.7`.
public struct Origin: Sendable, Hashable, CustomStringConvertible {
  /// One line without control characters.
  public let description: String

  /// An origin in words; what cannot be shown is dropped.
  public init(_ description: String) {
    // Nearly all of them are plain ASCII.
    if description.utf8.count <= 200, description.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) {
      self.description = description
      return
    }
    self.description = String(
      String.UnicodeScalarView(
        description.unicodeScalars.filter {
          !PlainText.isControl($0) && !PlainText.isDirectional($0) && !PlainText.isInvisible($0)
        }.prefix(200)))
  }
}

/// One line of the audit log, before it is written: who did what to what, and how it ended. Never holds a secret.
public struct AuditRecord: Sendable, Hashable {
  /// How an attempt ended.
  public enum Outcome: String, Sendable {
    case done, refused
  }

  /// When.
  public var at: Date
  /// Who, if known.
  public var actorID: Identifier<User>?
  /// Whose account it concerns, when that is not the actor's own: they see it among what happened in their account.
  public var subjectID: Identifier<User>?
  /// Who, in words that outlive the account.
  public var actor: String
  /// From where.
  public var origin: Origin
  /// What.
  public var event: AuditEvent
  /// On what, in words that outlive the row.
  public var target: String
  /// How it ended.
  public var outcome: Outcome
  /// More, in words; may be empty.
  public var detail: String

  /// A line of the audit log.
  public init(
    at: Date, actorID: Identifier<User>?, about subjectID: Identifier<User>? = nil, actor: String, origin: Origin,
    event: AuditEvent, target: String, outcome: Outcome = .done, detail: String = ""
  ) {
    self.at = at
    self.actorID = actorID
    self.subjectID = subjectID == actorID ? nil : subjectID
    self.actor = actor
    self.origin = origin
    self.event = event
    self.target = target
    self.outcome = outcome
    self.detail = detail
  }
}
