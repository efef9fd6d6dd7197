import Model

extension Connection {
  /// What is wrong with the audit log's chain, if anything: the first line that does not fit, a beginning that no purge
  /// explains, or lines missing at the end, as far as the numbering remembers them.
  func auditProblem() throws(StorageError) -> String? {
    let anchor = try auditAnchor()
    var last = anchor
    var purge: String?
    var problem: String?
    try forEachAuditLine(after: anchor.id) { line in
      guard problem == nil else { return }
      if line.id != last.id + 1 || AuditChain.hash(of: line.values, after: last.hash) != line.hash {
        problem = "The audit log was tampered with: line \(line.id) does not follow from the one before."
      }
      if line.event == AuditEvent.auditPurge.rawValue { purge = line.detail }
      last = (line.id, line.hash)
    }
    guard problem == nil else { return problem }
    guard try number("SELECT seq FROM sqlite_sequence WHERE name = 'audit_events'") == Int(last.id) else {
      return "The audit log was tampered with: its last lines are missing."
    }
    let old = try number("SELECT count(*) FROM audit_events WHERE id <= ?", [.integer(anchor.id)])
    guard old == 0 else {
      return
        "The audit log has \(old) line\(old == 1 ? "" : "s") from before its beginning: a purge was cut off, or they were "
        + "slipped in; run \"postern purge\"."
    }
    guard anchor.id == 0 || purge?.hasSuffix(AuditChain.words(forAnchor: anchor)) == true else {
      return "The audit log was tampered with: no line tells that those up to line \(anchor.id) were purged."
    }
    return nil
  }

  private func forEachAuditLine(
    after first: Int64, _ body: (SealedLine) throws(StorageError) -> Void
  ) throws(StorageError) {
    var last = first
    while true {
      // In portions, so that a long log is not held in memory.
      let lines = try rows(
        "SELECT \(AuditChain.columns) FROM audit_events WHERE id > ? ORDER BY id LIMIT 1000", [.integer(last)]
      ) { (row) throws(StorageError) in SealedLine(row) }
      guard let end = lines.last else { return }
      for line in lines { try body(line) }
      last = end.id
    }
  }
}

/// A line of the audit log and its hash.
private struct SealedLine {
  let id: Int64
  let event: String
  let detail: String
  let values: [SQLValue]
  let hash: [UInt8]

  init(_ row: Row) {
    func number(_ column: Int) -> SQLValue { row.optionalInteger(column).map { .integer($0) } ?? .null }
    id = row.integer(0)
    event = row.text(6)
    detail = row.text(9)
    values = (0...3).map(number) + (4...9).map { .text(row.text($0)) } + [number(10)]
    hash = row.blob(11)
  }
}

extension AuditChain {
  /// How the line that tells of a purge ends: with the last purged line, from whose hash the first kept one follows.
  static func words(forAnchor anchor: (id: Int64, hash: [UInt8])) -> String {
    let digits = anchor.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return "up to line \(anchor.id), hash \(digits)"
  }
}
