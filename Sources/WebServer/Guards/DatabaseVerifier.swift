import Accounts
import Cryptography
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

  /// Who sent a request. A session counts together with the page's token only; whoever shows an OAuth token is its
  /// holder, with a session or without: another site's page cannot send one.
  ///
  /// - Throws: the answer to credentials that are not good; it is counted.
  public func caller(of request: HTTPRequest) throws(GuardRefusal) -> Caller? {
    do throws(GuardRefusal) {
      return try found(request)
    } catch {
      services.metrics.countRefused(error.reason)
      throw error
    }
  }

  private func found(_ request: HTTPRequest) throws(GuardRefusal) -> Caller? {
    let visit: BrowserVisit?
    do throws(AccountError) {
      visit = try services.people.work { (desk) throws(AccountError) in try desk.sessions.visit(request) }
    } catch {
      throw PageTokenProblem.unavailable(error).refusal
    }
    if let visit, !showsToken(request) { return try caller(visit, request) }
    do throws(OAuthError) {
      if let token = try services.bearer(of: request) { return Self.caller(token) }
    } catch {
      throw GuardRefusal(error)
    }
    return nil
  }

  private func caller(_ visit: BrowserVisit, _ request: HTTPRequest) throws(GuardRefusal) -> Caller {
    if let problem = problem(of: request, visit) { throw problem.refusal }
    let user = visit.account.user
    return Caller(
      means: .session, userID: String(user.id.rawValue), username: user.label, email: user.email.text,
      clientID: nil, scopes: [])
  }

  /// What is wrong with the page's token, if something is.
  private func problem(of request: HTTPRequest, _ visit: BrowserVisit) -> PageTokenProblem? {
    do throws(AccountError) {
      return try services.people.work { (desk) throws(AccountError) in
        do throws(PageTokenProblem) { try desk.tokens.verify(request, for: visit) } catch { return error }
        return nil
      }
    } catch {
      return .unavailable(error)
    }
  }

  /// Whether a request that has a session shows an OAuth token as well. Where both travel in one header, a token is
  /// known by its prefix.
  private func showsToken(_ request: HTTPRequest) -> Bool {
    if (try? request.tokenInBody()) != nil { return true }
    if services.settings.acceptTokenInQuery, (try? request.queryParameters())?["access_token"] != nil { return true }
    guard let header = request.header("authorization"), header.lowercased().hasPrefix("bearer ") else { return false }
    guard services.settings.jwt.header.lowercased() == "authorization" else { return true }
    let text = header.dropFirst("bearer ".count)
    return MachineSecret.Kind.allCases.contains { text.hasPrefix($0.rawValue) }
  }

  private static func caller(_ token: BearerToken) -> Caller {
    Caller(
      means: .token, userID: token.user.map { String($0.id.rawValue) }, username: token.user?.label,
      email: token.scopes.contains(Scope.userEmail.id) ? token.user?.email.text : nil,
      clientID: token.client?.clientID.text, scopes: token.scopes)
  }
}

extension GuardRefusal {
  /// What a guard answers to a token that is not good, or that cannot be looked up now.
  fileprivate init(_ error: OAuthError) {
    let isAway = error.code == .temporarilyUnavailable
    self.init(
      status: error.status, error: isAway ? nil : error.code.rawValue, message: error.description,
      retryAfter: isAway ? 1 : nil)
  }
}

extension PageTokenProblem {
  /// What a script is answered.
  var refusal: GuardRefusal {
    GuardRefusal(status: status, message: message, retryAfter: status == 503 ? 1 : nil)
  }
}
