import FoundationEssentials

/// Whether a client can keep a secret (RFC 6749 §2.1).
public enum ClientType: String, Sendable, CaseIterable {
  /// Keeps its secret: a web server.
  case confidential
  /// Cannot: a browser, mobile or desktop application.
  case `public`
}

/// The public name of a client in the protocol (RFC 6749 §2.2): 40 characters of base62 unless configured otherwise.
public struct ClientID: Sendable, Hashable, CustomStringConvertible {
  /// The characters.
  public let text: String

  /// Wraps the characters of a client id.
  public init(_ text: String) {
    self.text = text
  }

  /// The text itself.
  public var description: String { text }
}

/// What is known of a live client secret; the secret itself is not kept.
public struct ClientSecret: Sendable, Equatable {
  /// The row's number.
  public let id: Identifier<ClientSecret>
  /// The last four characters, to tell two secrets apart.
  public let lastFour: String
  /// When it was made.
  public let createdAt: Date
  /// When it stops working; nothing while it is the current one.
  public let expiresAt: Date?
  /// When a client last authenticated with it.
  public let lastUsedAt: Date?

  /// A secret as read from storage.
  public init(
    id: Identifier<ClientSecret>, lastFour: String, createdAt: Date, expiresAt: Date?, lastUsedAt: Date?
  ) {
    self.id = id
    self.lastFour = lastFour
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.lastUsedAt = lastUsedAt
  }
}

/// An application that somebody registered: a client in the words of RFC 6749.
public struct Client: Sendable, Equatable {
  /// The row's number.
  public let id: Identifier<Client>
  /// Its public name in the protocol.
  public let clientID: ClientID
  /// Who registered it.
  public let ownerID: Identifier<User>
  /// What its owner entered.
  public let profile: ClientProfile
  /// The live secrets, newest first: one, two while an old one is kept for a time, none for a public client.
  public let secrets: [ClientSecret]
  /// Since when it is disabled; nothing while it is active.
  public let disabledAt: Date?
  /// When it was registered.
  public let createdAt: Date
  /// When it last got or used a token.
  public let lastUsedAt: Date?

  /// A client as read from storage.
  public init(
    id: Identifier<Client>, clientID: ClientID, ownerID: Identifier<User>, profile: ClientProfile,
    secrets: [ClientSecret], disabledAt: Date?, createdAt: Date, lastUsedAt: Date?
  ) {
    self.id = id
    self.clientID = clientID
    self.ownerID = ownerID
    self.profile = profile
    self.secrets = secrets
    self.disabledAt = disabledAt
    self.createdAt = createdAt
    self.lastUsedAt = lastUsedAt
  }
}
