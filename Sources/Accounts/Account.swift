import FoundationEssentials
import Model
import Storage

/// What somebody may do with their own applications, tokens and authorized applications.
///
/// Every use case asks first whether the account is still active, so that somebody who was disabled is out at their
/// next key; and what it changes is written to the audit log in the same transaction.
public struct Account: Sendable {
  /// Whose account it is, as of sign-in.
  public let user: User
  /// Who acts.
  public let actor: Actor
  /// From where.
  public let origin: Origin
  let accounts: Accounts
  /// What whoever acts came in by.
  var credential = Credential.other

  /// The same account on another connection, for work on another thread.
  public func on(_ store: Store) -> Account {
    Account(
      user: user, actor: actor, origin: origin,
      accounts: Accounts(store: store, settings: accounts.settings, surroundings: accounts.surroundings),
      credential: credential)
  }

  /// Whether the operator opened it rather than its owner.
  public var isOperated: Bool {
    if case .operator = actor { true } else { false }
  }

  /// Whether its owner acts, rather than somebody in their place.
  public var isOwn: Bool {
    if case .person = actor { true } else { false }
  }

  /// Whether an administrator acts in its owner's place: what acts as its owner cannot be made then.
  public var isAdministered: Bool {
    if case .administrator = actor { true } else { false }
  }

  /// The scopes that can be chosen, and those that rows may carry.
  public var scopes: ScopeCatalogue { accounts.settings.scopes }

  /// Leaves the account.
  public func signOut() throws(AccountError) {
    try note(.signOut, on: user.label)
  }

  var store: Store { accounts.store }
  var now: Date { accounts.surroundings.now().wholeSeconds }

  /// The same account as its owner's row stands now. Throws ``AccountError/signedOut`` when it is not active any more.
  public func current() throws(AccountError) -> Account {
    Account(
      user: try requireActive(), actor: actor, origin: origin, accounts: accounts, credential: credential)
  }

  /// Throws ``AccountError/signedOut`` unless the account is still active, and whoever acts in its owner's place may
  /// still do so.
  @discardableResult
  func requireActive() throws(AccountError) -> User {
    let current = try storage { () throws(StorageError) in try store.user(user.id) }
    switch actor {
    case .person:
      guard let current, current.isActive, try accounts.admits(user.id, by: credential) else { throw .signedOut }
      return current
    case .operator:
      guard let current else { throw .signedOut }
      return current
    case .administrator:
      try requireAuthority(of: actor, by: credential, in: accounts)
      guard let current else { throw .notFound(.user(user.label)) }
      return current
    }
  }

  /// Throws ``AccountError/refused(reason:)`` for an administrator in somebody's place: what acts as a person is made by
  /// that person alone.
  func requireOwner(to deed: String) throws(AccountError) {
    guard let refusal = refusal(to: deed) else { return }
    try noteRefusal(to: deed)
    throw refusal
  }

  /// What an administrator in somebody's place is told of such a deed; nothing for everybody else.
  func refusal(to deed: String) -> AccountError? {
    guard case .administrator = actor else { return nil }
    return .refused(reason: "Only \(user.label) can \(deed): it acts as them.")
  }

  /// Records that whoever acts was refused something.
  public func noteRefusal(to deed: String) throws(AccountError) {
    try note(.refusal, on: deed, outcome: .refused)
  }

  /// A line of the audit log about something this account does.
  func audit(
    _ event: AuditEvent, on target: String, outcome: AuditRecord.Outcome = .done, detail: String = ""
  ) -> AuditRecord {
    let detail = isOwn ? detail : [detail, "for \(user.label)"].filter { !$0.isEmpty }.joined(separator: ", ")
    return AuditRecord(
      at: now, actorID: actor.id, about: user.id, actor: actor.label, origin: origin, event: event, target: target,
      outcome: outcome, detail: detail)
  }

  func note(
    _ event: AuditEvent, on target: String, outcome: AuditRecord.Outcome = .done, detail: String = ""
  ) throws(AccountError) {
    let record = audit(event, on: target, outcome: outcome, detail: detail)
    try storage { () throws(StorageError) in try store.record(record) }
  }

  /// Runs a verb of storage for an active account; a missing row is `subject`, a taken value an issue of its field.
  @discardableResult
  func perform<Value>(
    on subject: AccountError.Subject? = nil, _ verb: () throws(StorageError) -> Value
  ) throws(AccountError) -> Value {
    try requireActive()
    return try storage(on: subject, verb)
  }
}
