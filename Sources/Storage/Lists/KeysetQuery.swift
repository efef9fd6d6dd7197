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
    /// Whether a place on the same side is nearer. Of two limits on one side SQLite searches by either, so this one is
    /// then kept from the search and only looked at.
    var isOutdone = false
  }

  /// What is read; the row number first.
  var columns: String
  /// The table and its alias, such as `tokens AS t`.
  var table: String
  /// Further tables of a row, joined by their numbers.
  var joins = ""
  /// The values of parameters in `table`.
  var sourceValues: [SQLValue] = []
  /// The index that has the order; nothing when the few rows are sorted.
  var index: String?
  /// The alias of the table whose row numbers break ties.
  var alias: String
  /// What orders the rows.
  var key: String
  var descending: Bool
  /// What rows the index is searched for, such as somebody's.
  var conditions: [Condition] = []
  /// What is looked at in each row.
  var checks: [Condition] = []
  var bound: Bound?
  /// A second one, on the key's other side.
  var otherBound: Bound?

  /// Reads a page, in the list's order whichever end it is taken from.
  func page<Value: Sendable>(
    of database: Connection, at anchor: Anchor, limit: Int, _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> [Entry<Value>] {
    guard limit > 0 else { return [] }
    let walk = Walk(from: anchor, descending: descending)
    let range = self.range(of: walk)
    let sql = "SELECT \(columns), \(key) \(source(using: index))\(range.sql) \(order(of: walk)) LIMIT ?"
    let rows = try database.rows(sql, range.values + [.int(limit)]) { (row) throws(StorageError) in
      Entry(row: try read(row), cursor: Cursor(key: row.key(row.count - 1), id: row.integer(0)))
    }
    return walk.isBackwards ? rows.reversed() : rows
  }

  /// The place that lies so many rows behind an anchor, in the direction of the page that is taken there, whatever the
  /// rows on the way are like; nothing when the list ends before.
  func place(_ distance: Int, from anchor: Anchor, in database: Connection) throws(StorageError) -> Cursor? {
    var unchecked = self
    unchecked.checks = []
    return try unchecked.step(distance, from: anchor, in: database)
  }

  private func step(_ distance: Int, from anchor: Anchor, in database: Connection) throws(StorageError) -> Cursor? {
    let walk = Walk(from: anchor, descending: descending)
    let range = self.range(of: walk)
    let sql = """
      SELECT \(key), \(alias).row_key \(source(using: index))\(range.sql) \(order(of: walk)) LIMIT 1 OFFSET ?
      """
    return try database.first(sql, range.values + [.int(distance)]) { (row) throws(StorageError) in
      Cursor(key: row.key(0), id: row.integer(1))
    }
  }

  /// The rows of the list that a page taken at an anchor meets before a place.
  func ending(before place: Cursor, from anchor: Anchor) -> KeysetQuery {
    let isAscending = Walk(from: anchor, descending: descending).isAscending
    var query = self
    query.conditions.append(beside(place, isAscending ? "<" : ">"))
    if let bound, bound.isLower != isAscending { query.bound?.isOutdone = true }
    if let otherBound, otherBound.isLower != isAscending { query.otherBound?.isOutdone = true }
    return query
  }

  /// Counts the rows, or those in front of a place.
  func count(in database: Connection, before cursor: Cursor?) throws(StorageError) -> Int {
    let range = self.range(
      of: Walk(isBackwards: true, isAscending: descending, cursor: cursor, isInclusive: false))
    // Without a place any index will do, and one that has every column asked for is best.
    let sql = "SELECT count(*) \(source(using: cursor == nil ? nil : index))\(range.sql)"
    return try database.number(sql, range.values)
  }

  /// Counts the rows that a walk through the whole list meets, whatever they are like, up to a limit.
  func size(upTo limit: Int, in database: Connection) throws(StorageError) -> Int {
    var unchecked = self
    unchecked.checks = []
    let range = unchecked.range(of: Walk(from: .start, descending: descending))
    let sql = "SELECT count(*) FROM (SELECT 1 \(source(using: index))\(range.sql) LIMIT ?)"
    return try database.number(sql, range.values + [.int(limit)])
  }

  private func source(using index: String?) -> String {
    "FROM \(table)\(index.map { " INDEXED BY \($0)" } ?? "")\(joins)"
  }

  private func order(of walk: Walk) -> String {
    let direction = walk.isAscending ? "ASC" : "DESC"
    return "ORDER BY \(key) \(direction), \(alias).row_key \(direction)"
  }

  /// The conditions, and that rows lie beside a place.
  private func range(of walk: Walk) -> (sql: String, values: [SQLValue]) {
    var all = conditions
    for bound in [bound, otherBound].compactMap(\.self) {
      let isOutdone = bound.isOutdone || (walk.cursor != nil && bound.isLower == walk.isAscending)
      all.append(Condition("\(isOutdone ? "+" : "")\(key) \(bound.isLower ? ">" : "<=") ?", [bound.value]))
    }
    if let cursor = walk.cursor {
      all.append(beside(cursor, (walk.isAscending ? ">" : "<") + (walk.isInclusive ? "=" : "")))
    }
    all += checks
    guard !all.isEmpty else { return ("", sourceValues) }
    return (" WHERE " + all.map(\.sql).joined(separator: " AND "), sourceValues + all.flatMap(\.values))
  }

  private func beside(_ place: Cursor, _ comparison: String) -> Condition {
    Condition("(\(key), \(alias).row_key) \(comparison) (?, ?)", [SQLValue(place.key), .integer(place.id)])
  }
}

/// How a page is walked to: from where, which way through the list, which way through the index.
struct Walk {
  var isBackwards: Bool
  var isAscending: Bool
  var cursor: Cursor?
  var isInclusive: Bool

  init(isBackwards: Bool, isAscending: Bool, cursor: Cursor?, isInclusive: Bool) {
    self.isBackwards = isBackwards
    self.isAscending = isAscending
    self.cursor = cursor
    self.isInclusive = isInclusive
  }

  init(from anchor: Anchor, descending: Bool) {
    let (isBackwards, cursor, isInclusive): (Bool, Cursor?, Bool) =
      switch anchor {
      case .start: (false, nil, false)
      case .end: (true, nil, false)
      case .after(let cursor): (false, cursor, false)
      case .before(let cursor): (true, cursor, false)
      case .from(let cursor): (false, cursor, true)
      }
    self.init(
      isBackwards: isBackwards, isAscending: descending == isBackwards, cursor: cursor, isInclusive: isInclusive)
  }
}
