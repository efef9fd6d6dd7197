import COpenSSL

/// Comparison whose time tells nothing of where two values differ.
public enum ConstantTime {
  /// Whether two byte strings are equal. Their lengths are no secret.
  public static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && CRYPTO_memcmp(left, right, left.count) == 0
  }
}
