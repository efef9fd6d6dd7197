import Model

extension User {
  /// The columns that ``init(_:)`` reads, in its order.
  static let columns = "u.id, u.email, u.username, u.role, u.disabled_at, u.created_at, u.last_seen_at"

  init(_ row: Row) throws(StorageError) {
    guard let role = UserRole(rawValue: row.text(3)) else { throw .corrupt }
    self.init(
      id: Identifier(rawValue: row.integer(0)), email: EmailAddress(stored: row.text(1)),
      username: row.optionalText(2).map(Username.init(stored:)), role: role, disabledAt: row.optionalDate(4),
      createdAt: row.date(5), lastSeenAt: row.optionalDate(6))
  }
}
