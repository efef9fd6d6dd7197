import Cryptography
import FoundationEssentials
import Model
import Storage

/// A fresh database on disk, with short ways to fill it.
public struct TestStore: Sendable {
  /// Where it lives; it goes with the last copy of this value.
  public let folder: TemporaryFolder
  /// The database.
  public let store: Store
  /// The clock that its rows are dated by.
  public let clock: TestClock
  /// Where its secrets come from.
  public let random: RandomSource

  /// Makes an empty database.
  public init(clock: TestClock = TestClock()) throws {
    folder = TemporaryFolder()
    // Making the tables takes far longer than copying a file that has them.
    TestFile.write(try Self.blank.get(), to: folder.file("postern.db"))
    store = try Store(path: folder.file("postern.db"))
    self.clock = clock
    random = .counting()
  }

  /// The bytes of an empty database, made once.
  private static let blank = Result { () throws -> [UInt8] in
    let folder = TemporaryFolder()
    let path = folder.file("blank.db")
    // The last connection takes in the write-ahead log as it closes.
    do { _ = try Store(path: path, opening: .create).hasUsers() }
    return TestFile.bytes(of: path)
  }

  /// Another connection to the same file.
  public func another() throws -> Store { try Store(path: store.path) }

  /// A line of the audit log.
  public func audit(
    _ event: AuditEvent = .tokenCreate, target: String = "something", actor: String = "tester", detail: String = ""
  ) -> AuditRecord {
    AuditRecord(
      at: clock.now, actorID: nil, actor: actor, origin: Origin("test"), event: event, target: target, detail: detail)
  }

  /// A secret as storage takes it.
  public func secret(_ kind: MachineSecret.Kind = .personalToken) -> SecretDigest {
    let secret = MachineSecret(kind, length: 60, random: random)
    return SecretDigest(digest: secret.digest, lastFour: secret.lastFour)
  }

  /// Makes an account whose password is `password`, at a cost that tests can afford.
  @discardableResult
  public func addUser(
    _ name: String, role: UserRole = .user, password: String = "password", email: String? = nil
  ) throws -> User {
    let cost = PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1)
    return try store.addUser(
      email: EmailAddress(validating: email ?? "\(name)@example.org"), username: Username(validating: name),
      passwordHash: PasswordHash.make(password, cost: cost, random: random), role: role, at: clock.now,
      audit: audit(.userCreate, target: name))
  }

  /// Registers an application.
  @discardableResult
  public func addClient(
    _ name: String, owner: User, type: ClientType = .confidential,
    redirectURIs: String = "https://example.org/callback"
  ) throws -> Client {
    let draft = ClientDraft(name: name, website: "https://example.org", redirectURIs: redirectURIs, type: type)
    return try store.addClient(
      ClientProfile(validating: draft), clientID: ClientID(Base62.random(length: 40, random: random)), owner: owner.id,
      secret: type == .confidential ? secret(.clientSecret) : nil, at: clock.now,
      audit: audit(.applicationCreate, target: name))
  }

  /// Makes a personal token; without `expiresIn` (seconds from now) it never expires.
  @discardableResult
  public func addToken(
    _ name: String, owner: User, scopes: [String] = ["user:email"], expiresIn: Double? = nil, isInternal: Bool = false
  ) throws -> PersonalToken {
    try store.addPersonalToken(
      name: Name(validating: name), owner: owner.id, scopes: scopes, isInternal: isInternal, secret: secret(),
      expiresAt: expiresIn.map { clock.now.addingTimeInterval($0) }, at: clock.now, audit: audit(target: name))
  }

  /// Lets an application in, with so many access tokens and a refresh token each; they live for an hour and a month.
  public func grant(
    _ client: Client, by user: User, scopes: [String] = ["user:email"], tokens: Int = 1, lastUsedAt: Date? = nil
  ) throws {
    let now = clock.now
    try store.bulk { (writer) throws(StorageError) in
      try writer.addGrant(to: client.id, by: user.id, scopes: scopes, createdAt: now, lastUsedAt: lastUsedAt)
      for family in 0..<tokens {
        try writer.addTokens(
          to: client.id, by: user.id, family: client.id.rawValue * 1000 + user.id.rawValue * 10 + Int64(family),
          scopes: scopes, access: secret(.accessToken), accessExpiresAt: now.addingTimeInterval(3600),
          refresh: secret(.refreshToken), refreshExpiresAt: now.addingTimeInterval(30 * 86_400), createdAt: now)
      }
    }
  }
}
