/// A key of the configuration for the manual: its default as it would be written, and what it does.
public struct SettingDescription: Sendable {
  /// The key.
  public let key: String
  /// The default, in JSON5.
  public let standard: String
  /// What it is, in one line without a full stop.
  public let help: String

  init(_ key: String, _ standard: String, _ help: String) {
    self.key = key
    self.standard = standard
    self.help = help
  }

  /// Every key, by what it is about.
  public static let groups: [(name: String, settings: [SettingDescription])] = [
    ("The server", server), ("The protocol", protocolSettings), ("Lifetimes", lifetimes), ("Secrets", secrets),
    ("The account manager", screens),
  ]

  /// A configuration that shows the notation.
  public static let example = [
    "{",
    "  issuer: \"https://auth.example.org\",",
    "  trustedProxies: [\"127.0.0.1\"],   // nginx",
    "  scopes: [{ id: \"deposit:write\", description: \"Allow upload\" }],",
    "  keys: { delete: [\"F8\", \"Del\"] },",
    "}",
  ]

  private static let server = [
    SettingDescription("database", "null", "the database when nobody names another: an absolute path"),
    SettingDescription(
      "issuer", "null",
      "the server's name in the protocol and the root of its endpoints: https, or http on this machine itself; null: it "
        + "follows from listen and tls"),
    SettingDescription("listen", "\"127.0.0.1:5000\"", "where the server listens"),
    SettingDescription("managementListen", "null", "where health and metrics are served, when apart from the rest"),
    SettingDescription("tls", "null", "{ certificate: FILE, key: FILE }, both in PEM; null: plain HTTP"),
    SettingDescription(
      "trustedProxies", "[]", "addresses whose X-Forwarded-For and X-Forwarded-Proto are believed"),
    SettingDescription(
      "connections", "{ total: 16384, perAddress: 1024 }", "how many connections are held, in all and from one address"),
    SettingDescription("siteName", "\"Postern\"", "what people call this house, at most 40 characters"),
  ]

  private static let protocolSettings = [
    SettingDescription(
      "grantTypes",
      "[\"authorization_code\", \"client_credentials\", \"refresh_token\", \"urn:ietf:params:oauth:grant-type:device_code\"]",
      "the grants that clients may use; besides: \"password\""),
    SettingDescription(
      "responseTypes", "[\"code\"]", "what the authorization endpoint may answer; besides: \"token\""),
    SettingDescription(
      "pkce", "\"public\"", "who must send a code challenge: \"public\" clients, \"always\" or \"optional\""),
    SettingDescription(
      "singleTokenPerUser", "false", "whether a new token ends the user's older one of the same client"),
    SettingDescription("acceptTokenInQuery", "false", "whether tokens are accepted in the query"),
    SettingDescription("resourceServers", "[]", "client ids that may introspect tokens of other applications"),
    SettingDescription(
      "allowedQueryCharacters", "\"=&;:%+~,*@!()/?\"",
      "what a query may hold besides ASCII letters, digits, hyphen, dot and underscore"),
    SettingDescription(
      "scopes", "[]",
      "what tokens can be allowed to do besides \"user:email\": { id, description, group, internal }, the last two as "
        + "needed"),
  ]

  private static let lifetimes = [
    SettingDescription("accessTokenLifetime", "3600", "of access tokens, in seconds; at most a year"),
    SettingDescription("refreshTokenLifetime", "2592000", "of refresh tokens, in seconds; at most ten years"),
    SettingDescription("codeLifetime", "60", "of authorization codes, in seconds; at most 60"),
    SettingDescription("sessionLifetime", "43200", "of browser sessions, in seconds; 60 to a year"),
    SettingDescription(
      "sessionBinding", "[\"address\", \"userAgent\"]",
      "what a browser session is bound to: where one of these is another than at sign-in, it is no session"),
    SettingDescription(
      "jwt", "{ header: \"Authorization\", type: \"Bearer\", lifetime: 3600 }",
      "the proof that scripts of the pages send along: its header, the word before it, seconds that it holds"),
  ]

  private static let secrets = [
    SettingDescription(
      "lengths", "{ clientID: 40, clientSecret: 60, personalToken: 60 }",
      "characters of what is generated, prefix and checksum included; from 22, 32 and 32 to 200"),
    SettingDescription(
      "passwordHash", "{ logN: 14, blockSize: 8, parallelization: 5 }",
      "what hashing a password costs (scrypt); 14 to 19, 8 to 32, 1 to 16"),
  ]

  private static let screens = [
    SettingDescription("theme", "\"terminal\"", "the account manager's theme: a name, or the path of a file"),
    SettingDescription("keys", "{}", "other keys for actions of the account manager: { action: [\"key\", ...] }"),
  ]
}
