import FoundationEssentials
import Model

extension Store {
  /// A page of the applications that a user let in. Active: with a live token; expired: without.
  public func authorizedApplications(
    of user: Identifier<User>, _ query: ListQuery<GrantOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<AuthorizedApplication>] {
    try snapshot { (database) throws(StorageError) in
      try Self.grants(of: user, query)
        .page(of: database, at: anchor, limit: limit) { (row) throws(StorageError) in AuthorizedApplication(row) }
    }
  }

  /// How many applications the query finds; with `before`, how many of them come before a place.
  public func countAuthorizedApplications(
    of user: Identifier<User>, _ query: ListQuery<GrantOrder>, before: Cursor?
  ) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      try Self.grants(of: user, query).count(in: database, before: before)
    }
  }

  /// One person lets in tens of applications, not thousands: by name, and with a text, their grants are looked at one
  /// by one.
  static func grants(of user: Identifier<User>, _ query: ListQuery<GrantOrder>) -> KeysetQuery {
    let (key, index) =
      switch query.order {
      case .name: ("c.name_key", "grants_by_user_created")
      case .created: ("g.created_at", "grants_by_user_created")
      case .lastUsed: ("g.used_key", "grants_by_user_used")
      }
    var list = KeysetQuery(
      columns: AuthorizedApplication.columns, table: "grants AS g",
      joins: " CROSS JOIN clients AS c ON c.id = g.client_id CROSS JOIN users AS o ON o.id = c.owner_id", index: index,
      alias: "g", key: key, descending: query.descending)
    list.conditions.append(.init("g.user_id = ?", [.integer(user.rawValue)]))
    if query.state != .all {
      list.conditions.append(
        .init(
          """
          \(query.state == .active ? "" : "NOT ")EXISTS (
            SELECT 1 FROM tokens AS t INDEXED BY tokens_by_client WHERE t.client_id = g.client_id
            AND t.user_id = g.user_id AND t.expires_key > ? AND t.spent_at IS NULL)
          """, [.date(query.now)]))
    }
    if let filter = TextFilter(query.filter) {
      list.conditions.append(
        .init(
          "(instr(c.name_key, ?) > 0 OR instr(lower(c.client_id), ?) > 0)",
          [.text(filter.needle), .text(filter.needle)]))
    }
    return list
  }
}
