import TestSupport
import Testing

@testable import Storage

extension TestStore {
  /// A store that keeps every statement, so that their plans can be looked at, and sorts up to so many found rows.
  init(searchLimit: Int, walkLimit: Int = 3) throws {
    try self.init()
    try store.question { (database) throws(StorageError) in
      database.statementLimit = 10_000
      database.searchLimit = searchLimit
      database.walkLimits = (walkLimit, 2 * walkLimit)
    }
  }
}

/// Checks that no statement that a store has run reads a growing table from end to end, or sorts what an index has
/// sorted already.
func expectIndexed(_ store: Store, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let plans = try store.question { (database) throws(StorageError) in
    var plans: [(sql: String, steps: [String])] = []
    for sql in database.statementTexts where ["SELECT", "UPDATE", "DELETE", "INSERT"].contains(where: sql.hasPrefix) {
      let parameters = highestParameter(in: sql)
      let steps = try database.rows(
        "EXPLAIN QUERY PLAN " + sql, [SQLValue](repeating: .null, count: parameters)
      ) { (row) throws(StorageError) in row.text(3) }
      plans.append((sql, steps))
    }
    return plans
  }
  #expect(!plans.isEmpty, sourceLocation: sourceLocation)
  for (sql, steps) in plans {
    let isSearched = steps.contains { $0.hasPrefix("SCAN") && $0.contains("VIRTUAL TABLE INDEX") }
    let isByGrantedName = sql.contains("ORDER BY c.name_key") && sql.contains("FROM grants")
    if sql.contains("row_key) ") && sql.contains("(?, ?)") && sql.contains(" INDEXED BY ") && !sql.contains("VALUES") {
      // A place is searched for, key and row number at once, and not walked up to.
      let isRange = sql.contains(" t.name_key >= ?") || sql.contains(" c.name_key >= ?")
      let isByName = isRange || sql.contains("(c.name_key, g.row_key)") || sql.contains("(u.email, u.row_key)")
      #expect(
        isByName || steps.contains { $0.contains("(?,?)") }, "\(steps) in: \(sql)", sourceLocation: sourceLocation)
    }
    for step in steps {
      let comment = Comment("\(step) in: \(sql)")
      if step.contains("USE TEMP B-TREE FOR ORDER BY") {
        #expect(isSearched || isByGrantedName, comment, sourceLocation: sourceLocation)
      }
      guard step.hasPrefix("SCAN") else { continue }
      #expect(isAllowedScan(step, in: sql), comment, sourceLocation: sourceLocation)
    }
  }
}

/// Walks in the order of an index that stop at a page's end, counts of everything, and what is no table.
private func isAllowedScan(_ step: String, in sql: String) -> Bool {
  if step.contains("VIRTUAL TABLE INDEX") || step == "SCAN CONSTANT ROW" || step == "SCAN few"
    || step.hasPrefix("SCAN (subquery")
  {
    return true
  }
  let isEverybodys = ["FROM clients AS c", "FROM users AS u", "FROM audit_events AS a"].contains { sql.contains($0) }
  if isEverybodys, step.contains("INDEX") || sql.hasPrefix("SELECT count(*)") { return true }
  // Looks at the schema, counts by tests, questions for one end of a table.
  if step.contains("sqlite_") || (sql.hasPrefix("SELECT count(*) FROM ") && !sql.contains("WHERE")) { return true }
  return sql == "SELECT EXISTS (SELECT 1 FROM users)" || sql.contains("ORDER BY id DESC LIMIT 1")
}

private func highestParameter(in sql: String) -> Int {
  let numbered = (1...9).last { sql.contains("?\($0)") } ?? 0
  return numbered > 0 ? numbered : sql.filter { $0 == "?" }.count
}
