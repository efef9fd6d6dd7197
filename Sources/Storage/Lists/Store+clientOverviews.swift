import FoundationEssentials
import Model

extension Store {
  /// So many grants, and so many tokens, are looked at to count those of an application.
  static let overviewLimit = 500

  /// A page of a user's applications (of everybody's, when `owner` is nothing), each with its owner and how much hangs on
  /// it.
  public func clientOverviews(
    ownedBy owner: Identifier<User>?, _ query: ListQuery<ApplicationOrder>, at anchor: Anchor, limit: Int
  ) throws(StorageError) -> [Entry<ClientOverview>] {
    try snapshot { (database) throws(StorageError) in
      let page = try Self.clients(ownedBy: owner, query).page(of: database, at: anchor, limit: limit, ClientRow.init)
      var entries: [Entry<ClientOverview>] = []
      for entry in page {
        entries.append(Entry(row: try database.overview(of: entry.row, at: query.now), cursor: entry.cursor))
      }
      return entries
    }
  }

  /// One application with its owner and how much hangs on it.
  public func clientOverview(_ id: ClientID, at now: Date) throws(StorageError) -> ClientOverview? {
    try snapshot { (database) throws(StorageError) in
      guard let row = try database.client(id, ownedBy: nil) else { return nil }
      return try database.overview(of: row, at: now)
    }
  }
}

extension Connection {
  fileprivate func overview(of row: ClientRow, at now: Date) throws(StorageError) -> ClientOverview {
    let limit = Store.overviewLimit
    let users = try number(
      "SELECT count(*) FROM (SELECT 1 FROM grants WHERE client_id = ? LIMIT ?)", [.integer(row.id), .int(limit)])
    // Rows that are dead are looked at as well, so the limit is on what is looked at.
    let tokens = try first(
      """
      SELECT count(*), ifnull(sum(expires_key > ? AND spent_at IS NULL), 0) FROM (
        SELECT expires_key, spent_at FROM tokens INDEXED BY tokens_by_client WHERE client_id = ? LIMIT ?)
      """, [.date(now), .integer(row.id), .int(limit)]
    ) { (row) throws(StorageError) in CappedCount(row.int(1), isWhole: row.int(0) < limit) }
    return ClientOverview(
      client: try row.client(in: self, at: now), owner: try requireUser(row.ownerID.rawValue),
      users: CappedCount(users, isWhole: users < limit), tokens: tokens ?? CappedCount(0))
  }
}
