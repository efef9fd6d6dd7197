import FoundationEssentials
import Model

extension Store {
  /// A page of all users. Active: not disabled; expired: disabled.
  public func users(
    _ query: ListQuery<UserOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<User>] {
    try snapshot { (database) throws(StorageError) in
      try Self.users(query).page(of: database, at: anchor, limit: limit, User.init)
    }
  }

  /// The same with how much is theirs, which is counted for the rows of the page alone, up to ``UserSummary/cap``.
  public func userSummaries(
    _ query: ListQuery<UserOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<UserSummary>] {
    try snapshot { (database) throws(StorageError) in
      let page = try Self.users(query).page(of: database, at: anchor, limit: limit, User.init)
      var entries: [Entry<UserSummary>] = []
      for entry in page {
        entries.append(Entry(row: try database.summary(of: entry.row, at: query.now), cursor: entry.cursor))
      }
      return entries
    }
  }

  /// One user again, as the list has them.
  public func userSummary(_ id: Identifier<User>, at now: Date) throws(StorageError) -> UserSummary? {
    try snapshot { (database) throws(StorageError) in
      guard let user = try database.user(id.rawValue) else { return nil }
      return try database.summary(of: user, at: now)
    }
  }

  /// How many users the query finds; with `before`, how many of them come before a place.
  public func countUsers(_ query: ListQuery<UserOrder>, before: Cursor?) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      guard before == nil, query.filter.isEmpty, query.state != .all else {
        return try Self.users(query).count(in: database, before: before)
      }
      // An index over what is worked out of other columns does not spare a count the look at each row.
      let disabled = try database.number(
        "SELECT count(*) FROM users AS u INDEXED BY users_disabled WHERE u.disabled_at IS NOT NULL")
      return query.state == .expired ? disabled : try database.number("SELECT count(*) FROM users AS u") - disabled
    }
  }

  /// By state, an index of its own is walked: those who are disabled may be few among a million, or nearly all of them.
  static func users(_ query: ListQuery<UserOrder>) -> SearchQuery {
    let (key, index) =
      switch query.order {
      case .email: ("u.email", "email")
      case .created: ("u.created_at", "created")
      case .lastSeen: ("u.seen_key", "seen")
      }
    var list = KeysetQuery(
      columns: User.columns, table: "users AS u",
      index: query.state == .all ? "users_by_\(index)" : "users_state_\(index)", alias: "u", key: key,
      descending: query.descending)
    if query.state != .all {
      list.conditions.append(.init("u.is_disabled = ?", [.flag(query.state == .expired)]))
    }
    return SearchQuery(
      list, holding: query.filter, in: "users_search", columns: ["lower(u.email)", "lower(u.username)"], owner: nil,
      isOrderedByText: query.order == .email)
  }
}

extension Connection {
  fileprivate func summary(of user: User, at now: Date) throws(StorageError) -> UserSummary {
    let cap = UserSummary.cap
    let personal = try countPersonalTokens(of: user.id, at: now, cap: cap)
    let rest = cap - personal
    let held = rest > 0 ? try countHeldTokens(for: user.id, at: now, cap: rest) : 0
    return UserSummary(
      user: user, applications: try countApplications(of: user.id, cap: cap), tokens: personal + held)
  }
}
