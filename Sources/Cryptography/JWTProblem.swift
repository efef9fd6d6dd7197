/// Why a JSON Web Token is not believed.
public enum JWTProblem: Error, Sendable, Equatable, CaseIterable {
  /// It is no token: not three parts of base64url, no JSON, a member missing or of the wrong type, or overlong.
  case malformed
  /// Its header asks for what is not done here: another algorithm or none, a `crit`, a member nobody knows.
  case unsupported
  /// It names a key that is not honoured, or no longer.
  case unknownKey
  /// The seal is not the one of its words.
  case wrongSeal
  /// Somebody else issued it.
  case wrongIssuer
  /// It is meant for somebody else.
  case wrongAudience
  /// It is over.
  case expired
  /// It has not begun.
  case notYetValid
}
