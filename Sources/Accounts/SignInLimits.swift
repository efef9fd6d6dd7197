import Cryptography
import Model
import Storage

/// How often somebody may try to sign in.
enum SignInLimits {
  /// Five a minute for one account: an attacker learns little, and cannot lock its owner out for longer than that.
  static func account(_ key: String) -> SignInThrottle {
    SignInThrottle(key: SHA256.digest(of: "sign-in \(key.lowercased())"), limit: 5, window: 60)
  }

  /// Twenty a minute for one network address, behind which may be a household or an office.
  static func network(_ address: String) -> SignInThrottle {
    SignInThrottle(key: SHA256.digest(of: "sign-in from \(address)"), limit: 20, window: 60)
  }

  /// A hundred a minute in all, so that guessing one password for many accounts is slow as well.
  static let everybody = SignInThrottle(key: SHA256.digest(of: "sign-in, everybody"), limit: 100, window: 60)

  /// Five a minute for whoever changes their own password: whoever finds a terminal that was left open learns little.
  static func passwordChange(of user: User) -> SignInThrottle {
    SignInThrottle(key: SHA256.digest(of: "password change of \(user.id.rawValue)"), limit: 5, window: 60)
  }

  /// Ten codes a minute that one user types for a device (RFC 8628 §5.1).
  static func deviceCodes(of user: User) -> SignInThrottle {
    SignInThrottle(key: SHA256.digest(of: "device codes of \(user.id.rawValue)"), limit: 10, window: 60)
  }

  /// A hundred codes a minute in all: while a code of 34 bits lives, guesses find it with a chance of less than one in
  /// ten million.
  static let everybodysDeviceCodes = SignInThrottle(
    key: SHA256.digest(of: "device codes, everybody"), limit: 100, window: 60)
}
