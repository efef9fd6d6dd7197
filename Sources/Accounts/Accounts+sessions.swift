import FoundationEssentials
import Model
import Storage

/// Somebody who is signed in with a browser.
public struct BrowserVisit: Sendable {
  /// Whose account it is; asking it for anything asks first whether it is still active.
  public let account: Account
  /// The session as storage has it.
  public let session: BrowserSession
  /// The session's id.
  public let secret: SessionSecret
}

extension Accounts {
  /// Opens a browser session for somebody who just signed in, under a fresh id: an id that was known before is worth
  /// nothing afterwards.
  ///
  /// - Parameters:
  ///   - old: the id that the browser had before, if any; that session ends.
  ///   - lifetime: in seconds.
  public func openSession(
    for account: Account, in browser: BrowserMark, replacing old: SessionSecret?, lifetime: Int
  ) throws(AccountError) -> SessionSecret {
    let secret = SessionSecret(random: surroundings.random)
    let hash: String? = if case .password(let hash) = account.credential { hash } else { nil }
    let now = surroundings.now().wholeSeconds
    do throws(AccountError) {
      try storage { () throws(StorageError) in
        try store.addSession(
          digest: secret.digest, of: account.user.id, by: hash, in: browser, replacing: old?.digest,
          expiresAt: now.addingTimeInterval(Double(lifetime)), at: now)
      }
    } catch .storage(.notFound) {
      throw .signedOut
    }
    return secret
  }

  /// Who is signed in with a session; nothing when it is over.
  public func visit(with secret: SessionSecret, from origin: Origin) throws(AccountError) -> BrowserVisit? {
    let now = surroundings.now().wholeSeconds
    let found = try storage { () throws(StorageError) in try store.session(digest: secret.digest, at: now) }
    guard let found else { return nil }
    let account = Account(user: found.user, actor: .person(found.user), origin: origin, accounts: self)
    return BrowserVisit(account: account, session: found.session, secret: secret)
  }

  /// Remembers that a session was used; nothing when that was done less than a minute ago.
  public func remember(_ visit: BrowserVisit) -> Change<Void>? {
    let now = surroundings.now().wholeSeconds
    guard abs(now.timeIntervalSince(visit.session.lastSeenAt)) >= 60 else { return nil }
    return Store.touchSession(visit.session.id, at: now)
  }

  /// Signs out: the session is over, whoever else knows its id. Answers whether it was not over before.
  public func end(_ visit: BrowserVisit) -> Change<Bool> {
    let audit = visit.account.audit(.signOut, on: visit.account.user.label)
    return Store.endSession(digest: visit.secret.digest, audit: audit)
  }
}
