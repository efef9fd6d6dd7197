import Model

extension PersonalToken {
  /// The columns that ``init(_:)`` reads, in its order.
  static let columns = """
    t.id, t.user_id, t.name, t.scopes, t.internal, t.last_four, t.created_at, t.expires_at, t.last_used_at
    """

  init(_ row: Row) {
    self.init(
      id: Identifier(rawValue: row.integer(0)), userID: Identifier(rawValue: row.integer(1)),
      name: Name(stored: row.text(2)), scopes: row.scopes(3), isInternal: row.integer(4) != 0, lastFour: row.text(5),
      createdAt: row.date(6), expiresAt: row.optionalDate(7), lastUsedAt: row.optionalDate(8))
  }
}

extension Row {
  /// Scope ids, as OAuth writes them: separated by spaces (RFC 6749 §3.3).
  func scopes(_ column: Int) -> [String] {
    // A split by characters would look for the borders of characters; a space is a byte, and so is its end.
    text(column).utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
  }
}

extension SQLValue {
  /// Scope ids, as OAuth writes them: separated by spaces (RFC 6749 §3.3).
  static func scopes(_ ids: [String]) -> SQLValue { .text(ids.joined(separator: " ")) }
}
