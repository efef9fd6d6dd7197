/// Who calls a protected route, as far as it was found out.
public struct Caller: Sendable, Equatable {
  /// How they came.
  public enum Means: Sendable, Equatable {
    /// With a browser session and the page's token.
    case session
    /// With a bearer token.
    case token
  }

  /// How they came.
  public let means: Means
  /// For whom they act: the user's number; nothing when a client acts for itself.
  public let userID: String?
  /// What the user is called.
  public let username: String?
  /// The user's e-mail address; nothing unless the caller may know it (`user:email`, or a session).
  public let email: String?
  /// Which client holds the token; nothing for sessions and personal tokens.
  public let clientID: String?
  /// The ids of the token's scopes; a session has none and needs none.
  public let scopes: [String]

  /// A caller.
  public init(
    means: Means, userID: String?, username: String?, email: String? = nil, clientID: String?, scopes: [String]
  ) {
    self.means = means
    self.userID = userID
    self.username = username
    self.email = email
    self.clientID = clientID
    self.scopes = scopes
  }
}
