import Model

extension IssuedToken {
  /// The columns that ``init(_:)`` reads, in its order.
  static let columns = """
    \(User.columns), t.id, t.kind, t.last_four, t.name, ifnull(t.internal, 0), t.scopes, t.family, t.created_at,
    t.expires_at, t.spent_at, t.last_used_at, c.id, c.client_id, c.name,
    c.disabled_at IS NOT NULL OR o.disabled_at IS NOT NULL
    """

  /// The tables of a token `t` beside its own.
  static let joins = """
     LEFT JOIN users AS u ON u.id = t.user_id LEFT JOIN clients AS c ON c.id = t.client_id
    LEFT JOIN users AS o ON o.id = c.owner_id
    """

  init(_ row: Row) throws(StorageError) {
    guard let kind = TokenKind(rawValue: row.text(8)) else { throw .corrupt }
    let holder =
      row.isNull(18)
      ? nil
      : Holder(
        id: Identifier(rawValue: row.integer(18)), clientID: ClientID(row.text(19)), name: Name(stored: row.text(20)))
    self.init(
      id: Identifier(rawValue: row.integer(7)), kind: kind, lastFour: row.text(9),
      name: row.optionalText(10).map(Name.init(stored:)), isInternal: row.integer(11) != 0, scopes: row.scopes(12),
      user: row.isNull(0) ? nil : try User(row), client: holder, family: row.optionalInteger(13),
      createdAt: row.date(14), expiresAt: row.optionalDate(15), spentAt: row.optionalDate(16),
      lastUsedAt: row.optionalDate(17), isClientDisabled: row.integer(21) != 0)
  }
}
