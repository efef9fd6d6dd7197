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
    let sql = """
      INSERT INTO tokens (kind, digest, last_four, user_id, client_id, family, scopes, created_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """
    let user = holder.user.map { SQLValue.integer($0.rawValue) } ?? .null
    let family = holder.family.map { SQLValue.integer($0) } ?? .null
    try run(
      sql,
      [
        .text("access"), .blob(tokens.access.digest), .text(tokens.access.lastFour), user,
        .integer(holder.client.rawValue), family, .text(scopes), .date(now), .date(tokens.accessExpiresAt),
      ])
    guard let refresh = tokens.refresh else { return }
    try run(
      sql,
      [
        .text("refresh"), .blob(refresh.secret.digest), .text(refresh.secret.lastFour), user,
        .integer(holder.client.rawValue), family, .text(refreshScopes ?? scopes), .date(now),
        .date(refresh.expiresAt),
      ])
  }

  /// Ends the older tokens that a client holds for a user, for houses that allow one at a time.
  func endOtherTokens(of holder: TokenHolder) throws(StorageError) {
    guard let user = holder.user, let family = holder.family else { return }
    try run(
      "DELETE FROM tokens WHERE client_id = ? AND user_id = ? AND family <> ?",
      [.integer(holder.client.rawValue), .integer(user.rawValue), .integer(family)])
  }
}
