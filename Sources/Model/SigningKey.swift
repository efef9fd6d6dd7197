import FoundationEssentials

/// A key that the house seals its own words with: the proofs in pages and forms. Every process on a database uses the
/// same ones.
public struct SigningKey: Sendable, Equatable {
  /// The name by which sealed words choose it.
  public let id: String
  /// The bytes of the key.
  public let secret: [UInt8]
  /// When it was made.
  public let createdAt: Date
  /// When another one took its place; nothing for the current key.
  public let retiredAt: Date?
  /// Until when a retired key is honoured.
  public let expiresAt: Date?

  /// A key as read from storage.
  public init(id: String, secret: [UInt8], createdAt: Date, retiredAt: Date? = nil, expiresAt: Date? = nil) {
    self.id = id
    self.secret = secret
    self.createdAt = createdAt
    self.retiredAt = retiredAt
    self.expiresAt = expiresAt
  }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
  /// Its name: a key that slips into a message stays secret.
  public var description: String { "signing key \(id)" }

  /// Nothing but the description, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
