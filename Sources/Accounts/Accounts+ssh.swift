import FoundationEssentials
import Model
import Storage

extension Accounts {
  /// The key that sshd(8) asks about, if it opens an account that may be used; one look-up, however many keys there are.
  ///
  /// - Parameter fingerprint: as `ssh-keygen -l` prints it.
  public func authorizedKey(fingerprint: String) throws(AccountError) -> SSHKey? {
    try storage { () throws(StorageError) in try store.sshKey(fingerprint: fingerprint) }
  }

  /// Every key that opens an account that may be used, handed over page by page.
  public func forEachAuthorizedKey(_ body: (SSHKey) -> Void) throws(AccountError) {
    var last: Identifier<SSHKey>?
    while true {
      let keys = try storage { [last] () throws(StorageError) in try store.sshKeys(after: last, limit: 500) }
      guard let end = keys.last else { return }
      keys.forEach(body)
      last = end.id
    }
  }

  /// Opens the account of a key's owner, who has proved to sshd(8) that they hold it.
  ///
  /// - Throws: ``AccountError/refused(reason:)`` when the key was removed, ``AccountError/signedOut`` when the
  ///   account is disabled, which is recorded.
  public func signIn(by id: Identifier<SSHKey>, from origin: Origin) throws(AccountError) -> Account {
    let found = try storage { () throws(StorageError) in try store.sshKey(id) }
    guard let (key, user) = found else {
      try recordRefusal(of: "removed key", from: origin)
      throw .refused(reason: "This key was removed; add it again to come in by it.")
    }
    var account = try record(signInOf: user, from: origin, "key \(key.fingerprintEnd)") {
      (now, audit) throws(StorageError) in try store.recordSignIn(by: key.id, of: user.id, at: now, audit: audit)
    }
    account.credential = .sshKey(key.id)
    return account
  }

  /// The account that a certificate is for, and the name by which it says so. One that names several accounts is for
  /// none: which of them it opens would be chance.
  public func principal(of certificate: SSHCertificate) throws(AccountError) -> (name: String, user: User)? {
    var found: [(name: String, user: User)] = []
    guard certificate.principals.count <= 64 else { return nil }
    for name in certificate.principals {
      // Row numbers stand for accounts too, but nobody certifies them.
      let isName = (try? Username(validating: name).text) == name || (try? EmailAddress(validating: name).text) == name
      guard isName else { continue }
      let user = try storage { () throws(StorageError) in try store.user(matching: name) }
      // Usernames that differ in case only may be two people's to who signs; of addresses that is nobody's habit.
      guard let user, user.username?.text == name || name.contains("@") else { continue }
      found.append((name, user))
    }
    guard let first = found.first, first.user.isActive, found.allSatisfy({ $0.user.id == first.user.id }) else {
      return nil
    }
    return first
  }

  /// Opens an account for who has proved to sshd(8) that they hold a certificate for it.
  ///
  /// - Throws: ``AccountError/signedOut`` when the account is disabled, which is recorded.
  public func signIn(
    as id: Identifier<User>, certificate serial: UInt64, from origin: Origin
  ) throws(AccountError) -> Account {
    guard let user = try storage({ () throws(StorageError) in try store.user(id) }) else {
      try recordRefusal(of: "certificate \(serial) of a deleted account", from: origin)
      throw .signedOut
    }
    return try record(signInOf: user, from: origin, "certificate \(serial)") { (now, audit) throws(StorageError) in
      try store.recordSignIn(of: user.id, at: now, audit: audit)
    }
  }

  private func recordRefusal(of what: String, from origin: Origin) throws(AccountError) {
    let audit = AuditRecord(
      at: surroundings.now().wholeSeconds, actorID: nil, actor: "-", origin: origin, event: .sshSignIn, target: what,
      outcome: .refused)
    try storage { () throws(StorageError) in try store.record(audit) }
  }

  /// Opens an account once that is recorded, or records that it was refused.
  private func record(
    signInOf user: User, from origin: Origin, _ detail: String,
    _ verb: (Date, AuditRecord) throws(StorageError) -> Void
  ) throws(AccountError) -> Account {
    let now = surroundings.now().wholeSeconds
    var audit = AuditRecord(
      at: now, actorID: user.id, actor: user.label, origin: origin, event: .sshSignIn, target: user.label,
      detail: detail)
    do throws(StorageError) {
      try verb(now, audit)
    } catch .notFound {
      audit.outcome = .refused
      let refusal = audit
      try storage { () throws(StorageError) in try store.record(refusal) }
      throw .signedOut
    } catch {
      throw .storage(error)
    }
    return Account(user: user, actor: .person(user), origin: origin, accounts: self)
  }
}
