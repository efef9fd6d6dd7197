import FoundationEssentials
import Model

extension Store {
  /// A page of a user's applications (of everybody's, when `owner` is nothing). Active: not disabled; expired:
  /// disabled.
  public func clients(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<Client>] {
    try snapshot { (database) throws(StorageError) in
      let page = try Self.clients(ownedBy: owner, query)
        .page(of: database, at: anchor, limit: limit, ClientRow.init)
      var entries: [Entry<Client>] = []
      for entry in page {
        entries.append(Entry(row: try entry.row.client(in: database, at: query.now), cursor: entry.cursor))
      }
      return entries
    }
  }

  /// How many applications the query finds; with `before`, how many of them come before a place.
  public func countClients(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>, before: Cursor?
  ) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      try Self.clients(ownedBy: owner, query).count(in: database, before: before)
    }
  }

  static func clients(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>
  ) -> SearchQuery {
    let (key, index) =
      switch query.order {
      case .name: ("c.name_key", "name")
      case .created: ("c.created_at", "created")
      case .lastUsed: ("c.used_key", "used")
      }
    var list = KeysetQuery(
      columns: ClientRow.columns, table: "clients AS c",
      index: owner == nil ? "clients_by_\(index)" : "clients_by_owner_\(index)", alias: "c", key: key,
      descending: query.descending)
    if let owner { list.conditions.append(.init("c.owner_id = ?", [.integer(owner.rawValue)])) }
    switch query.state {
    case .active: list.checks.append(.init("c.disabled_at IS NULL"))
    case .expired: list.checks.append(.init("c.disabled_at IS NOT NULL"))
    case .all: break
    }
    return SearchQuery(
      list, holding: query.filter, in: "clients_search", columns: ["c.name_key", "lower(c.client_id)"],
      owner: owner?.rawValue,
      isOrderedByText: query.order == .name)
  }
}
