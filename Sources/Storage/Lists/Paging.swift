import FoundationEssentials
import Model

/// Which rows of a list: by whether they still work.
public enum StateFilter: String, Sendable, CaseIterable {
  case active, expired, all
}

/// A list as somebody looks at it: order, filter, state.
public struct ListQuery<Order: Sendable & Hashable>: Sendable, Hashable {
  /// The column that orders the rows; ties are broken by row number.
  public var order: Order
  /// Whether the largest comes first.
  public var descending: Bool
  /// Rows whose name (or client id, or e-mail) holds this text, without regard to case; empty for all.
  public var filter: String
  /// Rows in this state.
  public var state: StateFilter
  /// The moment that "active" refers to.
  public var now: Date

  /// A view of a list.
  public init(order: Order, descending: Bool = false, filter: String = "", state: StateFilter = .all, now: Date) {
    self.order = order
    self.descending = descending
    self.filter = filter
    self.state = state
    self.now = now
  }
}

/// Columns that applications can be ordered by.
public enum ApplicationOrder: String, Sendable, CaseIterable {
  case name, created, lastUsed
}

/// Columns that personal tokens can be ordered by. "Never" comes first by last use, last by expiry.
public enum TokenOrder: String, Sendable, CaseIterable {
  case name, created, lastUsed, expires
}

/// Columns that authorized applications can be ordered by.
public enum GrantOrder: String, Sendable, CaseIterable {
  case name, created, lastUsed
}

/// What everybody's tokens can be ordered by: the order in which they were made. Another would need an index, and each
/// index is paid for by every token that is made, used or ended.
public enum IssuedTokenOrder: String, Sendable, CaseIterable {
  case id
}

/// Columns that users can be ordered by.
public enum UserOrder: String, Sendable, CaseIterable {
  case email, created, lastSeen
}

/// What the audit log can be ordered by.
public enum AuditOrder: String, Sendable, CaseIterable {
  case time
}

/// Where a row stands in its list: the value it is ordered by and its number, so that a page can start beside it
/// however many rows come before (keyset paging). Bound as parameters, never written into SQL.
public struct Cursor: Sendable, Hashable {
  /// The value that orders the row.
  public enum Key: Sendable, Hashable {
    case text(String)
    case integer(Int64)
  }

  /// The ordering value.
  public let key: Key
  /// The row's number.
  public let id: Int64

  /// The place of a row.
  public init(key: Key, id: Int64) {
    self.key = key
    self.id = id
  }
}

/// Where a page starts. Rows come in the list's order whichever it is.
public enum Anchor: Sendable, Hashable {
  /// The first rows.
  case start
  /// The last rows.
  case end
  /// The rows behind a place.
  case after(Cursor)
  /// The rows in front of a place, the nearest ones.
  case before(Cursor)
  /// The row at a place, or the next if it has gone, and those behind it.
  case from(Cursor)
}

/// A row and its place in the list.
public struct Entry<Row: Sendable>: Sendable {
  /// The row.
  public let row: Row
  /// Its place.
  public let cursor: Cursor

  /// A row at a place.
  public init(row: Row, cursor: Cursor) {
    self.row = row
    self.cursor = cursor
  }
}

extension Entry: Equatable where Row: Equatable {}

/// What would stop working, or has.
public struct Impact: Sendable, Equatable {
  /// How many users let the application in.
  public let users: Int
  /// How many live tokens end.
  public let tokens: Int

  /// A count of users and tokens.
  public init(users: Int, tokens: Int) {
    self.users = users
    self.tokens = tokens
  }
}
