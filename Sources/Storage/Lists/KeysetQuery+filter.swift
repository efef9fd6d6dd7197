extension KeysetQuery {
  /// The same list with the rows that hold a text.
  ///
  /// - Parameters:
  ///   - search: the search index.
  ///   - columns: expressions without case, one of which must hold the text.
  ///   - owner: whose rows they are, if they are somebody's.
  func filtered(
    by text: String, in search: String, columns: [String], owner: Int64?, of database: Connection
  ) throws(StorageError) -> KeysetQuery {
    guard let filter = TextFilter(text) else { return self }
    var query = self
    query.conditions.append(
      Condition(
        "(" + columns.map { "instr(\($0), ?) > 0" }.joined(separator: " OR ") + ")",
        columns.map { _ in .text(filter.needle) }))
    guard let match = filter.match(owner: owner) else { return query }
    let found = try database.number(
      "SELECT count(*) FROM (SELECT 1 FROM \(search) WHERE \(search) MATCH ? LIMIT ?)",
      [.text(match), .int(database.searchLimit + 1)])
    guard found <= database.searchLimit else { return query }
    query.table = "\(search) AS s CROSS JOIN \(table)"
    query.joins = " NOT INDEXED ON \(alias).id = s.rowid" + joins
    query.index = nil
    query.conditions.insert(Condition("s.\(search) MATCH ?", [.text(match)]), at: 0)
    return query
  }
}
