import FoundationEssentials
import Model

/// An authorization code that is to be written.
public struct NewCode: Sendable {
  /// The code.
  public let secret: SecretDigest
  /// For whom: client, user and the family of the tokens to come.
  public let holder: TokenHolder
  /// Where it was sent, if the request said so: the exchange must say the same (RFC 6749 §4.1.3).
  public let redirectURI: String?
  /// The scopes that were granted.
  public let scopes: [String]
  /// The S256 challenge, if one came (RFC 7636).
  public let challenge: String?
  /// When it ends.
  public let expiresAt: Date

  /// A code as it was made.
  public init(
    secret: SecretDigest, holder: TokenHolder, redirectURI: String?, scopes: [String], challenge: String?,
    expiresAt: Date
  ) {
    self.secret = secret
    self.holder = holder
    self.redirectURI = redirectURI
    self.scopes = scopes
    self.challenge = challenge
    self.expiresAt = expiresAt
  }
}

/// What a client presents to redeem a code.
public struct PresentedCode: Sendable {
  /// SHA-256 of the code.
  public let digest: [UInt8]
  /// Who presents it.
  public let client: Identifier<Client>
  /// The redirect URI, if one came.
  public let redirectURI: String?
  /// The S256 challenge of the verifier, if one came.
  public let challenge: String?

  /// A code as it was presented.
  public init(digest: [UInt8], client: Identifier<Client>, redirectURI: String?, challenge: String?) {
    self.digest = digest
    self.client = client
    self.redirectURI = redirectURI
    self.challenge = challenge
  }
}

/// What became of a code.
public enum Redemption: Sendable {
  /// Tokens were given for it; in a house that allows one at a time, so many older ones ended.
  case redeemed(user: User, scopes: [String], ended: Int)
  /// There is none, it has expired, it is another client's, or its user is disabled.
  case invalid
  /// Another redirect URI than the one it was sent to.
  case wrongRedirectURI
  /// The verifier is missing, wrong, or came for a code without challenge.
  case wrongVerifier
  /// It was used before: what it gave has ended now.
  case replayed
}

extension Store {
  /// Remembers what was granted and writes the code that stands for it.
  public static func addCode(_ code: NewCode, at now: Date, audit: AuditRecord?) -> Change<Void> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      guard let user = code.holder.user, let family = code.holder.family else { throw .notFound }
      try database.grant(code.scopes, to: code.holder.client, by: user, at: now)
      try database.run(
        """
        INSERT INTO authorization_codes
          (digest, client_id, user_id, redirect_uri, scopes, code_challenge, family, created_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          .blob(code.secret.digest), .integer(code.holder.client.rawValue), .integer(user.rawValue),
          .text(code.redirectURI), .scopes(code.scopes), .text(code.challenge), .integer(family), .date(now),
          .date(code.expiresAt),
        ])
      if let audit { try database.append(audit) }
    }
  }

  /// Redeems a code: of any number that try at once, one wins. A second use ends what the first gave
  /// (RFC 6749 §4.1.2).
  public static func redeem(
    _ code: PresentedCode, for tokens: NewTokens, isOnly: Bool, at now: Date,
    replay: @autoclosure @escaping @Sendable () -> AuditRecord
  ) -> Change<Redemption> {
    Change(writesTokensAlone: true) { (database) throws(StorageError) in
      guard let stored = try database.code(code.digest), stored.client == code.client else { return .invalid }
      if stored.isUsed {
        try database.endFamily(stored.family, of: stored.user.id)
        // One line of the audit log tells it; a third use finds nothing, or it could write lines without end.
        try database.run("DELETE FROM authorization_codes WHERE id = ?", [.integer(stored.id)])
        try database.append(replay().about(stored.user.id))
        return .replayed
      }
      guard stored.expiresAt > now, stored.user.isActive else { return .invalid }
      guard try database.isSame(code.redirectURI, asOf: stored) else { return .wrongRedirectURI }
      guard stored.challenge == code.challenge else { return .wrongVerifier }
      try database.run(Connection.spendCode, [.date(now), .integer(stored.id)])
      let holder = TokenHolder(client: code.client, user: stored.user.id, family: stored.family)
      let ended = isOnly ? try database.endOtherTokens(of: holder) : 0
      try database.insert(tokens, for: holder, scopes: stored.scopes.joined(separator: " "), at: now)
      return .redeemed(user: stored.user, scopes: stored.scopes, ended: ended)
    }
  }
}

private struct StoredCode {
  let id: Int64
  let client: Identifier<Client>
  let redirectURI: String?
  let scopes: [String]
  let challenge: String?
  let family: Int64
  let expiresAt: Date
  let isUsed: Bool
  let user: User
}

extension Connection {
  fileprivate static let spendCode = FrequentStatement("UPDATE authorization_codes SET used_at = ? WHERE id = ?")
  private static let codeByDigest = FrequentStatement(
    """
    SELECT \(User.columns), a.id, a.client_id, a.redirect_uri, a.scopes, a.code_challenge, a.family, a.expires_at,
      a.used_at IS NOT NULL
    FROM authorization_codes AS a JOIN users AS u ON u.id = a.user_id WHERE a.digest = ?
    """)

  fileprivate func code(_ digest: [UInt8]) throws(StorageError) -> StoredCode? {
    try first(Self.codeByDigest, [.blob(digest)]) { (row) throws(StorageError) in
      StoredCode(
        id: row.integer(7), client: Identifier(rawValue: row.integer(8)), redirectURI: row.optionalText(9),
        scopes: row.scopes(10), challenge: row.optionalText(11), family: row.integer(12), expiresAt: row.date(13),
        isUsed: row.integer(14) != 0, user: try User(row))
    }
  }

  /// Whether a redirect URI is the one that a code was sent to, byte for byte. Where the request said none, the exchange
  /// may leave it out too; one that it says must be registered (RFC 6749 §4.1.3).
  fileprivate func isSame(_ uri: String?, asOf code: StoredCode) throws(StorageError) -> Bool {
    guard let stated = code.redirectURI else {
      guard let uri else { return true }
      let registered = try rows(
        "SELECT uri FROM redirect_uris WHERE client_id = ?", [.integer(code.client.rawValue)]
      ) { (row) throws(StorageError) in RedirectURI(stored: row.text(0)) }
      return registered.contains(RedirectURI(stored: uri))
    }
    return uri.map { RedirectURI(stored: $0) == RedirectURI(stored: stated) } ?? false
  }

  /// Ends every token that descends from one authorization of a user's. Those that are spent count for nothing without
  /// them and stay until they expire: a chain may have any number of them.
  ///
  /// - Returns: whether there were some.
  @discardableResult
  func endFamily(_ family: Int64, of user: Identifier<User>) throws(StorageError) -> Bool {
    try run(Self.endOfFamily, [.integer(user.rawValue), .integer(family)])
    return changes > 0
  }

  static let endOfFamily = FrequentStatement(
    "DELETE FROM tokens WHERE user_id = ? AND family = ? AND spent_at IS NULL")
}
