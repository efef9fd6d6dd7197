import Accounts
import Configuration
import HTTPServer
import Model
import OAuth
import Storage

/// The pages around signing in: who is there, the start page, leaving, errors, and the style sheet.
public struct SignInPages: Sendable {
  let accounts: Accounts
  let settings: Settings
  let pages: Pages
  let sessions: BrowserSessions
  let seals: FormSeal
  let visitors: VisitorCookie
  let tokens: PageTokens
  let slow: Accounts
  let pool: HashingPool

  /// - Parameters:
  ///   - accounts: on a connection for the threads that answer requests.
  ///   - slow: on a connection of its own, for the pool.
  ///   - pool: where passwords are hashed.
  public init(accounts: Accounts, settings: Settings, slow: Accounts, pool: HashingPool) {
    self.accounts = accounts
    self.settings = settings
    self.slow = slow
    self.pool = pool
    pages = Pages(settings: settings)
    sessions = BrowserSessions(accounts: accounts, settings: settings)
    seals = FormSeal(accounts: accounts)
    visitors = VisitorCookie(settings: settings, random: accounts.surroundings.random)
    tokens = PageTokens(accounts: accounts, settings: settings)
  }

  /// GET /style.css
  public func styleSheet(_ request: HTTPRequest) -> HTTPAnswer { .now(StyleSheet.response(to: request)) }

  /// GET /oauth/errors?error=…: what an error code means, for people.
  public func errors(_ request: HTTPRequest) -> HTTPAnswer {
    guard let query = try? FormParameters((request.query ?? "").utf8), query.duplicates.isEmpty,
      let name = query["error"], !name.isEmpty
    else { return .now(pages.answer(ErrorPage(.invalidRequest), to: request)) }
    return .now(pages.answer(ErrorPage(named: name), to: request))
  }

  /// GET /account: the start page; signed out, the way to it.
  public func account(_ request: HTTPRequest) -> HTTPAnswer {
    answering(request) { () throws(AccountError) in
      guard let visit = try sessions.visit(request) else { return signInFirst(request, then: "/account") }
      let account = visit.account
      let now = accounts.surroundings.now()
      let page = AccountPage(
        user: account.user.label, email: account.user.email.text,
        applications: try account.countApplications(ListQuery(order: .name, now: now)),
        tokens: try account.countPersonalTokens(ListQuery(order: .name, now: now)),
        authorized: try account.countAuthorizedApplications(ListQuery(order: .name, now: now)),
        host: Self.host(of: settings.issuer.text), signOut: try signOutFields(of: visit))
      return pages.answer(page, to: request, apiToken: try tokens.issue(for: visit))
    }
  }

  /// POST /logout: ends the session on the server and in the browser. Whoever has none is signed out already.
  public func signOut(_ request: HTTPRequest) -> HTTPAnswer {
    answering(request) { () throws(AccountError) in
      guard let visit = try sessions.visit(request) else { return pages.answer(SignedOutPage(), to: request) }
      let form: FormParameters
      do throws(FormRefusal) { form = try FormParameters(body: request) } catch {
        return unreadable(error, to: request)
      }
      guard !FormSeal.isCrossSite(request), try seals.accepts(form[FormSeal.field], .signOut, of: .visit(visit))
      else { return pages.answer(Self.staleForm, status: 403, to: request) }
      return pages.answer(SignedOutPage(), to: request, setting: [try sessions.end(visit, for: request)])
    }
  }

  /// The hidden fields of a form that signs out, for any page of somebody who is signed in.
  public func signOutFields(of visit: BrowserVisit) throws(AccountError) -> [(name: String, value: String)] {
    [(FormSeal.field, try seals.seal(.signOut, of: .visit(visit)))]
  }

  /// The redirect to the sign-in page, which leads on to a place on this server.
  ///
  /// - Parameter target: path and query without the house's base, printable ASCII.
  public func signInFirst(_ request: HTTPRequest, then target: String) -> HTTPResponse {
    let next = FormEncoder.encode([("next", pages.path(target))])
    return pages.redirect(to: pages.path("/login?\(next)"), for: request)
  }

  /// Answers at once; what goes wrong becomes a page.
  func answering(
    _ request: HTTPRequest, _ body: () throws(AccountError) -> HTTPResponse
  ) -> HTTPAnswer {
    do throws(AccountError) {
      return .now(try body())
    } catch {
      return .now(failure(error, to: request))
    }
  }

  /// What a page says when a use case could not be done.
  func failure(_ error: AccountError, to request: HTTPRequest) -> HTTPResponse {
    if error == .signedOut { return signInFirst(request, then: "/account") }
    var response = pages.answer(
      ErrorPage(.temporarilyUnavailable), status: 503, to: request)
    response.headers.append(("Retry-After", "2"))
    return response
  }

  /// What a page says of a post that is no form.
  func unreadable(_ refusal: FormRefusal, to request: HTTPRequest) -> HTTPResponse {
    let page = ErrorPage(
      title: "The form could not be read", message: "Go back, load the page again and try once more.",
      detail: refusal.sentence)
    return pages.answer(page, status: refusal.status, to: request)
  }

  static let staleForm = ErrorPage(
    title: "This form is out of date",
    message: "It was made for another session, or too long ago. Go back, load the page again and repeat what you did.")

  /// The host of an issuer, without its port.
  private static func host(of issuer: String) -> String {
    let authority = issuer.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
    if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
    return String(authority.prefix { $0 != ":" })
  }
}
