import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import Synchronization
import TestSupport
import Testing

@Suite struct SignInTests {
  /// What an attempt comes to.
  private func attempt(_ house: House, _ key: String, _ password: String = "not the password") -> AccountError? {
    do throws(AccountError) {
      _ = try house.accounts.signIn(as: key, password: password, from: house.origin)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["ada@example.org", "ADA@Example.ORG", "ada", "Ada", "  ada\n", " ada@example.org "])
  func `the right password opens the account, by e-mail address and by username`(key: String) throws {
    let house = try House()
    let ada = try house.test.addUser("ada")
    let lines = try house.auditing {
      let account = try house.accounts.signIn(as: key, password: "password", from: house.origin)
      #expect(account.user == ada)
      #expect(account.actor == .person(ada))
      #expect(!account.isOperated)
    }
    #expect(
      lines == [
        AuditLine(event: .signIn, actor: "ada", actorID: ada.id.rawValue, target: "ada")
      ])
    #expect(try house.test.store.user(ada.id)?.lastSeenAt == house.clock.now)
  }

  @Test(
    arguments: [
      "", " ", "1", "ada@example.org\u{0}", "\u{0}", "ad", "adaa", "ada@", "%", "_da", "' OR 1=1 --", "ada' --",
      String(repeating: "x", count: 100_000), "\u{1B}[2J",
    ])
  func `nothing else opens it, neither its number nor a pattern`(key: String) throws {
    let house = try House()
    try house.test.addUser("ada")
    #expect(attempt(house, key, "password") == .wrongCredentials(triesLeft: 4))
  }

  @Test(arguments: ["", "Password", "password ", " password", "password\u{0}x", "passwor", "pässword"])
  func `a password is right only byte for byte`(password: String) throws {
    let house = try House()
    try house.test.addUser("ada")
    #expect(attempt(house, "ada", password) == .wrongCredentials(triesLeft: 4))
  }

  @Test func `wrong, unknown and disabled are told alike, to the last try and beyond`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    try house.test.addUser("ada")
    let grace = try house.test.addUser("grace")
    try house.administration.disable(grace)
    let expected: [AccountError?] =
      (0...4).reversed().map { .wrongCredentials(triesLeft: $0) } + [.throttled(seconds: 60), .throttled(seconds: 60)]
    // Somebody disabled is not told so even with the right password.
    for (key, password) in [
      ("ada", "wrong"), ("nobody", "wrong"), ("grace", "wrong"), ("GRACE@example.org", "password"),
    ] {
      #expect((0..<7).map { _ in attempt(house, key, password) } == expected, "\(key)")
    }
  }

  @Test func `a failure leaves a line that does not hold what was typed for nobody's account`() throws {
    let house = try House()
    try house.test.addUser("ada")
    let lines = try house.auditing {
      _ = attempt(house, "ada@example.org")
      _ = attempt(house, "my-password-in-the-wrong-field")
    }
    #expect(
      lines == [
        AuditLine(event: .signInFailed, actor: "-", target: "ada", outcome: "refused"),
        AuditLine(event: .signInFailed, actor: "-", target: "-", outcome: "refused"),
      ])
  }

  @Test func `an unknown account costs one hash as a known one does`() throws {
    let drawn = Mutex<[Int]>([])
    let counting = RandomSource.counting()
    let house = try House(
      random: RandomSource { count in
        drawn.withLock { $0.append(count) }
        return counting.bytes(count)
      })
    try house.test.addUser("ada")
    _ = attempt(house, "ada")
    #expect(drawn.withLock { $0 } == [])
    _ = attempt(house, "nobody")
    // A hash is the only thing at sign-in that draws a salt.
    #expect(drawn.withLock { $0 } == [16])
    for _ in 0..<5 { _ = attempt(house, "nobody") }
    // Four more were let in; what is throttled costs nothing.
    #expect(drawn.withLock { $0 } == [16, 16, 16, 16, 16])
  }

  @Test func `a password that was hashed at another cost is hashed anew when its owner signs in`() throws {
    let house = try House()
    let ada = try house.test.addUser("ada")
    let cost = PasswordHash.Cost(logN: 5, blockSize: 8, parallelization: 1)
    let old = PasswordHash.make("password", cost: cost, random: house.test.random)
    try house.test.store.setUser(ada.id, passwordHash: old, audit: house.test.audit())
    func stored() throws -> String? { try house.test.store.credentials(for: "ada")?.passwordHash }
    _ = attempt(house, "ada")
    #expect(try stored() == old)
    #expect(attempt(house, "ada", "password") == nil)
    let new = try #require(try stored())
    #expect(new.hasPrefix("$scrypt$ln=4,r=8,p=1$") && PasswordHash.verify("password", against: new))
    #expect(attempt(house, "ada", "password") == nil)
    #expect(try stored() == new)
  }

  @Test(arguments: [true, false])
  func `a password that was right until it was replaced opens nothing`(isDisabled: Bool) throws {
    let test = try TestStore()
    let ada = try test.addUser("ada")
    let store = try test.another()
    // The hash is made anew, as its cost is another: that is when somebody else does their work.
    let random = RandomSource { count in
      if isDisabled {
        try? store.setUser(ada.id, disabledAt: Date(timeIntervalSince1970: 0), audit: test.audit())
      } else {
        _ = try? store.setUser(ada.id, passwordHash: "new", audit: test.audit())
      }
      return [UInt8](repeating: 1, count: count)
    }
    var settings = AccountSettings()
    settings.passwordCost = PasswordHash.Cost(logN: 5, blockSize: 8, parallelization: 1)
    let accounts = Accounts(
      store: test.store, settings: settings, surroundings: Surroundings(now: { test.clock.now }, random: random))
    #expect(throws: AccountError.wrongCredentials(triesLeft: 4)) {
      try accounts.signIn(as: "ada", password: "password", from: Origin("test"))
    }
  }

  @Test func `five wrong tries throttle one account for a minute, even with the right password`() throws {
    let house = try House()
    try house.test.addUser("ada")
    try house.test.addUser("grace")
    for _ in 0..<5 { _ = attempt(house, "ada") }
    #expect(attempt(house, "ada", "password") == .throttled(seconds: 60))
    #expect(attempt(house, " ADA ", "password") == .throttled(seconds: 60))
    #expect(attempt(house, "grace", "password") == nil)
    house.clock.advance(seconds: 59)
    #expect(attempt(house, "ada", "password") == .throttled(seconds: 1))
    house.clock.advance(seconds: 1)
    #expect(attempt(house, "ada", "password") == nil)
  }

  @Test func `one network has twenty tries a minute at all accounts together, others none the fewer`() throws {
    let house = try House()
    try house.test.addUser("ada")
    func attempt(_ key: String, at network: String?) -> AccountError? {
      do throws(AccountError) {
        _ = try house.accounts.signIn(as: key, password: "password", from: house.origin, network: network)
        return nil
      } catch {
        return error
      }
    }
    // The tightest limit is told of.
    #expect(attempt("nobody 0", at: "192.0.2.7") == .wrongCredentials(triesLeft: 4))
    for number in 1..<18 { _ = attempt("nobody \(number)", at: "192.0.2.7") }
    #expect(attempt("nobody 18", at: "192.0.2.7") == .wrongCredentials(triesLeft: 1))
    #expect(attempt("nobody 19", at: "192.0.2.7") == .wrongCredentials(triesLeft: 0))
    #expect(attempt("ada", at: "192.0.2.7") == .throttled(seconds: 60))
    #expect(attempt("ada", at: "192.0.2.8") == nil)
    #expect(attempt("ada", at: nil) == nil)
    house.clock.advance(seconds: 60)
    #expect(attempt("ada", at: "192.0.2.7") == nil)
  }

  @Test func `trying while throttled does not make the wait longer`() throws {
    let house = try House()
    try house.test.addUser("ada")
    for _ in 0..<5 { _ = attempt(house, "ada") }
    for _ in 0..<59 {
      house.clock.advance(seconds: 1)
      #expect(attempt(house, "ada") != .wrongCredentials(triesLeft: 4))
    }
    house.clock.advance(seconds: 1)
    #expect(attempt(house, "ada", "password") == nil)
  }

  @Test func `a sign-in gives all tries back`() throws {
    let house = try House()
    try house.test.addUser("ada")
    for _ in 0..<4 { _ = attempt(house, "ada") }
    #expect(attempt(house, "ada", "password") == nil)
    #expect(attempt(house, "ada") == .wrongCredentials(triesLeft: 4))
  }

  @Test func `a clock that was set back does not lock anybody out`() throws {
    let house = try House()
    try house.test.addUser("ada")
    for _ in 0..<5 { _ = attempt(house, "ada") }
    house.clock.advance(days: -365)
    #expect(attempt(house, "ada", "password") == nil)
  }

  @Test func `a hundred tries a minute are the most for all accounts together`() throws {
    let house = try House()
    try house.test.addUser("ada")
    for number in 0..<100 { #expect(attempt(house, "guess\(number)") != nil) }
    #expect(attempt(house, "ada", "password") == .throttled(seconds: 60))
    house.clock.advance(seconds: 60)
    #expect(attempt(house, "ada", "password") == nil)
  }

  @Test func `many at once do not slip through`() async throws {
    let house = try House()
    try house.test.addUser("ada")
    let outcomes = try await withThrowingTaskGroup(of: [AccountError].self) { group in
      for _ in 0..<8 {
        let accounts = Accounts(
          store: try house.test.another(), settings: house.accounts.settings,
          surroundings: house.accounts.surroundings)
        group.addTask {
          (0..<5).compactMap { _ in
            do throws(AccountError) {
              _ = try accounts.signIn(as: "ada", password: "wrong", from: Origin("test"))
              return nil
            } catch {
              return error
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(outcomes.count == 40)
    #expect(outcomes.filter { $0 == .throttled(seconds: 60) }.count == 35)
    let left = outcomes.compactMap { if case .wrongCredentials(let left) = $0 { left } else { nil } }
    #expect(left.sorted() == [0, 1, 2, 3, 4])
  }

  @Test func `signing out is written down`() throws {
    let house = try House()
    let ada = try house.person("ada")
    #expect(try house.auditing { try ada.signOut() } == [.by(ada, .signOut, "ada")])
  }
}
