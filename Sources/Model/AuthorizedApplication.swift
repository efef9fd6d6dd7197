import FoundationEssentials

/// What one user let one client do: a row of user and client, named here for its number.
public enum Grant {}

/// An application that a user let in, as its page shows it.
public struct AuthorizedApplication: Sendable, Equatable {
  /// The grant's number.
  public let id: Identifier<Grant>
  /// Whom it acts for.
  public let userID: Identifier<User>
  /// The application's public name in the protocol.
  public let clientID: ClientID
  /// The application's name.
  public let name: Name
  /// Its description; may be empty.
  public let description: String
  /// Its website.
  public let website: WebsiteURL
  /// Who registered it: username or e-mail address.
  public let ownerLabel: String
  /// The ids of the scopes that were granted.
  public let scopes: [String]
  /// When it was first let in.
  public let createdAt: Date
  /// When it last used what was granted.
  public let lastUsedAt: Date?

  /// A grant as read from storage.
  public init(
    id: Identifier<Grant>, userID: Identifier<User>, clientID: ClientID, name: Name, description: String,
    website: WebsiteURL, ownerLabel: String, scopes: [String], createdAt: Date, lastUsedAt: Date?
  ) {
    self.id = id
    self.userID = userID
    self.clientID = clientID
    self.name = name
    self.description = description
    self.website = website
    self.ownerLabel = ownerLabel
    self.scopes = scopes
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }
}
