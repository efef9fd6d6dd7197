import FoundationEssentials

/// A row that a bearer can be checked against: access, refresh or personal; named here for its number.
public enum Token {}

/// What is known of a personal access token; the token itself is not kept.
public struct PersonalToken: Sendable, Equatable {
  /// The row's number.
  public let id: Identifier<Token>
  /// Whom it acts as.
  public let userID: Identifier<User>
  /// What its owner calls it; unique among their tokens without regard to case.
  public let name: Name
  /// The ids of its scopes.
  public let scopes: [String]
  /// Whether the house made it for its own use; never listed on its owner's screens.
  public let isInternal: Bool
  /// The last four characters of the token.
  public let lastFour: String
  /// When it was made.
  public let createdAt: Date
  /// When it stops working; nothing if never.
  public let expiresAt: Date?
  /// When it was last used.
  public let lastUsedAt: Date?

  /// A token as read from storage.
  public init(
    id: Identifier<Token>, userID: Identifier<User>, name: Name, scopes: [String], isInternal: Bool, lastFour: String,
    createdAt: Date, expiresAt: Date?, lastUsedAt: Date?
  ) {
    self.id = id
    self.userID = userID
    self.name = name
    self.scopes = scopes
    self.isInternal = isInternal
    self.lastFour = lastFour
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
  }

  /// Whether it still works at a moment.
  public func isLive(at moment: Date) -> Bool {
    expiresAt.map { $0 > moment } ?? true
  }
}
