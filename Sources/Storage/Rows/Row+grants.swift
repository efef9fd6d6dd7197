import Model

extension AuthorizedApplication {
  /// The columns that ``init(_:)`` reads, in its order.
  static let columns = """
    g.id, g.user_id, c.client_id, c.name, c.description, c.website, ifnull(o.username, o.email), g.scopes,
    g.created_at, g.last_used_at
    """

  init(_ row: Row) {
    self.init(
      id: Identifier(rawValue: row.integer(0)), userID: Identifier(rawValue: row.integer(1)),
      clientID: ClientID(row.text(2)), name: Name(stored: row.text(3)), description: row.text(4),
      website: WebsiteURL(stored: row.text(5)), ownerLabel: row.text(6), scopes: row.scopes(7),
      createdAt: row.date(8), lastUsedAt: row.optionalDate(9))
  }
}
