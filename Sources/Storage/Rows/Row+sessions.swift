import Model

extension BrowserSession {
  /// The columns that ``init(_:from:)`` reads, in its order.
  static let columns = """
    s.id, s.user_id, s.created_at, s.last_seen_at, s.expires_at, s.address, s.user_agent, s.user_agent_digest
    """

  /// - Parameter first: where its columns begin.
  init(_ row: Row, from first: Int = 0) {
    self.init(
      id: Identifier(rawValue: row.integer(first)), userID: Identifier(rawValue: row.integer(first + 1)),
      createdAt: row.date(first + 2), lastSeenAt: row.date(first + 3), expiresAt: row.date(first + 4),
      address: row.text(first + 5), userAgent: row.text(first + 6), userAgentDigest: row.blob(first + 7))
  }
}
