import Model
import Storage

/// Why a use case did not do what was asked. Nothing was changed.
public enum AccountError: Error, Sendable, Equatable {
  /// The input breaks the rules.
  case invalid(ValidationFailure)
  /// There is no such thing, or it is somebody else's: both are told alike.
  case notFound(Subject)
  /// The e-mail address or the password is wrong (which one is not told).
  case wrongCredentials(triesLeft: Int)
  /// Too many attempts; the next may be made in so many seconds.
  case throttled(seconds: Int)
  /// The person who asks may not do this.
  case refused(reason: String)
  /// The account was disabled or deleted since it signed in, or what opened it opens it no more.
  case signedOut
  /// The house has no key yet to seal anything with (``Accounts/makeSigningKey(_:)``).
  case noSigningKey
  /// The database could not do it.
  case storage(StorageError)

  /// What was looked for.
  public enum Subject: Sendable, Equatable {
    case application(String), secret(String), token(String), grant(String), user(String), session(String),
      device(String), sshKey(String)
  }
}
