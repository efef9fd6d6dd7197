import COpenSSL

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
  /// The bytes of a digest.
  public static let byteCount = 32

  /// The digest of a text's UTF-8 bytes.
  public static func digest(of text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { digest(of: UnsafeRawBufferPointer($0)) }
  }

  /// The digest of bytes.
  public static func digest(of bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBytes { digest(of: $0) }
  }

  private static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: byteCount) { result, count in
      // It fails only for want of memory, and what was not digested must not be stored or compared.
      guard EVP_Digest(bytes.baseAddress, bytes.count, result.baseAddress, nil, algorithm.pointer, nil) == 1 else {
        fatalError("OpenSSL's SHA-256 failed.")
      }
      count = byteCount
    }
  }

  /// Fetched once: looking an algorithm up by name costs more than a short digest.
  static let algorithm = Algorithm()

  // Sendable holds: OpenSSL's algorithm objects are read-only once fetched, and this one is never freed.
  struct Algorithm: @unchecked Sendable {
    let pointer = EVP_MD_fetch(nil, "SHA2-256", nil)
  }
}
