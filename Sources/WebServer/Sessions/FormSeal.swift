import Accounts
import Configuration
import Cryptography
import HTTPServer

/// The anti-forgery field of every form: a seal over what the form is for, who was shown it, and what it is about. A post
/// without it, with another form's, another person's or a stale one is refused.
public struct FormSeal: Sendable {
  /// The name of the hidden field.
  public static let field = "csrf"

  /// What a form does.
  public enum Purpose: String, Sendable {
    case signIn = "sign in"
    case signOut = "sign out"
    case consent
    case device
    case deviceConfirmation = "device confirmation"
  }

  /// Who was shown a form.
  public enum Bearer: Sendable {
    /// Somebody who is signed in.
    case visit(BrowserVisit)
    /// A browser without session, by its cookie (``VisitorCookie``).
    case visitor(String)

    fileprivate var parts: [String] {
      switch self {
      case .visit(let visit): ["session", visit.secret.text, String(visit.account.user.id.rawValue)]
      case .visitor(let cookie): ["visitor", cookie]
      }
    }
  }

  private let keys: HouseKeys

  /// Seals of a house.
  public init(accounts: Accounts) { keys = HouseKeys(accounts: accounts) }

  /// The value of the field.
  ///
  /// - Parameter subject: what the form is about, such as the authorization request that is consented to.
  public func seal(_ purpose: Purpose, of bearer: Bearer, about subject: [String] = []) throws(AccountError) -> String {
    let key = try keys.current(for: .forms)
    return Base64.encode(HMAC.seal(Self.message(purpose, bearer, subject), key: key.secret), .url)
  }

  /// Whether a posted field is the one that the same bearer was shown, for the same purpose and about the same. Fields
  /// sealed before a rotation count while the old key is honoured.
  public func accepts(
    _ value: String?, _ purpose: Purpose, of bearer: Bearer, about subject: [String] = []
  ) throws(AccountError) -> Bool {
    guard let value, let seal = Base64.decode(value, .url) else { return false }
    let message = Self.message(purpose, bearer, subject)
    return try keys.keys(for: .forms).contains { HMAC.verify(seal, of: message, key: $0.secret) }
  }

  /// Whether a browser says that another site's page sent a post (Fetch Metadata). Old browsers say nothing.
  public static func isCrossSite(_ request: HTTPRequest) -> Bool {
    guard let site = request.header("sec-fetch-site") else { return false }
    return site != "same-origin" && site != "none"
  }

  /// Every part with its length before it, so that no two forms are written alike.
  private static func message(_ purpose: Purpose, _ bearer: Bearer, _ subject: [String]) -> [UInt8] {
    ([purpose.rawValue] + bearer.parts + subject).flatMap { part in Array("\(part.utf8.count):\(part)".utf8) }
  }
}

/// The cookie that ties a form to a browser which is not signed in: what another site's page cannot know.
public struct VisitorCookie: Sendable {
  private static let byteCount = 16

  private let cookies: SafeCookies
  private let random: RandomSource

  /// Cookies of a house.
  public init(settings: Settings, random: RandomSource) {
    cookies = SafeCookies(settings)
    self.random = random
  }

  /// The cookie's value, if the browser has one of ours.
  public func value(in request: HTTPRequest) -> String? {
    guard let text = cookies.value(of: SafeCookies.visitor, in: request), text.utf8.count <= 32,
      Base64.decode(text, .url)?.count == Self.byteCount
    else { return nil }
    return text
  }

  /// The value the browser has, or a fresh one and the cookie to send along.
  public func obtain(for request: HTTPRequest) -> (value: String, cookie: SetCookie?) {
    if let value = value(in: request) { return (value, nil) }
    let value = Base64.encode(random.bytes(Self.byteCount), .url)
    return (value, cookies.make(SafeCookies.visitor, value: value, for: request))
  }
}
