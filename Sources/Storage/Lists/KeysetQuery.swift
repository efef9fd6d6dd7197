/// A list that is read page by page: from a place on, however many rows come before it.
///
/// Rows are ordered by a key and, among equal keys, by row number; an index has both, so a page is a search and a short
/// walk, forwards or backwards. The SQL is put together from constants only; whatever comes from outside is bound.
struct KeysetQuery {
  /// A condition and the values of its parameters.
  struct Condition {
    let sql: String
    let values: [SQLValue]

    init(_ sql: String, _ values: [SQLValue] = []) {
      self.sql = sql
      self.values = values
    }
  }

  /// A condition on the key itself: above or up to a value.
  struct Bound {
    let isLower: Bool
    let value: SQLValue
  }

  /// What is read; the row number first.
  var columns: String
  /// The table and its alias, such as `tokens AS t`.
  var table: String
  /// Further tables of a row, joined by their numbers.
  var joins = ""
  /// The index that has the order; nothing when the few rows are sorted.
  var index: String?
  /// The alias of the table whose row numbers break ties.
  var alias: String
  /// What orders the rows.
  var key: String
  var descending: Bool
  var conditions: [Condition] = []
  var bound: Bound?

  /// Reads a page, in the list's order whichever end it is taken from.
  func page<Value: Sendable>(
    of database: Connection, at anchor: Anchor, limit: Int, _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> [Entry<Value>] {
    guard limit > 0 else { return [] }
    let (backwards, cursor, inclusive) = Self.direction(of: anchor)
    let ascending = descending == backwards
    let range = self.range(beside: cursor, ascending: ascending, inclusive: inclusive)
    let order = ascending ? "ASC" : "DESC"
    let sql = """
      SELECT \(columns), \(key) \(source(using: index))\(range.sql) \
      ORDER BY \(key) \(order), \(alias).row_key \(order) LIMIT ?
      """
    let rows = try database.rows(sql, range.values + [.int(limit)]) { (row) throws(StorageError) in
      Entry(row: try read(row), cursor: Cursor(key: row.key(row.count - 1), id: row.integer(0)))
    }
    return backwards ? rows.reversed() : rows
  }

  /// Counts the rows, or those in front of a place.
  func count(in database: Connection, before cursor: Cursor?) throws(StorageError) -> Int {
    let range = self.range(beside: cursor, ascending: descending, inclusive: false)
    // Without a place any index will do, and one that has every column asked for is best.
    let sql = "SELECT count(*) \(source(using: cursor == nil ? nil : index))\(range.sql)"
    return try database.number(sql, range.values)
  }

  private func source(using index: String?) -> String {
    "FROM \(table)\(index.map { " INDEXED BY \($0)" } ?? "")\(joins)"
  }

  /// The conditions, and that rows lie beside a place.
  private func range(
    beside cursor: Cursor?, ascending: Bool, inclusive: Bool
  ) -> (sql: String, values: [SQLValue]) {
    var all = conditions
    if let bound {
      // Of two limits on one side SQLite searches by either; the place is never the wider one, so it must be that.
      let isOutdone = cursor != nil && bound.isLower == ascending
      all.append(Condition("\(isOutdone ? "+" : "")\(key) \(bound.isLower ? ">" : "<=") ?", [bound.value]))
    }
    if let cursor {
      let comparison = (ascending ? ">" : "<") + (inclusive ? "=" : "")
      all.append(
        Condition("(\(key), \(alias).row_key) \(comparison) (?, ?)", [SQLValue(cursor.key), .integer(cursor.id)]))
    }
    guard !all.isEmpty else { return ("", []) }
    return (" WHERE " + all.map(\.sql).joined(separator: " AND "), all.flatMap(\.values))
  }

  private static func direction(of anchor: Anchor) -> (backwards: Bool, cursor: Cursor?, inclusive: Bool) {
    switch anchor {
    case .start: (false, nil, false)
    case .end: (true, nil, false)
    case .after(let cursor): (false, cursor, false)
    case .before(let cursor): (true, cursor, false)
    case .from(let cursor): (false, cursor, true)
    }
  }
}
