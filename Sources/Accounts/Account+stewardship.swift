import Model
import Storage

/// What administrators and the operator do with an application in its owner's place; its owner cannot.
extension Account {
  /// Disables an application: its secrets, its tokens and every request for consent are refused from the next request on.
  /// Nothing is deleted.
  @discardableResult
  public func disableApplication(_ id: ClientID) throws(AccountError) -> Client {
    try setApplication(id, isDisabled: true)
  }

  /// Enables an application again; what has not expired meanwhile works again.
  @discardableResult
  public func enableApplication(_ id: ClientID) throws(AccountError) -> Client {
    try setApplication(id, isDisabled: false)
  }

  /// Gives an application to another owner. Its secrets, tokens and grants stay.
  ///
  /// - Parameter key: the new owner's e-mail address, username or number; a problem with it is filed under
  ///   ``Field/owner``.
  /// - Returns: the application, and the account that it belongs to now.
  public func transferApplication(
    _ id: ClientID, to key: String
  ) throws(AccountError) -> (client: Client, account: Account) {
    try requireSteward()
    let current = try application(id)
    let owner = try newOwner(key)
    let audit = audit(.applicationTransfer, on: current.profile.name.text, detail: "\(id), to \(owner.label)")
    let client = try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.transferClient(id, from: user.id, to: owner.id, at: audit.at, audit: audit)
    }
    return (client, Account(user: owner, actor: actor, origin: origin, accounts: accounts))
  }

  private func setApplication(_ id: ClientID, isDisabled: Bool) throws(AccountError) -> Client {
    try requireSteward()
    let current = try application(id)
    let audit = audit(
      isDisabled ? .applicationDisable : .applicationEnable, on: current.profile.name.text, detail: id.text)
    return try perform(on: .application(id.text)) { () throws(StorageError) in
      try store.setClient(
        id, ownedBy: user.id, disabledAt: isDisabled ? audit.at : nil, at: audit.at, audit: audit)
    }
  }

  private func newOwner(_ key: String) throws(AccountError) -> User {
    let key = PlainText.trimmed(key)
    guard !key.isEmpty else { throw Self.wrongOwner("Enter the new owner: an e-mail address, a username or an id.") }
    let found = try perform { () throws(StorageError) in try store.user(matching: key) }
    guard let found else {
      throw Self.wrongOwner("No user \(PlainText.quoted(key)) was found; enter an e-mail address, a username or an id.")
    }
    guard found.id != user.id else { throw Self.wrongOwner("\(found.label) owns it already; enter somebody else.") }
    guard found.isActive else {
      throw Self.wrongOwner("The account of \(found.label) is disabled; enable it first, or enter somebody else.")
    }
    return found
  }

  private static func wrongOwner(_ sentence: String) -> AccountError {
    .invalid(ValidationFailure(FieldIssue(.owner, sentence)))
  }
}
