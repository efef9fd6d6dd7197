import Cryptography
import FoundationEssentials
import Model
import Storage

/// The front door: who comes in, and as whom. What they may do then is ``Account`` and ``Administration``.
public struct Accounts: Sendable {
  /// The database.
  public let store: Store
  /// What the house decided.
  public let settings: AccountSettings
  /// Time and randomness.
  public let surroundings: Surroundings

  /// A front door onto a database.
  public init(store: Store, settings: AccountSettings = AccountSettings(), surroundings: Surroundings = Surroundings())
  {
    self.store = store
    self.settings = settings
    self.surroundings = surroundings
  }

  /// Signs somebody in by e-mail address or username and password.
  ///
  /// An unknown account, a disabled one and a wrong password are told in the same words, take the same time and count
  /// against the same limits.
  /// - Parameter network: the network address that attempts are counted for as well; nothing for a terminal.
  /// - Throws: ``AccountError/wrongCredentials(triesLeft:)``, ``AccountError/throttled(seconds:)`` or a storage error.
  public func signIn(
    as key: String, password: String, from origin: Origin, network: String? = nil
  ) throws(AccountError) -> Account {
    let now = surroundings.now().wholeSeconds
    let key = PlainText.trimmed(key)
    let limit = SignInLimits.account(key)
    let limits = [limit, SignInLimits.everybody] + (network.map { [SignInLimits.network($0)] } ?? [])
    switch try storage({ () throws(StorageError) in try store.admitSignIn(limits, at: now) }) {
    case .refused(let seconds):
      let user = try storage { () throws(StorageError) in try store.credentials(for: key)?.user }
      // Without the address, or whoever has many would write a line for each; those of the tries before are told.
      let origin = network == nil ? origin : Origin("http")
      try recordRefusal(ofSignInAs: user, at: now, from: origin, detail: "too many attempts")
      throw .throttled(seconds: seconds)
    case .admitted(let left):
      let found = try storage { () throws(StorageError) in try store.credentials(for: key) }
      guard let (user, hash) = verified(found, password: password),
        let hash = try record(signInOf: user, by: hash, password, clearing: limit, at: now, from: origin)
      else {
        let detail = found.map { $0.user.isActive ? "" : "disabled" } ?? ""
        try recordRefusal(ofSignInAs: found?.user, at: now, from: origin, detail: detail)
        throw .wrongCredentials(triesLeft: left)
      }
      return Account(
        user: user, actor: .person(user), origin: origin, accounts: self, credential: .password(hash: hash))
    }
  }

  /// Records that somebody was not let in; an account that there is has it among its own lines. What was typed stands
  /// nowhere: now and then it is the password.
  private func recordRefusal(
    ofSignInAs user: User?, at now: Date, from origin: Origin, detail: String = ""
  ) throws(AccountError) {
    let audit = AuditRecord(
      at: now, actorID: nil, about: user?.id, actor: "-", origin: origin, event: .signInFailed,
      target: user?.label ?? "-", outcome: .refused, detail: detail)
    try storage { () throws(StorageError) in try store.record(audit) }
  }

  /// Records a sign-in by a right password, and answers the hash that stands for it now; nothing when that password was
  /// replaced, or the account disabled, while it was looked at, which takes long enough for it.
  private func record(
    signInOf user: User, by hash: String, _ password: String, clearing limit: SignInThrottle, at now: Date,
    from origin: Origin
  ) throws(AccountError) -> String? {
    let audit = AuditRecord(
      at: now, actorID: user.id, actor: user.label, origin: origin, event: .signIn, target: user.label)
    let new = renewed(hash, password: password)
    do throws(StorageError) {
      try store.recordSignIn(of: user.id, by: hash, renewed: new, clearing: limit, at: now, audit: audit)
      return new ?? hash
    } catch .notFound {
      return nil
    } catch {
      throw .storage(error)
    }
  }

  /// Opens somebody's account without a password, for the operator: whoever may write the database file could do
  /// everything anyway. The audit log says so.
  ///
  /// - Parameter key: an e-mail address, a username or a number.
  public func operate(as key: String, by name: String, from origin: Origin) throws(AccountError) -> Account {
    let user = try user(matching: key)
    guard user.isActive else { throw .refused(reason: "The account of \(user.label) is disabled; enable it first.") }
    let account = Account(user: user, actor: .operator(name: name), origin: origin, accounts: self)
    try account.note(.operate, on: user.label)
    return account
  }

  /// The same, for one command rather than a visit: what the command changes is in the audit log, the visit is not.
  public func command(as key: String, by name: String, from origin: Origin) throws(AccountError) -> Account {
    Account(user: try user(matching: key), actor: .operator(name: name), origin: origin, accounts: self)
  }

  /// What the operator may do with everybody's accounts.
  public func administration(by name: String, from origin: Origin) -> Administration {
    Administration(actor: .operator(name: name), origin: origin, accounts: self)
  }

  private func user(matching key: String) throws(AccountError) -> User {
    let found = try storage { () throws(StorageError) in try store.user(matching: PlainText.trimmed(key)) }
    guard let found else { throw .notFound(.user(key)) }
    return found
  }

  /// The user and the stored hash, if the password is right and the account active. Hashes once whether or not there is
  /// an account.
  private func verified(_ found: (user: User, passwordHash: String)?, password: String) -> (User, hash: String)? {
    guard let found else {
      _ = PasswordHash.make(password, cost: settings.passwordCost, random: surroundings.random)
      return nil
    }
    return PasswordHash.verify(password, against: found.passwordHash) && found.user.isActive
      ? (found.user, found.passwordHash) : nil
  }

  /// A new hash in the place of the stored one, when passwords are hashed at another cost now: only at a sign-in is the password
  /// there to hash it anew, and as long as its cost differs, the time it takes tells that the account exists.
  private func renewed(_ stored: String, password: String) -> String? {
    guard PasswordHash.isOutdated(stored, cost: settings.passwordCost) else { return nil }
    return PasswordHash.make(password, cost: settings.passwordCost, random: surroundings.random)
  }
}

/// Runs a verb of storage and files its error: a missing row is `subject`, a taken value an issue of its field, and
/// anything else ``AccountError/storage(_:)``.
@discardableResult
func storage<Value>(
  on subject: AccountError.Subject? = nil, _ verb: () throws(StorageError) -> Value
) throws(AccountError) -> Value {
  do {
    return try verb()
  } catch {
    switch (error, subject) {
    case (.notFound, .some(let subject)): throw .notFound(subject)
    case (.duplicate(let field), _): throw .invalid(ValidationFailure(FieldIssue(field, error.sentence)))
    default: throw .storage(error)
    }
  }
}

/// Runs a check of input and files its failure under ``AccountError/invalid(_:)``.
func valid<Value>(_ check: () throws(ValidationFailure) -> Value) throws(AccountError) -> Value {
  do {
    return try check()
  } catch {
    throw .invalid(error)
  }
}
