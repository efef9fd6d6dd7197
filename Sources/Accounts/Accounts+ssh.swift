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
      throw .refused(reason: "This key was removed; add it again to come in by it.")
    }
    let now = surroundings.now().wholeSeconds
    var audit = AuditRecord(
      at: now, actorID: user.id, actor: user.label, origin: origin, event: .sshSignIn, target: user.label,
      detail: "key \(key.fingerprintEnd)")
    do throws(StorageError) {
      try store.recordSignIn(by: key.id, of: user.id, at: now, audit: audit)
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
