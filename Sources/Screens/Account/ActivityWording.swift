import Model

/// What happened in an account, in words for its owner.
enum ActivityWording {
  /// What each event says; `%` stands for what it happened to.
  private static let words: [AuditEvent: String] = [
    .signIn: "Signed in", .signInFailed: "Wrong password at sign-in", .signOut: "Signed out",
    .clientFailed: "Somebody failed to authenticate as %", .sessionEnd: "Ended a browser session",
    .operate: "Opened the account of %",
    .applicationCreate: "Registered %", .applicationEdit: "Changed %", .applicationDelete: "Deleted %",
    .applicationDisable: "Disabled %", .applicationEnable: "Enabled %", .applicationTransfer: "Gave away %",
    .applicationView: "Looked at %", .secretReset: "Reset the secret of %", .secretEnd: "Ended a secret of %",
    .tokenCreate: "Created the token %", .tokenEdit: "Changed the token %", .tokenRevoke: "Revoked tokens: %",
    .tokenView: "Looked at the token %", .grantCreate: "Let % in", .grantRefuse: "Did not let % in",
    .grantRevoke: "Shut % out",
    .codeReplay: "A code was used twice: %", .tokenReplay: "A token was used twice: %",
    .deviceApprove: "Connected a device: %", .deviceRefuse: "Refused a device: %",
    .deviceFailed: "Typed a device's code in vain", .userCreate: "Made the account of %",
    .userDisable: "Disabled the account of %", .userEnable: "Enabled the account of %",
    .userPromote: "Made % an administrator", .userDemote: "Made % a user again", .userPassword: "Set the password of %",
    .userView: "Looked at the account of %", .userDelete: "Deleted the account of %",
    .passwordChange: "Changed the password", .sshKeyAdd: "Added the SSH key %", .sshKeyRemove: "Removed the SSH key %",
    .sshSignIn: "Signed in over SSH", .auditView: "Looked at the audit log", .auditPurge: "Purged the audit log",
    .export: "Exported %", .refusal: "Asked for what only others may: %", .keyCreate: "Made the first signing key",
    .keyRotate: "Changed the signing key", .databaseBackup: "Backed the database up",
    .databaseRestore: "Restored the database", .databasePurge: "Removed what had expired",
  ]

  /// Events whose words say by themselves that nothing came of it.
  private static let failures = Set([AuditEvent.signInFailed, .clientFailed, .deviceFailed].map(\.rawValue))

  /// What happened, how it ended, how often, and who did it if that was somebody else.
  static func sentence(_ line: AuditLine, for user: User) -> String {
    let template = AuditEvent(rawValue: line.event).flatMap { words[$0] } ?? "\(line.event) %"
    var sentence = template.replacing("%", with: line.target)
    if line.isRefused, !failures.contains(line.event) { sentence += ", refused" }
    if line.count > 1 { sentence += ", \(Counting.grouped(line.count)) times" }
    if line.actorID != user.id, line.actor != "-" { sentence += ", by \(line.actor)" }
    return sentence
  }
}
