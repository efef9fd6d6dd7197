import Model
import Storage

/// What an account was opened with. Whoever came in by something is out at their next step once it opens nothing any
/// more.
enum Credential: Sendable {
  /// Something that is asked for elsewhere: a browser's session, a certificate; or nothing, as the operator needs none.
  case other
  /// A password, by the hash that was stored for it.
  case password(hash: String)
  /// An SSH key.
  case sshKey(Identifier<SSHKey>)
}

extension Account {
  /// Whether what opened it would still open it.
  var isStillOpened: Bool {
    get throws(AccountError) {
      switch credential {
      case .other: true
      case .password(let hash):
        try storage { () throws(StorageError) in try store.passwordHash(of: user.id) } == hash
      case .sshKey(let id):
        try storage { () throws(StorageError) in try store.sshKey(id, of: user.id) } != nil
      }
    }
  }

  /// The same account for who has just changed its password here: the visit goes on with the new one.
  public func renewed() throws(AccountError) -> Account {
    guard case .password = credential,
      let hash = try storage({ () throws(StorageError) in try store.passwordHash(of: user.id) })
    else { return self }
    return Account(user: user, actor: actor, origin: origin, accounts: accounts, credential: .password(hash: hash))
  }
}
