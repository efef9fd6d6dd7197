import FoundationEssentials
import Model

extension Store {
  /// A page of the audit log.
  public func auditLines(
    _ search: AuditSearch, at anchor: Anchor, limit: Int, now: Date
  ) throws(StorageError) -> [Entry<AuditLine>] {
    try endFolds(at: now)
    return try snapshot { (database) throws(StorageError) in
      try AuditWalks(search, in: database).page(of: database, at: anchor, limit: limit)
    }
  }

  /// How many lines of the audit log the search finds; with `before`, how many of them come before a place.
  public func countAuditLines(_ search: AuditSearch, before place: Cursor?) throws(StorageError) -> Int {
    try snapshot { (database) throws(StorageError) in
      try AuditWalks(search, in: database).count(in: database, before: place)
    }
  }

  /// The lines that were written after a line, in the order in which they were; whoever asks again with the last of them
  /// misses none.
  public func auditLines(
    after line: Int64, _ filter: AuditFilter, limit: Int, now: Date
  ) throws(StorageError) -> [AuditLine] {
    try endFolds(at: now)
    return try question { (database) throws(StorageError) in
      let bounds = filter.bounds
      let conditions = [KeysetQuery.Condition("a.id > ?", [.integer(line)])] + bounds + filter.checks
      return try database.rows(
        """
        SELECT \(AuditLine.columns) FROM audit_events AS a
        WHERE \(conditions.map(\.sql).joined(separator: " AND ")) ORDER BY a.id LIMIT ?
        """, conditions.flatMap(\.values) + [.int(limit)]
      ) { (row) throws(StorageError) in AuditLine(row) }
    }
  }

  /// The number of the last line; 0 when there is none.
  public func lastAuditLine(at now: Date) throws(StorageError) -> Int64 {
    try endFolds(at: now)
    return try question { (database) throws(StorageError) in try database.lastAuditLine().id }
  }

  /// Writes the lines of bursts that are over, so that who reads need not wait for somebody who writes. Where nothing can
  /// be written now, what is written can be read all the same.
  private func endFolds(at now: Date) throws(StorageError) {
    do throws(StorageError) {
      // A few at a time; more than so many are left to who comes next.
      for _ in 0..<100 {
        guard try question({ (database) throws(StorageError) in try database.hasEndedFolds(at: now) }) else { return }
        try change { (database) throws(StorageError) in try database.endFolds(at: now) }
      }
    } catch {
      switch error {
      case .busy, .readOnly, .full: return
      default: throw error
      }
    }
  }
}

extension AuditFilter {
  /// That lines lie in its time.
  fileprivate var bounds: [KeysetQuery.Condition] {
    [
      since.map { .init("a.at >= ?", [.date($0)]) }, before.map { .init("a.at < ?", [.date($0)]) },
    ].compactMap(\.self)
  }
}

extension AuditLine {
  static let columns = """
    a.id, a.at, a.actor_id, a.subject_id, a.actor, a.origin, a.event, a.target, a.outcome, a.detail, a.count
    """

  init(_ row: Row) {
    self.init(
      id: row.integer(0), at: row.date(1), actorID: row.optionalInteger(2).map { Identifier(rawValue: $0) },
      subjectID: row.optionalInteger(3).map { Identifier(rawValue: $0) }, actor: row.text(4), origin: row.text(5),
      event: row.text(6), target: row.text(7), outcome: row.text(8), detail: row.text(9), count: row.int(10))
  }
}
