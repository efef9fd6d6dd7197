import FoundationEssentials
import Model
import Storage

extension Administration {
  /// A page of the whole audit log. Whoever opens it says so first, once: ``noteAuditView(of:)``.
  ///
  /// - Parameter query: its filter is an ``AuditFilter`` as it is typed; its state means nothing.
  /// - Throws: ``AccountError/invalid(_:)`` for a filter that says nothing sensible.
  public func auditLines(
    _ query: ListQuery<AuditOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<AuditLine>] {
    let search = try AuditSearch(query)
    let now = now
    return try perform { () throws(StorageError) in
      try accounts.store.auditLines(search, at: anchor, limit: limit, now: now)
    }
  }

  /// How many lines the query finds; with `before`, how many come before that place.
  public func countAuditLines(
    _ query: ListQuery<AuditOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    let search = try AuditSearch(query)
    return try perform { () throws(StorageError) in try accounts.store.countAuditLines(search, before: place) }
  }

  /// Records that the audit log was looked at. What was looked for is not: now and then somebody pastes a secret there.
  ///
  /// - Parameter user: whose lines alone, if they are somebody's.
  public func noteAuditView(of user: User? = nil) throws(AccountError) {
    let line = user.map { audit(.auditView, on: $0) } ?? audit(.auditView, on: "audit log")
    try perform { () throws(StorageError) in try accounts.store.record(line) }
  }

  /// The lines that were written after a line, in the order in which they were.
  public func auditLines(
    after line: Int64, filter: AuditFilter, limit: Int
  ) throws(AccountError) -> [AuditLine] {
    let now = now
    return try perform { () throws(StorageError) in
      try accounts.store.auditLines(after: line, filter, limit: limit, now: now)
    }
  }

  /// The number of the last line; 0 when there is none.
  public func lastAuditLine() throws(AccountError) -> Int64 {
    let now = now
    return try perform { () throws(StorageError) in try accounts.store.lastAuditLine(at: now) }
  }

  /// Deletes the lines of the audit log from before a moment, and records that.
  ///
  /// - Returns: how many.
  @discardableResult
  public func purgeAudit(before moment: Date) throws(AccountError) -> Int {
    let audit = audit(.auditPurge, on: "audit log", detail: "before \(moment.rfc3339)")
    let count = try perform { () throws(StorageError) in
      try accounts.store.purgeAudit(before: moment, audit: audit)
    }
    // In parts, so that nobody waits for all of them.
    while try storage({ () throws(StorageError) in try accounts.store.deletePurgedAudit(batch: 2000) }) > 0 {}
    return count
  }
}
