import Glibc

/// How a server listens, and what it lets clients take of its memory and time.
public struct HTTPServerSettings: Sendable {
  /// A certificate and its key, both PEM files.
  public struct TLS: Sendable, Equatable {
    /// The path of the certificate, followed in its file by those between it and the root.
    public var certificate: String
    /// The path of the private key, which is not encrypted.
    public var key: String

    /// A certificate and its key.
    public init(certificate: String, key: String) {
      self.certificate = certificate
      self.key = key
    }
  }

  /// The address or name to listen at; an IPv6 address with or without brackets. `::` is every address of both kinds.
  public var host = "127.0.0.1"
  /// The port; 0 for any that is free.
  public var port: UInt16 = 0
  /// Under TLS with this certificate, or in plain text.
  public var tls: TLS?
  /// Threads that read requests and run the handler, at least one.
  public var workers = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Connections at once. Those that come then wait until one ends.
  public var connectionLimit = 16_384
  /// Connections at once from one address, or from one /64 of IPv6; more are closed at once. Trusted proxies are not
  /// counted.
  public var connectionLimitPerAddress = 1_024
  /// Seconds for the head of a request: from the first connection, and from the first line of later requests.
  public var headerTimeout = 10.0
  /// Seconds for the body of a request to come, and as many for the answer to be taken.
  public var bodyTimeout = 20.0
  /// Seconds that a connection may stay between two requests.
  public var idleTimeout = 60.0
  /// Bytes that the body of a request may have.
  public var bodyLimit = 65_536

  /// The addresses of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  public var trustedProxies: [String] = []

  /// Plain text on any free port of this machine's own address.
  public init() {}
}
