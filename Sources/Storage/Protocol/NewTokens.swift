import FoundationEssentials
import Model

/// Tokens that are to be written: an access token and, where the grant gives one, the refresh token beside it.
public struct NewTokens: Sendable {
  /// The access token.
  public let access: SecretDigest
  /// When the access token ends.
  public let accessExpiresAt: Date
  /// The refresh token and when it ends.
  public let refresh: (secret: SecretDigest, expiresAt: Date)?

  /// Tokens as they were made.
  public init(access: SecretDigest, accessExpiresAt: Date, refresh: (secret: SecretDigest, expiresAt: Date)?) {
    self.access = access
    self.accessExpiresAt = accessExpiresAt
    self.refresh = refresh
  }
}

/// Who holds tokens and for whom, and the authorization that they descend from.
public struct TokenHolder: Sendable, Equatable {
  /// Who holds them.
  public let client: Identifier<Client>
  /// For whom they act; nothing when the client acts for itself.
  public let user: Identifier<User>?
  /// The number that all tokens of one authorization share; nothing when the client acts for itself.
  public let family: Int64?

  /// A holder.
  public init(client: Identifier<Client>, user: Identifier<User>? = nil, family: Int64? = nil) {
    self.client = client
    self.user = user
    self.family = family
  }
}

extension Connection {
  /// Writes tokens.
  ///
  /// - Parameters:
  ///   - scopes: of the access token.
  ///   - refreshScopes: of the refresh token; narrowing an access token does not narrow it (RFC 6749 §6).
  func insert(
    _ tokens: NewTokens, for holder: TokenHolder, scopes: String, refreshScopes: String? = nil, at now: Date
  ) throws(StorageError) {
    try insert("access", tokens.access, for: holder, scopes, from: now, to: tokens.accessExpiresAt)
    guard let refresh = tokens.refresh else { return }
    try insert("refresh", refresh.secret, for: holder, refreshScopes ?? scopes, from: now, to: refresh.expiresAt)
  }

  private func insert(
    _ kind: String, _ secret: SecretDigest, for holder: TokenHolder, _ scopes: String, from start: Date, to end: Date
  ) throws(StorageError) {
    try run(
      Self.newToken,
      [
        .text(kind), .blob(secret.digest), .text(secret.lastFour), holder.user.map { .integer($0.rawValue) } ?? .null,
        .integer(holder.client.rawValue), holder.family.map { .integer($0) } ?? .null, .text(scopes), .date(start),
        .date(end),
      ])
  }

  private static let newToken = FrequentStatement(
    """
    INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    """)

  /// Ends the older tokens that a client holds for a user, for houses that allow one at a time.
  /// - Returns: how many there were.
  func endOtherTokens(of holder: TokenHolder) throws(StorageError) -> Int {
    guard let user = holder.user, let family = holder.family else { return 0 }
    try run(
      "DELETE FROM tokens WHERE client_id = ? AND user_id = ? AND family <> ?",
      [.integer(holder.client.rawValue), .integer(user.rawValue), .integer(family)])
    return changes
  }
}
