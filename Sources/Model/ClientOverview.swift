/// A number that counting may have stopped at, so that a list need not count millions.
public struct CappedCount: Sendable, Equatable {
  /// How many were counted.
  public let number: Int
  /// Whether there are no more.
  public let isWhole: Bool

  /// A count, whole or not.
  public init(_ number: Int, isWhole: Bool = true) {
    self.number = number
    self.isWhole = isWhole
  }
}

/// An application as the list of everybody's applications shows it.
public struct ClientOverview: Sendable, Equatable {
  /// The application.
  public let client: Client
  /// Who owns it.
  public let owner: User
  /// How many users let it in.
  public let users: CappedCount
  /// How many live tokens it has.
  public let tokens: CappedCount

  /// An application with what hangs on it.
  public init(client: Client, owner: User, users: CappedCount, tokens: CappedCount) {
    self.client = client
    self.owner = owner
    self.users = users
    self.tokens = tokens
  }
}
