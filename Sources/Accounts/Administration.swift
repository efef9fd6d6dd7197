import Cryptography
import FoundationEssentials
import Model
import Storage

/// What may be done with everybody's accounts: by administrators, and by the operator at the machine.
///
/// Every use case asks first whether the administrator still is one, so that somebody who was demoted is out at their
/// next key.
public struct Administration: Sendable {
  let actor: Actor
  let origin: Origin
  let accounts: Accounts
  /// What the administrator came in by.
  var credential = Credential.other

  /// Makes an account. Everything that is wrong is told at once.
  ///
  /// - Parameter mustBeFirst: whether it is refused when somebody has an account already.
  public func addUser(
    email: String, username: String?, password: String, role: UserRole, mustBeFirst: Bool = false
  ) throws(AccountError) -> User {
    var issues: [FieldIssue] = []
    var address: EmailAddress?
    var name: Username?
    do throws(ValidationFailure) { address = try EmailAddress(validating: email) } catch { issues += error.issues }
    if let username {
      do throws(ValidationFailure) { name = try Username(validating: username) } catch { issues += error.issues }
    }
    let rules = PasswordRules(names: [email, username].compactMap(\.self), siteName: accounts.settings.siteName)
    issues += rules.issues(with: password)
    guard let address, issues.isEmpty else {
      throw .invalid(ValidationFailure(issues) ?? ValidationFailure(FieldIssue(.email, "Enter an e-mail address.")))
    }
    let hash = hash(password)
    let audit = audit(.userCreate, on: address.text, detail: role.rawValue)
    return try perform { () throws(StorageError) in
      try accounts.store.addUser(
        email: address, username: name, passwordHash: hash, role: role, mustBeFirst: mustBeFirst, at: audit.at,
        audit: audit)
    }
  }

  /// The user whom an e-mail address, a username or a number stands for.
  public func user(_ key: String) throws(AccountError) -> User {
    let key = PlainText.trimmed(key)
    let found = try perform { () throws(StorageError) in try accounts.store.user(matching: key) }
    guard let found else { throw .notFound(.user(key)) }
    return found
  }

  /// Every user, by e-mail address, handed over page by page.
  ///
  /// - Parameters:
  ///   - text: what e-mail address or username shall hold; empty for all.
  ///   - state: active, disabled (``StateFilter/expired``), or all.
  public func forEachUser(
    holding text: String = "", in state: StateFilter = .all, _ body: (User) -> Void
  ) throws(AccountError) {
    let query = ListQuery(order: UserOrder.email, filter: text, state: state, now: now)
    var anchor = Anchor.start
    while true {
      let page = try perform { () throws(StorageError) in
        try accounts.store.users(query, at: anchor, limit: 500)
      }
      guard let last = page.last else { return }
      page.forEach { body($0.row) }
      anchor = .after(last.cursor)
    }
  }

  /// Disables an account: its owner and its tokens are out at their next request.
  public func disable(_ user: User) throws(AccountError) {
    let audit = audit(.userDisable, on: user)
    try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.setUser(user.id, disabledAt: audit.at, audit: audit)
    }
  }

  /// Enables an account again.
  public func enable(_ user: User) throws(AccountError) {
    let audit = audit(.userEnable, on: user)
    try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.setUser(user.id, disabledAt: nil, audit: audit)
    }
  }

  /// Makes somebody an administrator, or no longer one.
  public func setRole(_ role: UserRole, of user: User) throws(AccountError) {
    let audit = audit(role == .administrator ? .userPromote : .userDemote, on: user)
    try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.setUser(user.id, role: role, audit: audit)
    }
  }

  /// What an administrator is told who would set their own.
  public static let ownPasswordRefusal =
    "Change your own password in your account, which asks for the one that you have."

  /// Sets a password. What was got with the old one ends: signed-in browsers, and the tokens that applications hold for
  /// the user. Personal tokens go on.
  ///
  /// - Parameter keepingTokens: whether applications keep their tokens.
  @discardableResult
  public func setPassword(
    _ password: String, of user: User, keepingTokens: Bool = false
  ) throws(AccountError) -> Ended {
    if case .administrator = actor, actor.id == user.id {
      let refusal = audit(.userPassword, on: user, outcome: .refused)
      try perform { () throws(StorageError) in try accounts.store.record(refusal) }
      throw .refused(reason: Self.ownPasswordRefusal)
    }
    let rules = PasswordRules(of: user, siteName: accounts.settings.siteName)
    if let failure = ValidationFailure(rules.issues(with: password)) { throw .invalid(failure) }
    // Before it is hashed, which takes a while: whoever may not set it is told at once.
    try requireAuthority(of: actor, by: credential, in: accounts)
    let hash = hash(password)
    let audit = audit(.userPassword, on: user, detail: keepingTokens ? "applications keep their tokens" : "")
    return try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.setUser(user.id, passwordHash: hash, keepingTokens: keepingTokens, audit: audit)
    }
  }

  /// What deleting an account takes with it: its applications, and the users and live tokens these cut off.
  public func impact(ofDeleting user: User) throws(AccountError) -> (applications: Int, impact: Impact) {
    let now = now
    return try perform { () throws(StorageError) in try accounts.store.impact(ofDeletingUser: user.id, at: now) }
  }

  /// Deletes an account with everything that hangs on it.
  public func delete(_ user: User) throws(AccountError) {
    let audit = audit(.userDelete, on: user)
    try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.deleteUser(user.id, audit: audit)
    }
  }

  /// The personal token that somebody presented, and its owner's account; nothing if it is none.
  public func holder(ofPresented text: String) throws(AccountError) -> (token: PersonalToken, account: Account)? {
    guard let secret = MachineSecret(.personalToken, presented: PlainText.trimmed(text)) else { return nil }
    let found = try perform { () throws(StorageError) in
      try accounts.store.personalToken(digest: secret.digest)
    }
    guard let found else { return nil }
    let owner = try perform { () throws(StorageError) in try accounts.store.user(found.userID) }
    return owner.map { (found, account(of: $0)) }
  }

  /// The account of whoever registered a client, so that the operator can act in their place.
  public func owner(of id: ClientID) throws(AccountError) -> Account {
    let now = now
    let client = try perform { () throws(StorageError) in try accounts.store.client(id, ownedBy: nil, at: now) }
    guard let client else { throw .notFound(.application(id.text)) }
    let owner = try perform { () throws(StorageError) in try accounts.store.user(client.ownerID) }
    guard let owner else { throw .notFound(.application(id.text)) }
    return account(of: owner)
  }

  /// Somebody's account, to act on what is theirs in their place; the audit log says who did.
  public func account(of user: User) -> Account {
    Account(user: user, actor: actor, origin: origin, accounts: accounts, credential: credential)
  }

  /// Runs a verb of storage for whoever may still administrate; a missing row is `subject`, a taken value an issue of its
  /// field.
  @discardableResult
  func perform<Value>(
    on subject: AccountError.Subject? = nil, _ verb: () throws(StorageError) -> Value
  ) throws(AccountError) -> Value {
    try requireAuthority(of: actor, by: credential, in: accounts)
    return try storage(on: subject, verb)
  }

  var now: Date { accounts.surroundings.now().wholeSeconds }

  private func hash(_ password: String) -> String {
    PasswordHash.make(password, cost: accounts.settings.passwordCost, random: accounts.surroundings.random)
  }

  /// A line of the audit log.
  ///
  /// - Parameter subject: whose account it concerns, if somebody's.
  func audit(
    _ event: AuditEvent, about subject: Identifier<User>? = nil, on target: String, detail: String = ""
  ) -> AuditRecord {
    AuditRecord(
      at: now, actorID: actor.id, about: subject, actor: actor.label, origin: origin, event: event, target: target,
      detail: detail)
  }

  /// A line of the audit log about somebody's account.
  func audit(
    _ event: AuditEvent, on user: User, outcome: AuditRecord.Outcome = .done, detail: String = ""
  ) -> AuditRecord {
    AuditRecord(
      at: now, actorID: actor.id, about: user.id, actor: actor.label, origin: origin, event: event,
      target: user.label, outcome: outcome, detail: detail)
  }
}

extension Account {
  /// What an administrator may do with everybody's accounts. Anybody else is refused, and the refusal recorded.
  public func administration() throws(AccountError) -> Administration {
    let current = try requireActive()
    guard current.role == .administrator else {
      try noteRefusal(to: "administration")
      throw .notAdministrator
    }
    return Administration(
      actor: isOwn ? .administrator(current) : actor, origin: origin, accounts: accounts, credential: credential)
  }

  /// Throws for whoever acts in their own account: some things are done to it by administrators and the operator alone.
  /// The refusal is recorded.
  func requireSteward() throws(AccountError) {
    try requireActive()
    guard isOwn else { return }
    try noteRefusal(to: "administration")
    throw .notAdministrator
  }
}

/// Throws unless an administrator still is one, and could still come in.
func requireAuthority(of actor: Actor, by credential: Credential, in accounts: Accounts) throws(AccountError) {
  switch actor {
  case .operator: return
  case .person: throw .notAdministrator
  case .administrator(let user):
    let current = try storage { () throws(StorageError) in try accounts.store.user(user.id) }
    guard let current, current.isActive, try accounts.admits(user.id, by: credential) else { throw .signedOut }
    guard current.role == .administrator else { throw .notAdministrator }
  }
}

extension AccountError {
  /// What somebody is told who asks for what only administrators may do.
  public static let notAdministrator = AccountError.refused(reason: "Only an administrator can do that; ask one.")
}
