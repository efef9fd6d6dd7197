import FoundationEssentials
import Model

/// What a live token stands for: who may do what, until when.
public struct BearerToken: Sendable {
  /// What kind of token it is.
  public typealias Kind = TokenKind

  /// The row's number.
  public let id: Identifier<Token>
  /// What it is.
  public let kind: Kind
  /// The ids of its scopes.
  public let scopes: [String]
  /// When it was made.
  public let createdAt: Date
  /// When it ends; nothing for one that does not.
  public let expiresAt: Date?
  /// For whom it acts; nothing when a client acts for itself.
  public let user: User?
  /// Who holds it; nothing for a personal token.
  public let client: (id: Identifier<Client>, clientID: ClientID)?
}

extension Store {
  /// The live token of a digest: not expired, not spent, and neither its user nor its client nor the client's owner
  /// disabled. One question by the unique index on digests, asked anew as soon as anybody has written anything, so that
  /// a revocation by any process is seen by the next request.
  public func bearer(_ digest: [UInt8], at now: Date) throws(StorageError) -> BearerToken? {
    try recall { (database) throws(StorageError) in
      try database.bearers.answer(DigestKey(digest), at: now, on: database) { () throws(StorageError) in
        try database.first(Self.liveToken, [.blob(digest), .date(now)], BearerToken.init).map { ($0, $0.expiresAt) }
      }
    }
  }

  private static let liveToken = FrequentStatement(
    """
    SELECT \(User.columns), t.id, t.kind, t.scopes, t.created_at, t.expires_at, c.id, c.client_id
    FROM tokens AS t LEFT JOIN users AS u ON u.id = t.user_id
    LEFT JOIN clients AS c ON c.id = t.client_id LEFT JOIN users AS o ON o.id = c.owner_id
    WHERE t.digest = ? AND t.spent_at IS NULL AND t.expires_key > ?
      AND u.disabled_at IS NULL AND c.disabled_at IS NULL AND o.disabled_at IS NULL
    """)
}

extension BearerToken {
  init(_ row: Row) throws(StorageError) {
    guard let kind = Kind(rawValue: row.text(8)) else { throw .corrupt }
    self.init(
      id: Identifier(rawValue: row.integer(7)), kind: kind, scopes: row.scopes(9), createdAt: row.date(10),
      expiresAt: row.optionalDate(11), user: row.isNull(0) ? nil : try User(row),
      client: row.isNull(12) ? nil : (Identifier(rawValue: row.integer(12)), ClientID(row.text(13))))
  }
}
