/// Where the forms of a page may lead. Browsers hold a form's redirects to it as well, so that a page whose form is
/// answered with a redirect to a client must let that pass (CSP 3 §6.4.1).
public enum FormTarget: Sendable, Equatable {
  /// To this server.
  case here
  /// To this server and on to a client, which may lead on to yet another host of its own: any https address, and any
  /// http address as well where the client is on the person's own machine. (A source list cannot name `[::1]`.)
  case client(isLoopback: Bool)

  /// Where a redirect URI leads.
  public init(redirectURI: String) { self = .client(isLoopback: redirectURI.lowercased().hasPrefix("http:")) }

  fileprivate var sources: String {
    switch self {
    case .here: "'self'"
    case .client(isLoopback: false): "'self' https:"
    case .client(isLoopback: true): "'self' https: http:"
    }
  }
}

/// The headers of every page.
public enum PageResponse {
  /// What keeps a page from being kept, framed, sniffed, told of to others, and from running or loading anything but
  /// the house's own style sheet.
  public static func headers(onward: FormTarget) -> [(name: String, value: String)] {
    let policy =
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action \(onward.sources); frame-ancestors 'none'"
    return [
      ("Content-Security-Policy", policy), ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff"),
      ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Resource-Policy", "same-origin"),
      ("Cache-Control", "no-store"),
    ]
  }
}
