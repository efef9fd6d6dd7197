/// A user as lists show them: with how much is theirs.
public struct UserSummary: Sendable, Equatable {
  /// How far their things are counted: nobody needs to know of more in a list, and counting more would take time.
  public static let cap = 100

  /// The user.
  public let user: User
  /// How many applications they registered, at most ``cap``.
  public let applications: Int
  /// How many live tokens act as them, personal ones and those that applications hold, at most ``cap``.
  public let tokens: Int

  /// A user as read from storage.
  public init(user: User, applications: Int, tokens: Int) {
    self.user = user
    self.applications = applications
    self.tokens = tokens
  }
}
