import Model
import Storage

/// What of somebody's an administrator can look through.
public enum Belongings: Sendable, CaseIterable {
  /// The applications that they registered.
  case applications
  /// Their personal tokens.
  case tokens
  /// The applications that they let in.
  case authorized
  /// The browsers and keys that they come in with, and what happened in their account.
  case account
}

extension Administration {
  /// A page of everybody, with how much is theirs.
  public func users(
    _ query: ListQuery<UserOrder>, at anchor: Anchor, limit: Int
  ) throws(AccountError) -> [Entry<UserSummary>] {
    try perform { () throws(StorageError) in try accounts.store.userSummaries(query, at: anchor, limit: limit) }
  }

  /// How many users the query finds; with `before`, how many come before that place.
  public func countUsers(_ query: ListQuery<UserOrder>, before place: Cursor? = nil) throws(AccountError) -> Int {
    try perform { () throws(StorageError) in try accounts.store.countUsers(query, before: place) }
  }

  /// Somebody as they stand now.
  public func again(_ user: User) throws(AccountError) -> UserSummary {
    let now = now
    let found = try perform { () throws(StorageError) in try accounts.store.userSummary(user.id, at: now) }
    guard let found else { throw .notFound(.user(user.label)) }
    return found
  }

  /// What hangs on somebody's account.
  ///
  /// - Parameter cap: where each count stops.
  public func holdings(of user: User, cap: Int? = nil) throws(AccountError) -> Holdings {
    let now = now
    return try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.holdings(of: user.id, at: now, cap: cap)
    }
  }

  /// Records that an administrator opens what is known of somebody; their own page is no news.
  public func noteView(of user: User) throws(AccountError) {
    try note(.userView, of: user)
  }

  /// Somebody's account, to look through some of what is theirs; the audit log says that it is done.
  public func account(of user: User, toSee belongings: Belongings) throws(AccountError) -> Account {
    switch belongings {
    case .applications: try note(.applicationView, of: user, detail: "applications")
    case .tokens: try note(.tokenView, of: user, detail: "personal tokens")
    case .authorized: try note(.applicationView, of: user, detail: "authorized applications")
    case .account: try note(.userView, of: user, detail: "browsers, keys and activity")
    }
    return account(of: user)
  }

  /// Signs somebody out of every browser.
  /// - Returns: how many sessions ended.
  @discardableResult
  public func endSessions(of user: User) throws(AccountError) -> Int {
    _ = try again(user)
    let audit = audit(.sessionEnd, on: user, detail: "all browsers")
    return try perform { () throws(StorageError) in try accounts.store.endSessions(of: user.id, audit: audit) }
  }

  /// Ends every token that acts as somebody: personal ones, and those that applications hold, which must ask to be let
  /// in again.
  /// - Returns: how many live tokens ended.
  @discardableResult
  public func revokeTokens(of user: User) throws(AccountError) -> Int {
    let audit = audit(.tokenRevoke, on: user, detail: "all tokens of the user")
    return try perform(on: .user(user.label)) { () throws(StorageError) in
      try accounts.store.revokeTokens(ofUser: user.id, audit: audit)
    }
  }

  private func note(_ event: AuditEvent, of user: User, detail: String = "") throws(AccountError) {
    let record = audit(event, on: user, detail: detail)
    let isOwn = actor.id == user.id
    try perform { () throws(StorageError) in if !isOwn { try accounts.store.record(record) } }
  }
}
