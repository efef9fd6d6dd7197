import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

/// A house with an authorization server over a fresh database, whose clock and randomness a test chooses. `ada` lets
/// applications in, `eve` registers them.
struct ProtocolHouse {
  let test: TestStore
  let server: AuthorizationServer
  let ada: User
  let eve: User

  static let callback = "https://app.example/callback"
  /// The example of RFC 7636 appendix B.
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"

  init(_ configure: (inout OAuthSettings) -> Void = { _ in }) throws {
    test = try TestStore()
    var settings = OAuthSettings(issuer: try IssuerURL(validating: "https://auth.example.org"))
    settings.scopes = try ScopeCatalogue([
      Scope(id: "data:read", help: "Read data"), Scope(id: "data:write", help: "Write data"),
      Scope(id: "AK:7", help: "A scope in capital letters"),
      Scope(id: "house:keep", help: "Keep house", isInternal: true),
    ])
    configure(&settings)
    let clock = test.clock
    server = AuthorizationServer(
      settings: settings, surroundings: Surroundings(now: { clock.now }, random: test.random))
    ada = try test.addUser("ada")
    eve = try test.addUser("eve")
  }

  var clock: TestClock { test.clock }
  var store: Store { test.store }
  var origin: Origin { Origin("http 10.0.3.7") }

  /// Registers an application.
  func register(
    _ name: String = "Zenodo", type: ClientType = .confidential, redirectURIs: String = callback
  ) throws -> Application {
    let draft = ClientDraft(name: name, website: "https://app.example", redirectURIs: redirectURIs, type: type)
    let secret = type == .confidential ? MachineSecret(.clientSecret, length: 60, random: test.random) : nil
    let client = try store.addClient(
      ClientProfile(validating: draft), clientID: ClientID(Base62.random(length: 40, random: test.random)),
      owner: eve.id, secret: secret.map { SecretDigest(digest: $0.digest, lastFour: $0.lastFour) }, at: clock.now,
      audit: test.audit(.applicationCreate, target: name))
    return Application(client: client, secret: secret?.text)
  }

  /// Disables an account, or enables it again.
  func disable(_ user: User, _ isDisabled: Bool = true) throws {
    try store.setUser(user.id, disabledAt: isDisabled ? clock.now : nil, audit: test.audit(.userDisable))
  }

  /// What is live under a token; nothing when it is dead. Asked over a connection of its own, as another process would.
  func live(_ token: String?) throws -> BearerToken? {
    let secret = [MachineSecret.Kind.accessToken, .refreshToken, .personalToken]
      .lazy.compactMap { kind in token.flatMap { MachineSecret(kind, presented: $0) } }.first
    return try secret.flatMap { try test.another().bearer($0.digest, at: clock.now) }
  }

  /// The events of the audit log that came while something was done.
  func events(_ body: () throws -> Void) throws -> [String] {
    let before = try auditEvents().count
    try body()
    return Array(try auditEvents().dropFirst(before))
  }
}

/// An application with the secret that its owner was shown.
struct Application {
  let client: Client
  let secret: String?

  var id: String { client.clientID.text }
}

/// Parameters, encoded and read as they would come with a request.
func parameters(_ values: [(name: String, value: String)]) throws -> ProtocolParameters {
  try ProtocolParameters(encoded: FormEncoder.encode(values).utf8)
}

/// The code of the error that something ends with; nothing when it is granted.
func refusal<Value>(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Value
) -> OAuthError.Code? {
  do {
    _ = try body()
    return nil
  } catch let error as OAuthError {
    return error.code
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
    return nil
  }
}
