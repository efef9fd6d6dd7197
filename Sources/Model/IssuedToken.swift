import FoundationEssentials

/// What kind of bearer token a row is.
public enum TokenKind: String, Sendable, CaseIterable {
  /// A client's, for an hour or so.
  case access
  /// A client's, to be changed once for a new pair.
  case refresh
  /// A user's own.
  case personal
}

/// What is known of a token of any kind, as administrators see it; the token itself is not kept.
public struct IssuedToken: Sendable, Equatable {
  /// Who holds a token that is not personal.
  public struct Holder: Sendable, Equatable {
    /// The client's row.
    public let id: Identifier<Client>
    /// Its public name in the protocol.
    public let clientID: ClientID
    /// What it is called.
    public let name: Name

    /// A client as read from storage.
    public init(id: Identifier<Client>, clientID: ClientID, name: Name) {
      self.id = id
      self.clientID = clientID
      self.name = name
    }
  }

  /// The row's number.
  public let id: Identifier<Token>
  /// What it is.
  public let kind: TokenKind
  /// The last four characters of the token.
  public let lastFour: String
  /// What the owner of a personal token calls it.
  public let name: Name?
  /// Whether the house made a personal token for its own use.
  public let isInternal: Bool
  /// The ids of its scopes.
  public let scopes: [String]
  /// For whom it acts; nothing when a client acts for itself.
  public let user: User?
  /// Who holds it; nothing for a personal token.
  public let client: Holder?
  /// The number that all tokens of one authorization share.
  public let family: Int64?
  /// When it was made.
  public let createdAt: Date
  /// When it stops working; nothing if never.
  public let expiresAt: Date?
  /// When a refresh token was changed for the next one.
  public let spentAt: Date?
  /// When it was last used.
  public let lastUsedAt: Date?
  /// Whether its client, or that one's owner, is disabled.
  public let isClientDisabled: Bool

  /// A token as read from storage.
  public init(
    id: Identifier<Token>, kind: TokenKind, lastFour: String, name: Name?, isInternal: Bool, scopes: [String],
    user: User?, client: Holder?, family: Int64?, createdAt: Date, expiresAt: Date?, spentAt: Date?,
    lastUsedAt: Date?, isClientDisabled: Bool
  ) {
    self.id = id
    self.kind = kind
    self.lastFour = lastFour
    self.name = name
    self.isInternal = isInternal
    self.scopes = scopes
    self.user = user
    self.client = client
    self.family = family
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.spentAt = spentAt
    self.lastUsedAt = lastUsedAt
    self.isClientDisabled = isClientDisabled
  }

  /// Whether it was shut out by disabling its user, its client or that one's owner.
  public var isShutOut: Bool { isClientDisabled || user?.isActive == false }

  /// Whether it works at a moment.
  public func isLive(at moment: Date) -> Bool {
    spentAt == nil && !isShutOut && (expiresAt.map { $0 > moment } ?? true)
  }
}
