import FoundationEssentials
import Model

extension Store {
  /// Counts an attempt to sign in before the password is looked at, in one step with the question whether it may be
  /// made, so that a hundred attempts at once cannot slip through together.
  ///
  /// Throttles hold a digest of what was typed, never the text, and exist for unknown accounts alike.
  /// - Parameters:
  ///   - keys: throttle keys with their limits, such as the account's and the one of all accounts.
  /// - Returns: how many attempts are left on the tightest key after this one, or how long to wait (seconds).
  public func admitSignIn(_ keys: [SignInThrottle], at now: Date) throws(StorageError) -> SignInAdmission {
    fatalError("pending")
  }

  /// Records a sign-in: clears the account's throttle, sets when the user was last seen, writes the audit line.
  public func recordSignIn(of id: Identifier<User>, clearing key: SignInThrottle, at now: Date, audit: AuditRecord)
    throws(StorageError)
  { fatalError("pending") }

  /// Writes an audit line that goes with no other change.
  public func record(_ audit: AuditRecord) throws(StorageError) { fatalError("pending") }
}

/// A limit on how often something may be tried in a window of time.
public struct SignInThrottle: Sendable, Equatable {
  /// SHA-256 of what is counted.
  public let key: [UInt8]
  /// Attempts in a window.
  public let limit: Int
  /// The window's length in seconds, from its first attempt.
  public let window: Int

  /// A limit for a key.
  public init(key: [UInt8], limit: Int, window: Int) {
    self.key = key
    self.limit = limit
    self.window = window
  }
}

/// Whether an attempt to sign in may be made.
public enum SignInAdmission: Sendable, Equatable {
  /// It may; so many more after it.
  case admitted(left: Int)
  /// It may not for so many seconds.
  case refused(seconds: Int)
}
