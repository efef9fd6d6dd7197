/// One step of the schema: what a version adds to the one before.
///
/// Steps are never edited once released; a database runs those it has not run, in order, in one transaction.
struct Migration {
  let statements: [String]

  /// Every step; a database's version (`PRAGMA user_version`) is how many of them it has run.
  static let all: [Migration] = [
    Migration(
      statements: Schema.users + Schema.clients + Schema.tokens + Schema.protocolState + Schema.keys
        + Schema.auditAnchor + Schema.audit + Schema.auditFolds + Schema.search)
  ]

  /// The mark of our databases in the file's header (`PRAGMA application_id`): "Pstn".
  static let applicationID = 0x5073_746E
}
