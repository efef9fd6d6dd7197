import Accounts
import Guards
import HTTPServer
import Model
import OAuth
import Storage

/// Finds out in the same process who calls: by an OAuth token, or by a browser session together with the page's token,
/// which is what keeps other sites' pages out.
public struct DatabaseVerifier: CallerVerifier {
  private let services: WebServices

  /// A verifier on a server's database.
  public init(_ services: WebServices) { self.services = services }

  /// Who sent a request.
  public func caller(of request: HTTPRequest) throws(GuardRefusal) -> Caller? {
    let visit: BrowserVisit?
    do throws(AccountError) { visit = try services.people.sessions.visit(request) } catch {
      throw GuardRefusal(.error(OAuthError(.temporarilyUnavailable, "The server cannot check this now.")))
    }
    // A session's request carries a JWT where an OAuth token would stand; whoever sends a token is its holder.
    if let visit, !carriesToken(request) { return try caller(visit, request) }
    do throws(OAuthError) {
      return try services.bearer(of: request).map(Self.caller)
    } catch {
      throw GuardRefusal(.challenge(error))
    }
  }

  private func caller(_ visit: BrowserVisit, _ request: HTTPRequest) throws(GuardRefusal) -> Caller {
    do throws(PageTokenProblem) {
      try services.people.tokens.verify(request, for: visit)
    } catch {
      throw GuardRefusal(error.response)
    }
    let user = visit.account.user
    return Caller(
      means: .session, userID: String(user.id.rawValue), username: user.label, email: user.email.text,
      clientID: nil, scopes: [])
  }

  private func carriesToken(_ request: HTTPRequest) -> Bool {
    let words = (request.header("authorization") ?? "").split(separator: " ")
    return words.count == 2 && ["pst_", "psp_"].contains { words[1].hasPrefix($0) }
  }

  private static func caller(_ token: BearerToken) -> Caller {
    Caller(
      means: .token, userID: token.user.map { String($0.id.rawValue) }, username: token.user?.label,
      email: token.scopes.contains(Scope.userEmail.id) ? token.user?.email.text : nil,
      clientID: token.client?.clientID.text, scopes: token.scopes)
  }
}
