extension Connection {
  /// What is wrong with the audit log's chain, if anything: the first line that does not fit, or lines missing at the
  /// end, as far as the numbering remembers them.
  func auditProblem() throws(StorageError) -> String? {
    var previous = AuditChain.seed
    var expected: Int64 = 1
    var problem: String?
    try forEachAuditLine { (values, hash) throws(StorageError) in
      guard problem == nil, case .integer(let id)? = values.first else { return }
      if id != expected || AuditChain.hash(of: values, after: previous) != hash {
        problem = "The audit log was tampered with: line \(id) does not follow from the one before."
      }
      previous = hash
      expected = id + 1
    }
    guard problem == nil else { return problem }
    let numbered = try number("SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'")
    guard numbered == Int(expected) - 1 else {
      return "The audit log was tampered with: its last lines are missing."
    }
    return nil
  }

  private func forEachAuditLine(
    _ body: ([SQLValue], [UInt8]) throws(StorageError) -> Void
  ) throws(StorageError) {
    var last: Int64 = 0
    while true {
      // In portions, so that a long log is not held in memory.
      let lines = try rows(
        "SELECT \(AuditChain.columns) FROM audit_events WHERE id > ? ORDER BY id LIMIT 1000", [.integer(last)]
      ) { (row) throws(StorageError) in (row.integer(0), Self.auditValues(row), row.blob(10)) }
      guard let end = lines.last else { return }
      for line in lines { try body(line.1, line.2) }
      last = end.0
    }
  }

  private static func auditValues(_ row: Row) -> [SQLValue] {
    [
      .integer(row.integer(0)), .integer(row.integer(1)), row.optionalInteger(2).map { .integer($0) } ?? .null,
      .text(row.text(3)), .text(row.text(4)), .text(row.text(5)), .text(row.text(6)), .text(row.text(7)),
      .text(row.text(8)), .integer(row.integer(9)),
    ]
  }
}
