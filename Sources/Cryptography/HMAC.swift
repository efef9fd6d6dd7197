import COpenSSL

/// HMAC with SHA-256 (RFC 2104, FIPS 198-1): a seal that only who has the key can make or check.
public enum HMAC {
  /// The bytes of a seal.
  public static let byteCount = SHA256.byteCount

  /// The seal of a message.
  public static func seal(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: byteCount) { result, count in
      var length: UInt32 = 0
      let made = COpenSSL.HMAC(
        SHA256.algorithm.pointer, key, Int32(key.count), message, message.count, result.baseAddress, &length)
      // It fails only for want of memory, and a seal that was not made must not pass for one.
      guard made != nil, length == UInt32(byteCount) else { fatalError("OpenSSL's HMAC failed.") }
      count = byteCount
    }
  }

  /// Whether a seal is the one of a message. Compares in constant time; a shortened seal is none.
  public static func verify(_ seal: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.equal(seal, Self.seal(message, key: key))
  }
}
