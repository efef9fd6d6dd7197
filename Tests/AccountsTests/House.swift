import Accounts
import Cryptography
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// A house with a fresh database, whose clock and randomness a test chooses.
struct House {
  let test: TestStore
  let accounts: Accounts

  init(scopes: [Scope] = [], random: RandomSource? = nil) throws {
    let test = try TestStore()
    let clock = test.clock
    var settings = AccountSettings(scopes: try ScopeCatalogue(scopes))
    settings.passwordCost = PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1)
    self.test = test
    accounts = Accounts(
      store: test.store, settings: settings,
      surroundings: Surroundings(now: { clock.now }, random: random ?? test.random))
  }

  var clock: TestClock { test.clock }
  var origin: Origin { Origin("tty test") }
  var administration: Administration { accounts.administration(by: "root", from: origin) }

  /// Makes an account and signs in to it.
  func person(_ name: String, role: UserRole = .user) throws -> Account {
    try test.addUser(name, role: role)
    return try accounts.signIn(as: name, password: "password", from: origin)
  }

  /// Somebody's account, opened by the operator for one command.
  func operated(_ account: Account) throws -> Account {
    try accounts.command(as: account.user.email.text, by: "root", from: origin)
  }

  /// Signs somebody in with a browser.
  func openSession(of account: Account, from address: String = "192.0.2.7") throws -> BrowserSession {
    let browser = BrowserMark(
      address: address, userAgent: "Browser 1", userAgentDigest: [UInt8](repeating: 9, count: 32))
    let secret = try accounts.openSession(for: account, in: browser, replacing: nil, lifetime: 3600)
    guard let visit = try accounts.visit(with: secret, from: origin) else { throw AccountError.signedOut }
    return visit.session
  }

  /// A list of everything by name.
  func query<Order>(_ order: Order, filter: String = "", state: StateFilter = .all) -> ListQuery<Order> {
    ListQuery(order: order, filter: filter, state: state, now: clock.now)
  }

  /// The lines of the audit log, the oldest first.
  func audit() throws -> [AuditLine] {
    try test.store.question { (database) throws(StorageError) in
      try database.rows(
        "SELECT event, actor, actor_id, origin, target, outcome, detail, at FROM audit_events ORDER BY id"
      ) { (row) throws(StorageError) in
        AuditLine(
          event: AuditEvent(rawValue: row.text(0)), actor: row.text(1), actorID: row.optionalInteger(2),
          origin: row.text(3), target: row.text(4), outcome: row.text(5), detail: row.text(6), at: row.date(7))
      }
    }
  }

  /// What a use case adds to the audit log.
  func auditing(_ useCase: () throws -> Void) throws -> [AuditLine] {
    let before = try audit().count
    try useCase()
    return Array(try audit().dropFirst(before))
  }
}

/// A line of the audit log as it was written.
struct AuditLine: Equatable, Sendable {
  var event: AuditEvent?
  var actor: String
  var actorID: Int64?
  var origin = "tty test"
  var target: String
  var outcome = "done"
  var detail = ""
  var at = TestClock.start

  /// What somebody did themselves.
  static func by(_ account: Account, _ event: AuditEvent, _ target: String, _ detail: String = "") -> AuditLine {
    AuditLine(
      event: event, actor: account.user.label, actorID: account.user.id.rawValue, target: target, detail: detail)
  }

  /// What the operator did.
  static func byOperator(_ event: AuditEvent, _ target: String, _ detail: String = "") -> AuditLine {
    AuditLine(event: event, actor: "operator root", target: target, detail: detail)
  }
}

/// The issues of a use case that refuses its input; empty when it does not.
func issues<Value>(_ useCase: () throws -> Value) -> [FieldIssue] {
  do {
    _ = try useCase()
    return []
  } catch AccountError.invalid(let failure) {
    return failure.issues
  } catch {
    Issue.record(error)
    return []
  }
}

extension ClientDraft {
  /// A form that is filled in well.
  static func good(_ name: String = "Zenodo uploader", type: ClientType = .confidential) -> ClientDraft {
    ClientDraft(
      name: name, description: "Uploads nightly datasets", website: "https://upload.example.org",
      redirectURIs: "https://upload.example.org/callback\nhttp://localhost:8000/callback", type: type)
  }
}
