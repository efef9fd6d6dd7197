import Model

extension SSHKey {
  /// The columns that ``init(_:from:)`` reads, in its order.
  static let columns = "k.id, k.user_id, k.name, k.key, k.fingerprint, k.created_at, k.last_used_at"

  /// - Parameter first: where its columns begin.
  init(_ row: Row, from first: Int = 0) {
    self.init(
      id: Identifier(rawValue: row.integer(first)), userID: Identifier(rawValue: row.integer(first + 1)),
      name: Name(stored: row.text(first + 2)), line: row.text(first + 3), fingerprint: row.text(first + 4),
      createdAt: row.date(first + 5), lastUsedAt: row.optionalDate(first + 6))
  }
}
