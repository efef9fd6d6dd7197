import FoundationEssentials

/// A browser in which somebody is signed in.
public struct BrowserSession: Sendable, Equatable {
  /// The row's number.
  public let id: Identifier<BrowserSession>
  /// Who is signed in.
  public let userID: Identifier<User>
  /// When they signed in.
  public let createdAt: Date
  /// When the browser last asked for something, to the minute.
  public let lastSeenAt: Date
  /// When the session ends by itself.
  public let expiresAt: Date
  /// The address at which they signed in.
  public let address: String
  /// What the browser called itself then, as it may be shown.
  public let userAgent: String
  /// SHA-256 of what the browser called itself then, byte for byte.
  public let userAgentDigest: [UInt8]

  /// A session as read from storage.
  public init(
    id: Identifier<BrowserSession>, userID: Identifier<User>, createdAt: Date, lastSeenAt: Date, expiresAt: Date,
    address: String, userAgent: String, userAgentDigest: [UInt8]
  ) {
    self.id = id
    self.userID = userID
    self.createdAt = createdAt
    self.lastSeenAt = lastSeenAt
    self.expiresAt = expiresAt
    self.address = address
    self.userAgent = userAgent
    self.userAgentDigest = userAgentDigest
  }
}

/// The browser that a session is opened in, as its request tells.
public struct BrowserMark: Sendable, Equatable {
  /// Its address.
  public let address: String
  /// What it calls itself, as it may be shown: one line without control characters.
  public let userAgent: String
  /// SHA-256 of what it calls itself, byte for byte.
  public let userAgentDigest: [UInt8]

  /// A browser.
  public init(address: String, userAgent: String, userAgentDigest: [UInt8]) {
    self.address = address
    self.userAgent = userAgent
    self.userAgentDigest = userAgentDigest
  }
}
