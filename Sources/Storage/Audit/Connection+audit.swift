import Model

extension Connection {
  /// Writes lines of the audit log; called inside the transaction of what they tell of.
  func append(_ records: [AuditRecord]) throws(StorageError) {
    guard !records.isEmpty else { return }
    var last = try lastAuditLine()
    for record in records {
      let id = last.id + 1
      let values = values(of: record, id: id)
      let hash = AuditChain.hash(of: values, after: last.hash)
      try run(
        "INSERT INTO audit_events (\(AuditChain.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values + [.blob(hash)])
      last = (id, hash)
    }
  }

  /// Writes one line of the audit log.
  func append(_ record: AuditRecord) throws(StorageError) { try append([record]) }

  private func lastAuditLine() throws(StorageError) -> (id: Int64, hash: [UInt8]) {
    try first("SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1") { (row) throws(StorageError) in
      (row.integer(0), row.blob(1))
    } ?? (0, AuditChain.seed)
  }

  private func values(of record: AuditRecord, id: Int64) -> [SQLValue] {
    [
      .integer(id), .date(record.at), record.actorID.map { .integer($0.rawValue) } ?? .null, .text(record.actor),
      .text(record.origin.description), .text(record.event.rawValue), .text(record.target),
      .text(record.outcome.rawValue), .text(record.detail), .int(1),
    ]
  }
}
