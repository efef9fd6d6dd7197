import FoundationEssentials

/// What a user may do beside looking after their own things.
public enum UserRole: String, Sendable, CaseIterable {
  /// Looks after their own applications, tokens and grants.
  case user
  /// Looks after everybody's.
  case administrator
}

/// Somebody with an account.
public struct User: Sendable, Equatable {
  /// The row's number.
  public let id: Identifier<User>
  /// The e-mail address, unique without regard to case.
  public let email: EmailAddress
  /// The short name, if one was chosen; unique without regard to case.
  public let username: Username?
  /// What they may do.
  public let role: UserRole
  /// Since when the account is disabled; nothing while it is active.
  public let disabledAt: Date?
  /// When the account was made.
  public let createdAt: Date
  /// When they last signed in.
  public let lastSeenAt: Date?

  /// A user as read from storage.
  public init(
    id: Identifier<User>, email: EmailAddress, username: Username?, role: UserRole, disabledAt: Date?, createdAt: Date,
    lastSeenAt: Date?
  ) {
    self.id = id
    self.email = email
    self.username = username
    self.role = role
    self.disabledAt = disabledAt
    self.createdAt = createdAt
    self.lastSeenAt = lastSeenAt
  }

  /// Whether the account may be used.
  public var isActive: Bool { disabledAt == nil }

  /// How the user is called on a line: the username, else the e-mail address.
  public var label: String { username?.text ?? email.text }
}
