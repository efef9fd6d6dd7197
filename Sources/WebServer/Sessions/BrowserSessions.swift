import Accounts
import Configuration
import Cryptography
import HTTPServer
import Model
import Storage

/// Who is signed in with the browser that sent a request.
public struct BrowserSessions: Sendable {
  private let accounts: Accounts
  private let lifetime: Int
  private let binding: Set<SessionBinding>
  private let cookies: SafeCookies
  private let submit: @Sendable (Change<Void>) -> Void

  /// - Parameters:
  ///   - accounts: on a connection that may be used from the threads that ask.
  ///   - settings: `sessionLifetime`, `sessionBinding` and `issuer` count.
  ///   - submit: commits what is to be remembered of a visit, on another thread: nobody waits for that, and what cannot
  ///     be remembered, as on a full disk, is not.
  public init(accounts: Accounts, settings: Settings, submit: @escaping @Sendable (Change<Void>) -> Void) {
    self.accounts = accounts
    self.submit = submit
    lifetime = settings.sessionLifetime
    binding = settings.sessionBinding
    cookies = SafeCookies(settings)
  }

  /// Who is signed in; nothing without a session, with one that is over, and when it was opened by another browser or
  /// from another network than the one that presents it.
  public func visit(_ request: HTTPRequest) throws(AccountError) -> BrowserVisit? {
    guard let secret = secret(in: request),
      let visit = try accounts.visit(with: secret, from: Self.origin(of: request))
    else { return nil }
    guard isBound(visit.session, to: request) else { return nil }
    if let change = accounts.remember(visit) { submit(change) }
    return visit
  }

  /// Opens a session for somebody who just signed in, in the place of any session the browser had.
  public func begin(_ account: Account, for request: HTTPRequest) throws(AccountError) -> SetCookie {
    let secret = try accounts.openSession(
      for: account, in: Self.mark(of: request), replacing: secret(in: request), lifetime: lifetime)
    return cookies.make(SafeCookies.session, value: secret.text, maxAge: lifetime, for: request)
  }

  /// The cookie that ends a session in the browser.
  public func end(for request: HTTPRequest) -> SetCookie {
    cookies.make(SafeCookies.session, value: "", maxAge: 0, for: request)
  }

  /// Where a request comes from, in the words of the audit log.
  public static func origin(of request: HTTPRequest) -> Origin { Origin("http \(request.address)") }

  private func secret(in request: HTTPRequest) -> SessionSecret? {
    cookies.value(of: SafeCookies.session, in: request).flatMap(SessionSecret.init(presented:))
  }

  private func isBound(_ session: BrowserSession, to request: HTTPRequest) -> Bool {
    binding.allSatisfy { part in
      switch part {
      case .address: NetworkAddress.network(of: session.address) == NetworkAddress.network(of: request.address)
      case .userAgent: session.userAgentDigest == SHA256.digest(of: Self.userAgent(of: request))
      }
    }
  }

  private static func userAgent(of request: HTTPRequest) -> String { request.header("user-agent") ?? "" }

  private static func mark(of request: HTTPRequest) -> BrowserMark {
    let agent = userAgent(of: request)
    return BrowserMark(
      address: request.address, userAgent: PlainText.visible(agent, limit: 200),
      userAgentDigest: SHA256.digest(of: agent))
  }
}
