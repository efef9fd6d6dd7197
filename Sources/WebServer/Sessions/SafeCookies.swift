import Configuration
import HTTPServer

/// The names and safety of the house's cookies. Under TLS they carry the prefix `__Host-`, which browsers only believe
/// of this very host, and are never sent in clear (RFC 6265bis §4.1.3).
struct SafeCookies: Sendable {
  /// The cookie of a browser session.
  static let session = "session"
  /// The cookie of a browser that fills in a form before it has a session.
  static let visitor = "visitor"

  private let isPublishedSecure: Bool

  init(_ settings: Settings) { isPublishedSecure = settings.issuer.text.lowercased().hasPrefix("https:") }

  /// Whether the browser speaks TLS: to this server, to a proxy, or because that is how the server is known.
  func isSecure(_ request: HTTPRequest) -> Bool { request.isSecure || isPublishedSecure }

  /// What the browser presents under one of the names.
  func value(of cookie: String, in request: HTTPRequest) -> String? {
    Cookies(request)[name(of: cookie, isSecure: isSecure(request))]
  }

  /// A cookie for the browser of a request; `maxAge` in seconds.
  func make(_ cookie: String, value: String, maxAge: Int? = nil, for request: HTTPRequest) -> SetCookie {
    let isSecure = isSecure(request)
    return SetCookie(name: name(of: cookie, isSecure: isSecure), value: value, maxAge: maxAge, isSecure: isSecure)
  }

  private func name(of cookie: String, isSecure: Bool) -> String {
    guard isSecure else { return "postern-\(cookie)" }
    return cookie == Self.session ? "__Host-postern" : "__Host-postern-\(cookie)"
  }
}
