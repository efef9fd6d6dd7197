import Accounts
import Model
import Storage

/// Who calls a route that a program protects.
public enum APICaller: Sendable {
  /// Nobody who said so.
  case anonymous
  /// Somebody with a browser session, whose page's token came along.
  case visit(BrowserVisit)
  /// Whoever holds an access token or a personal token.
  case token(BearerToken)

  /// The current user; nothing for nobody, and for a client that acts for itself.
  public var user: User? {
    switch self {
    case .anonymous: nil
    case .visit(let visit): visit.account.user
    case .token(let token): token.user
    }
  }
}
