import Accounts
import Cryptography
import HTTPServer
import OAuth
import Storage

/// Protects routes of a program that works on the same database: tells who calls, and turns away who may not.
///
/// A caller shows an OAuth token, or a browser session with the token of the page. A request with an OAuth token needs
/// no proof of the page: another site's page cannot send one.
public struct APIGuard: Sendable {
  private let services: WebServices

  /// Guards of a server.
  public init(_ services: WebServices) { self.services = services }

  /// Who calls, for any route, also one that is open to everybody: whatever the request shows is verified, and what is
  /// no good is refused even where nothing would have been needed.
  public func caller(of request: HTTPRequest) throws(APIRefusal) -> APICaller {
    let visit = try visit(request)
    if visit == nil || showsToken(request) {
      let token: BearerToken?
      do throws(OAuthError) { token = try services.bearer(of: request) } catch { throw .token(error) }
      if let token { return .token(token) }
    }
    guard let visit else { return .anonymous }
    try verify(request, for: visit)
    return .visit(visit)
  }

  /// Who calls, for a route that not everybody may use.
  ///
  /// - Parameter allowAnonymous: whether nobody may call as well; without it they are answered 401. What is shown is
  ///   verified all the same.
  public func requireAPIAuthentication(
    _ request: HTTPRequest, allowAnonymous: Bool = false
  ) throws(APIRefusal) -> APICaller {
    let caller = try caller(of: request)
    if case .anonymous = caller, !allowAnonymous { throw .unauthenticated }
    return caller
  }

  /// Makes sure that a caller's token has every one of some scopes. Somebody with a browser session may do all that
  /// their account may; nobody may nothing.
  public func requireScopes(_ scopes: String..., of caller: APICaller) throws(APIRefusal) {
    switch caller {
    case .anonymous: throw .unauthenticated
    case .visit: return
    case .token(let token):
      do throws(OAuthError) {
        try services.server.require(scopes, of: token)
      } catch {
        throw .token(error, scopes: scopes)
      }
    }
  }

  /// Who is signed in with the browser, whether or not the page's token came along.
  private func visit(_ request: HTTPRequest) throws(APIRefusal) -> BrowserVisit? {
    try asking { (accounts) throws(AccountError) in
      try BrowserSessions(accounts: accounts, settings: services.settings).visit(request)
    }
  }

  private func verify(_ request: HTTPRequest, for visit: BrowserVisit) throws(APIRefusal) {
    let problem = try asking { (accounts) throws(AccountError) -> PageTokenProblem? in
      do throws(PageTokenProblem) {
        try PageTokens(accounts: accounts, settings: services.settings).verify(request, for: visit)
        return nil
      } catch {
        return error
      }
    }
    if let problem { throw .proof(problem) }
  }

  private func asking<Value>(_ question: (Accounts) throws(AccountError) -> Value) throws(APIRefusal) -> Value {
    do throws(AccountError) {
      return try services.pool.with { (store) throws(AccountError) in
        try question(services.accounts(on: store))
      } orElse: { (error) throws(AccountError) in
        throw .storage(error)
      }
    } catch {
      throw .proof(.unavailable(error))
    }
  }

  /// Whether a request that has a session shows an OAuth token as well, which then counts. Where both travel in one
  /// header, a token is known by its prefix.
  private func showsToken(_ request: HTTPRequest) -> Bool {
    if request.method == "POST", (try? FormParameters(body: request))?["access_token"] != nil { return true }
    if services.settings.acceptTokenInQuery,
      (try? FormParameters((request.query ?? "").utf8))?["access_token"] != nil
    {
      return true
    }
    guard let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") else { return false }
    guard services.settings.jwt.header.lowercased() == "authorization" else { return true }
    let text = header.dropFirst("bearer ".count)
    return MachineSecret.Kind.allCases.contains { text.hasPrefix($0.rawValue) }
  }
}
