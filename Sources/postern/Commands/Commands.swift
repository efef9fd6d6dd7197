extension CommandTable {
  /// Every command of Postern.
  static let postern: CommandTable = CommandTable(
    commands: [
      startCommands, userCommands, applicationCommands, tokenCommands, authorizedCommands, [Command.scopeList],
      [Command.auditList, .auditFollow], sshCommands, [Command.keyList, .keyRotate], upkeepCommands,
      [Command.sample, .completion, .complete, .manual],
    ].flatMap { $0 },
    groups: [
      CommandGroup(name: "user", summary: "people with accounts"),
      CommandGroup(name: "app", summary: "registered applications"),
      CommandGroup(name: "token", summary: "personal access tokens"),
      CommandGroup(name: "authorized", summary: "applications that somebody let in"),
      CommandGroup(name: "scope", summary: "what tokens can be allowed to do"),
      CommandGroup(name: "audit", summary: "what happened: every change, sign-in and refusal"),
      CommandGroup(name: "ssh-key", summary: "the keys that open accounts over SSH"),
      CommandGroup(name: "key", summary: "the keys that pages and forms are signed with"),
    ],
    standard: .accountManager)

  private static let startCommands: [Command] = [.accountManager, .demo, .serve, .initialize]
  private static let userCommands: [Command] = [
    .userAdd, .userList, .userShow, .userEnable, .userDisable, .userPromote, .userDemote, .userPassword,
    .userSignOut, .userRevokeTokens, .userDelete,
  ]
  private static let applicationCommands: [Command] = [
    .appAdd, .appList, .appShow, .appEdit, .appResetSecret, .appEndSecret, .appEnable, .appDisable,
    .appTransfer, .appDelete,
  ]
  private static let tokenCommands: [Command] = [.tokenCreate, .tokenList, .tokenShow, .tokenEdit, .tokenDelete]
  private static let authorizedCommands: [Command] = [.authorizedList, .authorizedShow, .authorizedRevoke]
  private static let sshCommands: [Command] = [
    .sshKeyAdd, .sshKeyList, .sshKeyDelete, .sshKeyAuthorizedKeys, .sshKeyAuthorizedPrincipals, .sshSession,
  ]
  private static let upkeepCommands: [Command] = [.backup, .restore, .check, .purge]
}
