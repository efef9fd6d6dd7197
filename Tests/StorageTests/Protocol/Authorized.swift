import Cryptography
import FoundationEssentials
import Model
import Synchronization
import TestSupport

@testable import Storage

/// A house in which ada has let an application in, with short ways to the protocol's verbs.
struct Authorized {
  let test: TestStore
  let ada: User
  let client: Client

  /// What is stored of the code that a device shows.
  static let userCode = SHA256.digest(of: "BCDFGHJK")

  init(_ test: TestStore? = nil) throws {
    let test = try test ?? TestStore()
    self.test = test
    ada = try test.addUser("ada")
    client = try test.addClient("Application", owner: test.addUser("eve"))
  }

  var store: Store { test.store }
  var now: Date { test.clock.now }
  var replay: AuditRecord { test.audit(.codeReplay) }

  func newTokens(lasting seconds: Double = 3600) -> NewTokens {
    NewTokens(
      access: test.secret(.accessToken), accessExpiresAt: now.addingTimeInterval(seconds),
      refresh: (test.secret(.refreshToken), now.addingTimeInterval(seconds * 24)))
  }

  /// Writes a code of a family.
  func addCode(family: Int64, challenge: String? = nil, lasting seconds: Double = 60) throws -> SecretDigest {
    let secret = test.secret(.authorizationCode)
    let holder = TokenHolder(client: client.id, user: ada.id, family: family)
    try store.commit(
      Store.addCode(
        NewCode(
          secret: secret, holder: holder, redirectURI: nil, scopes: ["user:email"], challenge: challenge,
          expiresAt: now.addingTimeInterval(seconds)),
        at: now, audit: nil))
    return secret
  }

  func redemption(_ code: SecretDigest, for tokens: NewTokens? = nil) -> Change<Redemption> {
    Store.redeem(
      PresentedCode(digest: code.digest, client: client.id, redirectURI: nil, challenge: nil),
      for: tokens ?? newTokens(), isOnly: false, at: now, replay: replay)
  }

  func rotation(_ token: SecretDigest, for tokens: NewTokens? = nil) -> Change<Rotation> {
    Store.rotate(
      token.digest, of: client.id, for: tokens ?? newTokens(), scopes: nil, at: now,
      replay: test.audit(.tokenReplay))
  }

  /// A refresh token of a family.
  func addTokens(family: Int64, lasting seconds: Double = 3600) throws -> SecretDigest {
    let tokens = newTokens(lasting: seconds)
    _ = try store.commit(
      Store.issue(
        tokens, to: TokenHolder(client: client.id, user: ada.id, family: family), scopes: ["user:email"],
        isOnly: false, at: now))
    return tokens.refresh?.secret ?? tokens.access
  }

  func events(_ event: AuditEvent) throws -> Int {
    try store.question { (database) throws(StorageError) in
      try database.number("SELECT count(*) FROM audit_events WHERE event = ?", [.text(event.rawValue)])
    }
  }

  func live(_ token: SecretDigest) throws -> BearerToken? { try store.bearer(token.digest, at: now) }
}

/// What a writer's thread answers, gathered in the order in which it comes.
final class Answers<Value: Sendable>: Sendable {
  private let all = Mutex<[Value]>([])

  func add(_ value: Value) { all.withLock { $0.append(value) } }

  var values: [Value] { all.withLock { $0 } }
}
