import Model
import Storage

/// What whoever acts came in by. They are out at their next step once it opens nothing any more.
enum Credential: Sendable {
  /// Something that is asked for elsewhere: a browser's session, a certificate; or nothing, as the operator needs none.
  case other
  /// A password, by the hash that was stored for it.
  case password(hash: String)
  /// An SSH key.
  case sshKey(Identifier<SSHKey>)
}

extension Accounts {
  /// Whether somebody who came in by a credential still could.
  func admits(_ id: Identifier<User>, by credential: Credential) throws(AccountError) -> Bool {
    switch credential {
    case .other: true
    case .password(let hash):
      try storage { () throws(StorageError) in try store.passwordHash(of: id) } == hash
    case .sshKey(let key):
      try storage { () throws(StorageError) in try store.sshKey(key, of: id) } != nil
    }
  }
}

extension Account {
  /// The same account for who has just changed its password here: the visit goes on with the new one.
  public func renewed() throws(AccountError) -> Account {
    guard case .password = credential,
      let hash = try storage({ () throws(StorageError) in try store.passwordHash(of: user.id) })
    else { return self }
    return Account(user: user, actor: actor, origin: origin, accounts: accounts, credential: .password(hash: hash))
  }
}
