import Model

/// What the house decided: the part of the configuration that the protocol needs.
public struct OAuthSettings: Sendable {
  /// The server's name and the root of its endpoints.
  public var issuer: IssuerURL
  /// Grants that clients may use.
  public var grantTypes: Set<GrantType> = [.authorizationCode, .clientCredentials, .refreshToken, .deviceCode]
  /// Answers that the authorization endpoint may give.
  public var responseTypes: Set<ResponseType> = [.code]
  /// Who must send a code challenge.
  public var pkce = ProofKeyPolicy.public
  /// Whether a new token ends the user's older one of the same client.
  public var singleTokenPerUser = false
  /// Whether tokens are accepted in the query.
  public var acceptTokenInQuery = false
  /// In seconds.
  public var accessTokenLifetime = 3600
  /// In seconds.
  public var refreshTokenLifetime = 30 * 86_400
  /// In seconds.
  public var codeLifetime = 60
  /// How long somebody may take to type a device's code, in seconds.
  public var deviceCodeLifetime = 600
  /// How long a device waits between two questions at first, in seconds (RFC 8628 §3.2).
  public var devicePollInterval = 5
  /// Every scope there is.
  public var scopes = ScopeCatalogue.builtIn
  /// Clients that may introspect tokens of others: resource servers.
  public var resourceServers: Set<ClientID> = []

  /// The defaults.
  public init(issuer: IssuerURL) { self.issuer = issuer }
}
