import FoundationEssentials
import Model

extension Store {
  /// A page of a user's personal tokens, internal ones left out.
  public func personalTokens(
    of owner: Identifier<User>, _ query: ListQuery<TokenOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<PersonalToken>] {
    try snapshot { (database) throws(StorageError) in
      try Self.personalTokens(of: owner, query)
        .page(of: database, at: anchor, limit: limit) { (row) throws(StorageError) in PersonalToken(row) }
    }
  }

  /// How many of a user's personal tokens the query finds; with `before`, how many of them come before a place.
  public func countPersonalTokens(
    of owner: Identifier<User>, _ query: ListQuery<TokenOrder>, before: Cursor?
  ) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      try Self.personalTokens(of: owner, query).count(in: database, before: before)
    }
  }

  static func personalTokens(
    of owner: Identifier<User>, _ query: ListQuery<TokenOrder>
  ) -> SearchQuery {
    let (key, index) =
      switch query.order {
      case .name: ("t.name_key", "tokens_personal_name")
      case .created: ("t.created_at", "tokens_personal_created")
      case .lastUsed: ("t.used_key", "tokens_personal_used")
      case .expires: ("t.expires_key", "tokens_personal_expires")
      }
    var list = KeysetQuery(
      columns: PersonalToken.columns, table: "tokens AS t", index: index, alias: "t", key: key,
      descending: query.descending)
    list.conditions = [
      .init("t.user_id = ? AND t.kind = 'personal' AND t.internal = 0", [.integer(owner.rawValue)])
    ]
    switch (query.state, query.order) {
    case (.all, _): break
    case (.active, .expires): list.bound = .init(isLower: true, value: .date(query.now))
    case (.expired, .expires): list.bound = .init(isLower: false, value: .date(query.now))
    case (.active, _): list.checks.append(.init("t.expires_key > ?", [.date(query.now)]))
    case (.expired, _): list.checks.append(.init("t.expires_key <= ?", [.date(query.now)]))
    }
    return SearchQuery(
      list, holding: query.filter, in: "tokens_search", columns: ["t.name_key"], owner: owner.rawValue,
      isOrderedByText: query.order == .name)
  }
}
