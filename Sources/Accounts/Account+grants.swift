import Model
import Storage

extension Account {
  /// A page of the applications that this user let in.
  public func authorizedApplications(
    _ query: ListQuery<GrantOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<AuthorizedApplication>] {
    try perform { () throws(StorageError) in
      try store.authorizedApplications(of: user.id, query, at: anchor, limit: limit)
    }
  }

  /// How many applications the query finds; with `before`, how many come before that place.
  public func countAuthorizedApplications(
    _ query: ListQuery<GrantOrder>, before place: Cursor? = nil
  ) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in try store.countAuthorizedApplications(of: user.id, query, before: place) }
  }

  /// One application that this user let in.
  public func authorizedApplication(_ id: ClientID) throws(AccountError) -> AuthorizedApplication {
    let found = try perform { () throws(StorageError) in try store.authorizedApplication(id, of: user.id) }
    guard let found else { throw .notFound(.grant(id.text)) }
    return found
  }

  /// How many live tokens an application holds for this user.
  public func countTokens(ofAuthorized id: ClientID) throws(AccountError) -> Int {
    let now = now
    return try perform { () throws(StorageError) in try store.countTokens(of: id, for: user.id, at: now) }
  }

  /// Shuts applications out, all or none: every token they hold for this user ends. One that is out already is named.
  /// - Returns: how many live tokens ended.
  @discardableResult
  public func revoke(_ applications: [AuthorizedApplication]) throws(AccountError) -> Int {
    let lines = applications.map { (client: $0.clientID, audit: audit(.grantRevoke, on: $0.name.text)) }
    let now = now
    do throws(AccountError) {
      return try perform { () throws(StorageError) in try store.revokeGrants(lines, of: user.id, at: now) }
    } catch .storage(.notFound) {
      for application in applications {
        let id = application.clientID
        let found = try storage { () throws(StorageError) in try store.authorizedApplication(id, of: user.id) }
        if found == nil { throw .notFound(.grant(application.name.text)) }
      }
      throw .storage(.notFound)
    }
  }
}
