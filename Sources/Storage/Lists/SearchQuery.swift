/// A list, and a text that its rows shall hold.
///
/// A page of it is found in the way that looks at the fewest rows: a short walk along the list when the text is common;
/// sorting what the search index finds when it is rare; and when it is common but its rows lie far off in an order by
/// text, because they begin with it, sorting the others and walking along those.
struct SearchQuery {
  /// The whole list.
  let list: KeysetQuery
  /// The list with the condition that rows hold the text; the list itself when there is no text.
  private let walk: KeysetQuery
  private let filter: TextFilter?
  private let search: String
  private let owner: Int64?
  private let isOrderedByText: Bool

  /// - Parameters:
  ///   - list: the list without the text.
  ///   - text: what rows shall hold, without regard to case; empty for all.
  ///   - search: the search index.
  ///   - columns: expressions without case, one of which must hold the text.
  ///   - owner: whose rows they are, if they are somebody's.
  ///   - isOrderedByText: whether the list's key is the column whose beginning the search index marks.
  init(
    _ list: KeysetQuery, holding text: String, in search: String, columns: [String], owner: Int64?,
    isOrderedByText: Bool
  ) {
    self.list = list
    self.search = search
    self.owner = owner
    self.isOrderedByText = isOrderedByText
    filter = TextFilter(text)
    var walk = list
    if let filter {
      let holds = columns.map { "instr(\($0), ?) > 0" }.joined(separator: " OR ")
      walk.checks.append(.init("(\(holds))", columns.map { _ in .text(filter.needle) }))
    }
    self.walk = walk
  }

  /// Reads a page, in the list's order whichever end it is taken from.
  func page<Value: Sendable>(
    of database: Connection, at anchor: Anchor, limit: Int, _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> [Entry<Value>] {
    guard let filter, filter.isIndexed, limit > 0 else {
      return try walk.page(of: database, at: anchor, limit: limit, read)
    }
    // Everybody's rows are asked for first, and those of others left out when they are read: most texts are rare, and
    // to look through the rows of somebody who has a million takes far longer than through those that hold a text.
    let limits = database.walkLimits
    let steps = [(limits.short, nil)] + (owner == nil ? [] : [(limits.long, owner)])
    for (reach, owner) in steps {
      guard let end = try list.place(reach, from: anchor, in: database) else { break }
      let page = try walk.ending(before: end, from: anchor).page(of: database, at: anchor, limit: limit, read)
      if page.count == limit { return page }
      if let found = try find(filter.match(owner: owner), in: database) {
        return try sorting(found).page(of: database, at: anchor, limit: limit, read)
      }
      if let page = try pageByPrefix(filter, owner, of: database, at: anchor, limit: limit, read) { return page }
    }
    return try walk.page(of: database, at: anchor, limit: limit, read)
  }

  /// Counts the rows, or those in front of a place.
  func count(in database: Connection, before cursor: Cursor?) throws(StorageError) -> Int {
    for owner in owner == nil ? [nil] : [nil, owner] {
      guard let found = try find(filter?.match(owner: owner), in: database) else { continue }
      return try sorting(found).count(in: database, before: cursor)
    }
    return try walk.count(in: database, before: cursor)
  }

  /// Merges the few rows that hold the text without beginning like it with those that begin like it, which lie side by
  /// side. Nothing when that cannot be done.
  private func pageByPrefix<Value: Sendable>(
    _ filter: TextFilter, _ owner: Int64?, of database: Connection, at anchor: Anchor, limit: Int,
    _ read: (Row) throws(StorageError) -> Value
  ) throws(StorageError) -> [Entry<Value>]? {
    guard isOrderedByText, let range = filter.prefixRange,
      let others = try find(filter.match(owner: owner, withoutPrefix: true), in: database)
    else { return nil }
    let key = walk.key
    var beginning = walk
    // A place inside the range is nearer than the bound on its side, and SQLite searches by either.
    let place = Walk(from: anchor, descending: walk.descending)
    let isInside = place.cursor.map { Self.isInside($0, range) } ?? false
    let lower = (isInside && place.isAscending ? "+" : "") + key
    let upper = (isInside && !place.isAscending ? "+" : "") + key
    beginning.conditions.append(.init("\(lower) >= ? AND \(upper) < ?", [.text(range.from), .text(range.to)]))
    var rest = sorting(others)
    rest.conditions.append(.init("NOT (\(key) >= ? AND \(key) < ?)", [.text(range.from), .text(range.to)]))
    let near = try beginning.page(of: database, at: anchor, limit: limit, read)
    let far = try rest.page(of: database, at: anchor, limit: limit, read)
    let merged = (near + far).sorted { left, right in
      let isBefore = Self.isOrdered(left.cursor, right.cursor)
      return walk.descending ? !isBefore : isBefore
    }
    return switch anchor {
    case .end, .before: merged.suffix(limit)
    case .start, .after, .from: Array(merged.prefix(limit))
    }
  }

  /// The numbers of the rows that the search index finds, as a JSON array; nothing when they are too many to sort.
  private func find(_ match: String?, in database: Connection) throws(StorageError) -> String? {
    guard let match else { return nil }
    let limit = database.searchLimit
    let found = try database.rows(
      "SELECT rowid FROM \(search) WHERE \(search) MATCH ? LIMIT ?", [.text(match), .int(limit + 1)]
    ) { (row) throws(StorageError) in row.integer(0) }
    guard found.count <= limit else { return nil }
    return "[" + found.map(String.init).joined(separator: ",") + "]"
  }

  /// The list of some rows, given by their numbers as a JSON array; they are few, so they are sorted.
  private func sorting(_ numbers: String) -> KeysetQuery {
    var query = walk
    query.table = "json_each(?) AS s CROSS JOIN \(walk.table)"
    query.joins = " NOT INDEXED ON \(walk.alias).id = s.value" + walk.joins
    query.index = nil
    query.sourceValues = [.text(numbers)]
    return query
  }

  private static func isInside(_ place: Cursor, _ range: (from: String, to: String)) -> Bool {
    func isOrdered(_ left: String, _ right: Cursor) -> Bool {
      Self.isOrdered(Cursor(key: .text(left), id: 0), right)
    }
    return isOrdered(range.from, place) && !isOrdered(range.to, place)
  }

  /// Texts without case in the order of their UTF-8 bytes, as SQLite has them.
  private static func isOrdered(_ left: Cursor, _ right: Cursor) -> Bool {
    guard case .text(let leftText) = left.key, case .text(let rightText) = right.key else { return left.id < right.id }
    let (leftKey, rightKey) = (TextFilter.key(leftText), TextFilter.key(rightText))
    return leftKey == rightKey ? left.id < right.id : leftKey.utf8.lexicographicallyPrecedes(rightKey.utf8)
  }
}
