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
