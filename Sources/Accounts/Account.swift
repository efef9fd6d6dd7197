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

  /// The same account on another connection, for work on another thread.
  public func on(_ store: Store) -> Account {
    Account(
      user: user, actor: actor, origin: origin,
      accounts: Accounts(store: store, settings: accounts.settings, surroundings: accounts.surroundings))
  }

  /// Whether the operator opened it rather than its owner.
  public var isOperated: Bool {
    if case .operator = actor { true } else { false }
  }

  /// The scopes that can be chosen, and those that rows may carry.
  public var scopes: ScopeCatalogue { accounts.settings.scopes }

  /// Leaves the account.
  public func signOut() throws(AccountError) {
    try note(.signOut, on: user.label)
  }

  var store: Store { accounts.store }
  var now: Date { accounts.surroundings.now().wholeSeconds }

  /// Throws ``AccountError/signedOut`` unless the account is still active.
  func requireActive() throws(AccountError) {
    let current = try storage { () throws(StorageError) in try store.user(user.id) }
    guard let current, current.isActive || isOperated else { throw .signedOut }
  }

  /// A line of the audit log about something this account does.
  func audit(_ event: AuditEvent, on target: String, detail: String = "") -> AuditRecord {
    let detail = isOperated ? [detail, "for \(user.label)"].filter { !$0.isEmpty }.joined(separator: ", ") : detail
    return AuditRecord(
      at: now, actorID: actor.id, actor: actor.label, origin: origin, event: event, target: target, detail: detail)
  }

  func note(_ event: AuditEvent, on target: String) throws(AccountError) {
    let record = audit(event, on: target)
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
