import FoundationEssentials
import Model
import Storage

extension Account {
  /// A page of what happened in this account: what its owner did, and what others did to it, an administrator or
  /// whoever tried to sign in.
  ///
  /// - Parameter query: its filter is an ``AuditFilter`` as it is typed; its state means nothing.
  /// - Throws: ``AccountError/invalid(_:)`` for a filter that says nothing sensible.
  public func activity(
    _ query: ListQuery<AuditOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<AuditLine>] {
    let search = try AuditSearch(query, of: user.id)
    let now = now
    return try perform { () throws(StorageError) in
      try store.auditLines(search, at: anchor, limit: limit, now: now)
    }
  }

  /// How many lines the query finds; with `before`, how many come before that place.
  public func countActivity(
    _ query: ListQuery<AuditOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    let search = try AuditSearch(query, of: user.id)
    return try perform { () throws(StorageError) in try store.countAuditLines(search, before: place) }
  }

  /// What happened in this account last, the newest first.
  public func recentActivity(limit: Int) throws(AccountError) -> [AuditLine] {
    try activity(ListQuery(order: .time, descending: true, now: now), at: .start, limit: limit).map(\.row)
  }
}

extension AuditSearch {
  /// - Throws: ``AccountError/invalid(_:)`` for a filter that says nothing sensible.
  init(_ query: ListQuery<AuditOrder>, of user: Identifier<User>? = nil) throws(AccountError) {
    let filter = try valid { () throws(ValidationFailure) in
      try AuditFilter(parsing: query.filter, now: query.now)
    }
    self.init(filter, of: user, descending: query.descending)
  }
}
