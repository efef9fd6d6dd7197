import FoundationEssentials
import Model

extension Store {
  /// A page of everybody's tokens of every kind. Active: neither expired nor spent; expired: past their end. The query's
  /// filter is not looked at. The one of a number or digest is found in whatever state it is.
  public func issuedTokens(
    _ selection: TokenSelection, _ query: ListQuery<IssuedTokenOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<IssuedToken>] {
    try snapshot { (database) throws(StorageError) in
      try Self.survey(selection, query).page(of: database, at: anchor, limit: limit)
    }
  }

  /// How many tokens the selection and the query find; with `before`, how many of them come before a place.
  public func countIssuedTokens(
    _ selection: TokenSelection, _ query: ListQuery<IssuedTokenOrder>, before: Cursor?
  ) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      try Self.survey(selection, query).count(in: database, before: before)
    }
  }

  /// The clients whose name or id holds a text: those of exactly that name or id where there are any.
  ///
  /// - Returns: nothing when more than `limit` hold it.
  public func clients(holding text: String, limit: Int) throws(StorageError) -> [Identifier<Client>]? {
    try snapshot { (database) throws(StorageError) in
      for (column, value) in [("client_id", text), ("name_key", TextFilter.key(text))] {
        let exact = try database.rows(
          "SELECT id FROM clients WHERE \(column) = ? LIMIT ?", [.text(value), .int(limit + 1)]
        ) { (row) throws(StorageError) in Identifier<Client>(rawValue: row.integer(0)) }
        if !exact.isEmpty { return exact.count > limit ? nil : exact }
      }
      let query = ListQuery(order: ApplicationOrder.name, filter: text, now: Date(seconds: 0))
      let found = try Self.clients(ownedBy: nil, query)
        .page(of: database, at: .start, limit: limit + 1, ClientRow.init)
      return found.count > limit ? nil : found.map { Identifier(rawValue: $0.row.id) }
    }
  }

  /// The token of a number.
  public func issuedToken(_ id: Identifier<Token>) throws(StorageError) -> IssuedToken? {
    try question { (database) throws(StorageError) in try database.issuedTokens([id.rawValue]).first }
  }

  /// How many tokens that have neither expired nor been spent share a family.
  public func countTokens(
    ofFamily family: Int64, of user: Identifier<User>, at now: Date
  ) throws(StorageError) -> Int {
    try question { (database) throws(StorageError) in
      try database.countFamily(family, of: user.rawValue, at: now)
    }
  }

  /// Ends tokens, all or none, a refresh token with its whole family, each with its line of the audit log.
  /// Throws `.notFound` if one of them is not there.
  /// - Returns: how many tokens ended that had neither expired nor been spent.
  public func revokeIssuedTokens(
    _ tokens: [(id: Identifier<Token>, audit: AuditRecord)], at now: Date
  ) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      let found = try database.issuedTokens(tokens.map(\.id.rawValue))
      guard found.count == tokens.count else { throw .notFound }
      var ended = 0
      for token in found {
        // One that went with the family of another before it is counted there.
        if token.kind == .refresh, let family = token.family, let user = token.user {
          ended += try database.countFamily(family, of: user.id.rawValue, at: now)
          try database.endFamily(family, of: user.id)
        }
        try database.run("DELETE FROM tokens WHERE id = ?", [.integer(token.id.rawValue)])
        let isOver = token.spentAt != nil || token.expiresAt.map { $0 <= now } ?? false
        ended += isOver ? 0 : database.changes
      }
      try database.append(tokens.map(\.audit))
      return ended
    }
  }

  private static func survey(_ selection: TokenSelection, _ query: ListQuery<IssuedTokenOrder>) -> TokenSurvey {
    TokenSurvey(selection: selection, state: query.state, now: query.now, descending: query.descending)
  }
}

extension Connection {
  fileprivate func countFamily(_ family: Int64, of user: Int64, at now: Date) throws(StorageError) -> Int {
    try number(
      """
      SELECT count(*) FROM tokens INDEXED BY tokens_by_user
      WHERE user_id = ? AND family = ? AND spent_at IS NULL AND expires_key > ?
      """, [.integer(user), .integer(family), .date(now)])
  }
}
