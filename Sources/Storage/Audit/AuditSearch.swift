import Model

/// Which lines of the audit log are read, and from which end.
public struct AuditSearch: Sendable {
  /// What they must be like.
  public let filter: AuditFilter
  /// Whose lines: what that user did, and what others did to their account; nothing for everybody's.
  public let user: Identifier<User>?
  /// Whether the newest comes first.
  public let descending: Bool

  /// A way to read the log.
  public init(_ filter: AuditFilter, of user: Identifier<User>? = nil, descending: Bool = true) {
    self.filter = filter
    self.user = user
    self.descending = descending
  }
}

/// A search as walks along indexes: each line is met by exactly one, so their pages merge and their counts add up.
struct AuditWalks {
  let walks: [KeysetQuery]

  /// Up to so many values of a column have a walk each.
  static let valueLimit = 64
  /// Up to so many lines are counted to tell which column leads to fewer.
  static let probeLimit = 2000

  init(_ search: AuditSearch, in database: Connection) throws(StorageError) {
    let list = Self.list(search)
    if let user = search.user {
      let id = SQLValue.integer(user.rawValue)
      var done = list
      done.index = "audit_events_by_actor_id"
      done.conditions = [.init("a.actor_id = ?", [id])]
      var suffered = list
      suffered.index = "audit_events_by_subject"
      suffered.conditions = [.init("a.subject_id = ?", [id])]
      suffered.checks.append(.init("a.actor_id IS NOT ?", [id]))
      walks = [done, suffered]
      return
    }
    var best = [list]
    if search.filter.wanted(.outcome) == [AuditRecord.Outcome.refused.rawValue] {
      best[0].index = "audit_events_refused"
      // Spelled out, so that the index, which has those alone, is known to do.
      best[0].conditions = [.init("a.outcome = 'refused'")]
    }
    var fewest = try Self.size(of: best, in: database)
    for column in [AuditColumn.actor, .event] where fewest > 0 {
      let patterns = search.filter.wanted(column.key)
      guard !patterns.isEmpty, let values = try column.values(like: patterns, in: database) else { continue }
      let walks = values.map { value in
        var walk = list
        walk.index = column.index
        walk.conditions = [.init("a.\(column.rawValue) = ?", [.text(value)])]
        return walk
      }
      let size = try Self.size(of: walks, in: database)
      if size < fewest || walks.isEmpty { (best, fewest) = (walks, size) }
    }
    walks = best
  }

  /// How many lines walks may meet; counted no farther than ``probeLimit``.
  private static func size(of walks: [KeysetQuery], in database: Connection) throws(StorageError) -> Int {
    var size = 0
    for walk in walks where size < probeLimit {
      size += try walk.size(upTo: probeLimit - size, in: database)
    }
    return size
  }

  /// The whole log in the order of time, with all that is asked of a line looked at in it.
  private static func list(_ search: AuditSearch) -> KeysetQuery {
    var list = KeysetQuery(
      columns: AuditLine.columns, table: "audit_events AS a", index: "audit_events_by_time", alias: "a", key: "a.at",
      descending: search.descending)
    // Lines that were purged, or slipped in where some were, are none.
    list.checks = [.init("a.id > ifnull((SELECT line FROM audit_anchor WHERE id = 1), 0)")] + search.filter.checks
    // Moments are whole seconds, so these are the bounds that a list's key can have.
    if let since = search.filter.since { list.bound = .init(isLower: true, value: .integer(since.seconds - 1)) }
    if let before = search.filter.before {
      list.otherBound = .init(isLower: false, value: .integer(before.seconds - 1))
    }
    return list
  }

  /// Reads a page in the log's order, whichever end it is taken from.
  func page(of database: Connection, at anchor: Anchor, limit: Int) throws(StorageError) -> [Entry<AuditLine>] {
    var all: [Entry<AuditLine>] = []
    for walk in walks {
      all += try walk.page(of: database, at: anchor, limit: limit) { (row) throws(StorageError) in AuditLine(row) }
    }
    guard let first = walks.first, walks.count > 1 else { return all }
    all.sort { left, right in
      first.descending ? left.isLater(than: right) : right.isLater(than: left)
    }
    return Array(Walk(from: anchor, descending: first.descending).isBackwards ? all.suffix(limit) : all.prefix(limit))
  }

  /// Counts the lines, or those in front of a place.
  func count(in database: Connection, before place: Cursor?) throws(StorageError) -> Int {
    var count = 0
    for walk in walks { count += try walk.count(in: database, before: place) }
    return count
  }
}

extension Entry<AuditLine> {
  fileprivate func isLater(than other: Entry<AuditLine>) -> Bool { (row.at, row.id) > (other.row.at, other.row.id) }
}

/// A column of the log whose values have an index.
private enum AuditColumn: String {
  case actor, event

  var key: AuditFilter.Key { self == .actor ? .actor : .event }
  var index: String { "audit_events_by_\(rawValue)" }

  /// The values in the log that are like one of some patterns; nothing when too many would have to be looked at.
  func values(like patterns: [String], in database: Connection) throws(StorageError) -> [String]? {
    var values: [String] = []
    var looks = 0
    for like in patterns.flatMap({ AuditFilter.likes(key, $0) }) {
      var last: String?
      while looks < 2 * AuditWalks.valueLimit {
        looks += 1
        let start = last ?? like.start
        let next = try database.first(
          """
          SELECT a.\(rawValue), a.\(rawValue) LIKE ? ESCAPE '\\' FROM audit_events AS a INDEXED BY \(index)
          WHERE a.\(rawValue) \(last == nil ? ">=" : ">") ? ORDER BY a.\(rawValue) LIMIT 1
          """, [.text(like.pattern), .text(start)]
        ) { (row) throws(StorageError) in (value: row.text(0), isLike: row.integer(1) != 0) }
        guard let next, next.value.lowercased().hasPrefix(like.start.lowercased()) else { break }
        if next.isLike, !values.contains(where: { isSame($0, next.value) }) { values.append(next.value) }
        last = next.value
      }
    }
    return looks < 2 * AuditWalks.valueLimit && values.count <= AuditWalks.valueLimit ? values : nil
  }

  /// Whether the index takes two values for one.
  private func isSame(_ left: String, _ right: String) -> Bool {
    self == .actor ? left.lowercased() == right.lowercased() : left == right
  }
}
