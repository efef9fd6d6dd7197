import Accounts
import Configuration
import Cryptography
import HTTPServer
import Model
import OAuth
import Storage

/// The pages around signing in: who is there, the start page, leaving, errors, and the style sheet.
public struct SignInPages: Sendable {
  let settings: Settings
  let accountSettings: AccountSettings
  let surroundings: Surroundings
  let pages: Pages
  let visitors: VisitorCookie
  let stores: StorePool
  let writer: GroupWriter
  let pool: HashingPool

  /// - Parameters:
  ///   - accountSettings: the part of the configuration that use cases need.
  ///   - stores: connections to read from.
  ///   - writer: what commits the changes of pages.
  ///   - pool: where passwords are hashed.
  public init(
    settings: Settings, accountSettings: AccountSettings, surroundings: Surroundings, stores: StorePool,
    writer: GroupWriter, pool: HashingPool
  ) {
    self.settings = settings
    self.accountSettings = accountSettings
    self.surroundings = surroundings
    self.stores = stores
    self.writer = writer
    self.pool = pool
    pages = Pages(settings: settings)
    visitors = VisitorCookie(settings: settings, random: surroundings.random)
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
    answering(request) { (desk) throws(AccountError) in
      guard let visit = try desk.sessions.visit(request) else {
        return .now(signInFirst(request, then: "/account"))
      }
      let account = visit.account
      let now = surroundings.now()
      let page = AccountPage(
        user: account.user.label, email: account.user.email.text,
        applications: try account.countApplications(ListQuery(order: .name, now: now)),
        tokens: try account.countPersonalTokens(ListQuery(order: .name, now: now)),
        authorized: try account.countAuthorizedApplications(ListQuery(order: .name, now: now)),
        host: Self.host(of: settings.issuer.text), signOut: try signOutFields(of: visit, desk))
      return .now(pages.answer(page, to: request, apiToken: try desk.tokens.issue(for: visit)))
    }
  }

  /// POST /logout: ends the session on the server and in the browser. Whoever has none is signed out already.
  public func signOut(_ request: HTTPRequest) -> HTTPAnswer {
    answering(request) { (desk) throws(AccountError) in
      guard let visit = try desk.sessions.visit(request) else {
        return .now(pages.answer(SignedOutPage(), to: request))
      }
      let form: FormParameters
      do throws(FormRefusal) { form = try FormParameters(body: request) } catch {
        return .now(unreadable(error, to: request))
      }
      guard !FormSeal.isCrossSite(request), try desk.seals.accepts(form[FormSeal.field], .signOut, of: .visit(visit))
      else { return .now(pages.answer(Self.staleForm, status: 403, to: request)) }
      let cookie = desk.sessions.end(for: request)
      return commit(desk.accounts.end(visit), for: request) { _ in
        pages.answer(SignedOutPage(), to: request, setting: [cookie])
      }
    }
  }

  /// The hidden fields of a form that signs out, for any page of somebody who is signed in.
  func signOutFields(
    of visit: BrowserVisit, _ desk: PageDesk
  ) throws(AccountError) -> [(name: String, value: String)] {
    [(FormSeal.field, try desk.seals.seal(.signOut, of: .visit(visit)))]
  }

  /// The redirect to the sign-in page, which leads on to a place on this server.
  ///
  /// - Parameter target: path and query without the house's base, printable ASCII.
  public func signInFirst(_ request: HTTPRequest, then target: String) -> HTTPResponse {
    let next = FormEncoder.encode([("next", pages.path(target))])
    return pages.redirect(to: pages.path("/login?\(next)"), for: request)
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
