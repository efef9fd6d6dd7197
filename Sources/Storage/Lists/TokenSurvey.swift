import FoundationEssentials
import Model

/// Which of everybody's tokens are looked at; all of them when nothing is said.
public struct TokenSelection: Sendable, Hashable {
  /// For whom they act.
  public var user: Identifier<User>?
  /// Whoever of these holds them; nothing for everybody.
  public var clients: [Identifier<Client>]?
  /// The one of a number.
  public var id: Identifier<Token>?
  /// The one of a digest.
  public var digest: [UInt8]?

  /// A selection.
  public init(
    user: Identifier<User>? = nil, clients: [Identifier<Client>]? = nil, id: Identifier<Token>? = nil,
    digest: [UInt8]? = nil
  ) {
    self.user = user
    self.clients = clients
    self.id = id
    self.digest = digest
  }
}

/// A list of everybody's tokens by their numbers, which are the order in which they were made.
///
/// It lives from the indexes that revocation and purging need anyway; none of them has this order. So a page of some
/// tokens is found by a short walk along all numbers, which fills it when they are many, else by sorting the numbers
/// that an index holds side by side: the row itself is not looked at for that.
struct TokenSurvey {
  let selection: TokenSelection
  let state: StateFilter
  let now: Date
  let descending: Bool

  /// So many numbers are walked along before an index is asked.
  static let reach: Int64 = 3000

  /// An index, and the conditions that it is searched and read by.
  private struct Source {
    let table: String
    let conditions: [KeysetQuery.Condition]
  }

  /// Reads a page, in the list's order whichever end it is taken from.
  func page(of database: Connection, at anchor: Anchor, limit: Int) throws(StorageError) -> [Entry<IssuedToken>] {
    guard limit > 0 else { return [] }
    let walk = Walk(from: anchor, descending: descending)
    let numbers = try numbers(in: database, along: walk, limit: limit)
    return try database.issuedTokens(walk.isBackwards ? numbers.reversed() : numbers).map {
      Entry(row: $0, cursor: Cursor(key: .integer($0.id.rawValue), id: $0.id.rawValue))
    }
  }

  /// Counts the tokens, or those in front of a place.
  func count(in database: Connection, before place: Cursor?) throws(StorageError) -> Int {
    var conditions = source?.conditions ?? stateChecks
    if let place { conditions.append(.init("id \(descending ? ">" : "<") ?", [.integer(place.id)])) }
    // Without any condition whichever index is smallest will do.
    let table = source?.table ?? (conditions.isEmpty ? "tokens" : "tokens NOT INDEXED")
    return try database.number(
      "SELECT count(*) FROM \(table)\(Self.clause(conditions))", conditions.flatMap(\.values))
  }

  private func numbers(
    in database: Connection, along walk: Walk, limit: Int
  ) throws(StorageError) -> [Int64] {
    guard let source else { return try read("tokens NOT INDEXED", stateChecks, along: walk, limit, in: database) }
    if selection.id == nil, selection.digest == nil {
      let end = try end(of: walk, in: database)
      let near = try read("tokens NOT INDEXED", source.conditions + [end], along: walk, limit, in: database)
      if near.count == limit { return near }
    }
    return try read(source.table, source.conditions, along: walk, limit, in: database)
  }

  private func read(
    _ table: String, _ conditions: [KeysetQuery.Condition], along walk: Walk, _ limit: Int, in database: Connection
  ) throws(StorageError) -> [Int64] {
    var all = conditions
    if let cursor = walk.cursor {
      let comparison = (walk.isAscending ? ">" : "<") + (walk.isInclusive ? "=" : "")
      all.append(.init("id \(comparison) ?", [.integer(cursor.id)]))
    }
    let sql = """
      SELECT id FROM \(table)\(Self.clause(all)) ORDER BY id \(walk.isAscending ? "ASC" : "DESC") LIMIT ?
      """
    let values = all.flatMap(\.values) + [.int(limit)]
    return try database.rows(sql, values) { (row) throws(StorageError) in row.integer(0) }
  }

  /// That numbers lie within reach of where a walk starts.
  private func end(of walk: Walk, in database: Connection) throws(StorageError) -> KeysetQuery.Condition {
    let start: Int64
    if let cursor = walk.cursor {
      start = cursor.id
    } else {
      start = Int64(try database.number("SELECT \(walk.isAscending ? "min" : "max")(id) FROM tokens"))
    }
    return walk.isAscending
      ? .init("id <= ?", [.integer(start + Self.reach)]) : .init("id >= ?", [.integer(start - Self.reach)])
  }

  /// The index that has the fewest of the tokens in it; nothing when only all of them are good for it.
  private var source: Source? {
    if let digest = selection.digest {
      return Source(table: "tokens", conditions: [.init("digest = ?", [.blob(digest)])])
    }
    if let id = selection.id { return Source(table: "tokens", conditions: [.init("id = ?", [.integer(id.rawValue)])]) }
    let user = selection.user.map { KeysetQuery.Condition("user_id = ?", [.integer($0.rawValue)]) }
    if let clients = selection.clients {
      let list = "[" + clients.map { String($0.rawValue) }.joined(separator: ",") + "]"
      let client = KeysetQuery.Condition("client_id IN (SELECT value FROM json_each(?))", [.text(list)])
      return Source(
        table: "tokens INDEXED BY tokens_by_client",
        conditions: [client] + (user.map { [$0] } ?? []) + stateChecks)
    }
    if let user { return Source(table: "tokens INDEXED BY tokens_by_user", conditions: [user] + stateChecks) }
    guard state == .expired else { return nil }
    return Source(
      table: "tokens INDEXED BY tokens_by_expiry", conditions: [.init("expires_at <= ?", [.date(now)])])
  }

  private var stateChecks: [KeysetQuery.Condition] {
    switch state {
    case .all: []
    case .active: [.init("expires_key > ? AND spent_at IS NULL", [.date(now)])]
    case .expired: [.init("expires_key <= ?", [.date(now)])]
    }
  }

  private static func clause(_ conditions: [KeysetQuery.Condition]) -> String {
    conditions.isEmpty ? "" : " WHERE " + conditions.map(\.sql).joined(separator: " AND ")
  }
}

extension Connection {
  /// Tokens by their numbers, in that order; those that are gone are left out.
  func issuedTokens(_ numbers: [Int64]) throws(StorageError) -> [IssuedToken] {
    let list = "[" + numbers.map(String.init).joined(separator: ",") + "]"
    // The array is read from its beginning, as a cross join leaves the order of its tables.
    return try rows(
      """
      SELECT \(IssuedToken.columns) FROM json_each(?) AS s CROSS JOIN tokens AS t ON t.id = s.value\(IssuedToken.joins)
      """, [.text(list)], IssuedToken.init)
  }
}
