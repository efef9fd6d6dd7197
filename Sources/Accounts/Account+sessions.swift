import FoundationEssentials
import Model
import Storage

extension Account {
  /// The browsers in which this user is signed in, the one last used first; at most so many.
  public func browserSessions(limit: Int) throws(AccountError) -> [BrowserSession] {
    let now = now
    return try perform { () throws(StorageError) in try store.sessions(of: user.id, at: now, limit: limit) }
  }

  /// One of them as it stands now. Somebody else's is not found, nor is one that is over.
  public func browserSession(_ session: BrowserSession) throws(AccountError) -> BrowserSession {
    let now = now
    return try perform(on: .session(session.address)) { () throws(StorageError) in
      try store.session(session.id, of: user.id, at: now)
    }
  }

  /// Ends one of them. Somebody else's is not found.
  public func endBrowserSession(_ session: BrowserSession) throws(AccountError) {
    let audit = audit(.sessionEnd, on: user.label, detail: session.address)
    try perform(on: .session(session.address)) { () throws(StorageError) in
      try store.endSession(session.id, of: user.id, audit: audit)
    }
  }

  /// Ends all of them.
  /// - Returns: how many ended.
  @discardableResult
  public func endBrowserSessions() throws(AccountError) -> Int {
    let audit = audit(.sessionEnd, on: user.label, detail: "all browsers")
    return try perform { () throws(StorageError) in try store.endSessions(of: user.id, audit: audit) }
  }
}
