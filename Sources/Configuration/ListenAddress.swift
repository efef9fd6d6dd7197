import Model

/// An address and port to listen at, written `127.0.0.1:5000`, `[::1]:5000` or `localhost:5000`.
public struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
  /// The host, an IPv6 address in brackets.
  public let host: String
  /// The port.
  public let port: UInt16

  /// Where the server listens unless told otherwise.
  public static let standard = ListenAddress(host: "127.0.0.1", port: 5000)

  private init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`; nothing for any other shape.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
      return nil
    }
    let host = String(text[..<colon])
    // A host that may stand in a URL, alone: the grammar is the one of URLs.
    guard !host.contains(where: { "/?#@".contains($0) }), (try? WebsiteURL(validating: "http://\(host):\(port)")) != nil
    else { return nil }
    self.init(host: host, port: port)
  }

  /// `HOST:PORT`.
  public var description: String { "\(host):\(port)" }

  /// Whether only this machine itself reaches it.
  public var isLoopback: Bool { host == "localhost" || host == "[::1]" || host.hasPrefix("127.") }

  /// Whether it stands for every address of this machine, and so is none that anybody could ask for.
  private var isWildcard: Bool { host.allSatisfy { "[0:.]".contains($0) } }

  /// The issuer of a server that is reached under this very address: only this machine's own may be plain http.
  ///
  /// - Parameter isSecure: whether it speaks TLS.
  func issuer(isSecure: Bool) -> IssuerURL {
    let own = isWildcard ? nil : try? IssuerURL(validating: "\(isSecure ? "https" : "http")://\(self)")
    return own ?? IssuerURL(loopbackPort: port, isSecure: isSecure)
  }
}
