import Model

/// How this house is run: every key of the configuration file, checked, with defaults for what is not said.
public struct Settings: Sendable {
  /// The file it was read from; nothing when there is none.
  public var file: String?
  /// Where the database is, when nobody names another: an absolute path.
  public var database: String?
  /// The server's name in the protocol, and the root of its endpoints, as it was given; nothing when it was not.
  public var givenIssuer: IssuerURL?
  /// Where the server listens.
  public var listen = ListenAddress.standard
  /// Where metrics and health are served, when apart from the rest.
  public var managementListen: ListenAddress?
  /// The server's certificate and key; nothing for plain HTTP.
  public var tls: TLSFiles?
  /// Addresses of proxies whose word of who asks, and how, is taken (`X-Forwarded-For`, `X-Forwarded-Proto`).
  public var trustedProxies: [String] = []
  /// How many connections the server holds.
  public var connections = ConnectionLimits()
  /// Grants that clients may use.
  public var grantTypes: Set<GrantType> = [.authorizationCode, .clientCredentials, .refreshToken, .deviceCode]
  /// Answers that the authorization endpoint may give.
  public var responseTypes: Set<ResponseType> = [.code]
  /// Who must send a code challenge (RFC 7636).
  public var pkce = ProofKeyPolicy.public
  /// Whether a new token ends the user's older one of the same client.
  public var singleTokenPerUser = false
  /// Whether tokens are accepted in the query (RFC 6750 §2.3; off, see RFC 9700 §4.3.2).
  public var acceptTokenInQuery = false
  /// Clients that may introspect tokens of others: resource servers.
  public var resourceServers: Set<ClientID> = []
  /// Characters allowed in a query beside ASCII letters, digits, hyphen, dot and underscore.
  public var allowedQueryCharacters: Set<Character> = Set("=&;:%+~,*@!()/?")
  /// How long access tokens live, in seconds.
  public var accessTokenLifetime = 3600
  /// How long refresh tokens live, in seconds.
  public var refreshTokenLifetime = 30 * 86_400
  /// How long authorization codes live, in seconds.
  public var codeLifetime = 60
  /// How long browser sessions live, in seconds.
  public var sessionLifetime = 12 * 3600
  /// What a browser session is bound to: it is no session when one of these differs from what it was at sign-in.
  public var sessionBinding: Set<SessionBinding> = [.address, .userAgent]
  /// The short-lived proof that a page's script sends with its requests.
  public var jwt = JWTSettings()
  /// How long generated identifiers are.
  public var lengths = SecretLengths()
  /// The built-in and the configured scopes.
  public var scopes = ScopeCatalogue.builtIn
  /// The name of the account manager's theme.
  public var theme = "terminal"
  /// Keys that the user gave to actions of the account manager, unchecked: the screens know both.
  public var keys: [String: [String]] = [:]
  /// What people call this house.
  public var siteName = "Postern"
  /// What one password hash costs.
  public var passwordHash = PasswordCost()

  /// The server's name in the protocol, and the root of its endpoints. Where none was given it follows from where the
  /// server listens, and whether under TLS.
  public var issuer: IssuerURL {
    get { givenIssuer ?? listen.issuer(isSecure: tls != nil) }
    set { givenIssuer = newValue }
  }

  /// The defaults alone.
  public init() {}
}

/// What a browser session may be bound to.
public enum SessionBinding: String, Sendable, CaseIterable {
  /// The network address: an IPv4 address, or the first 64 bits of an IPv6 address.
  case address
  /// What the browser calls itself.
  case userAgent
}

/// A certificate and its private key, as PEM files.
public struct TLSFiles: Sendable, Equatable {
  /// The chain, the server's own certificate first.
  public var certificate: String
  /// The private key.
  public var key: String

  /// Two files.
  public init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }
}

/// How many connections a server holds at once.
public struct ConnectionLimits: Sendable, Equatable {
  /// In all; those that come then wait.
  public var total = 16_384
  /// From one address; more are closed.
  public var perAddress = 1024
}

/// How the session's proof travels.
public struct JWTSettings: Sendable, Equatable {
  /// The header it is sent in.
  public var header = "Authorization"
  /// The word before it.
  public var type = "Bearer"
  /// How long it lives, in seconds.
  public var lifetime = 3600
}

/// Characters of generated identifiers, prefix and checksum included.
public struct SecretLengths: Sendable, Equatable {
  /// A client id: 22 characters of base62 are 128 bits.
  public var clientID = 40
  /// A client secret: ten more for prefix and checksum.
  public var clientSecret = 60
  /// A personal access token.
  public var personalToken = 60
}

/// The cost of a password hash (scrypt, RFC 7914).
public struct PasswordCost: Sendable, Equatable {
  /// log2 of N.
  public var logN = 14
  /// Block size.
  public var blockSize = 8
  /// Parallelization.
  public var parallelization = 5

  /// How much memory one hash takes, in MiB.
  var memory: Int { (128 * blockSize << logN) >> 20 }
  /// The most memory that one hash may take, in MiB.
  static let mostMemory = 512
  /// How many times the work of the default one hash takes, rounded up.
  var work: Int {
    let standard = PasswordCost()
    let unit = (standard.blockSize * standard.parallelization) << standard.logN
    return ((blockSize * parallelization) << logN + unit - 1) / unit
  }
  /// The most times the work of the default that one hash may take: some seconds.
  static let mostWork = 25
}
