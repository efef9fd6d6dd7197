import Cryptography

/// Proof key for code exchange (RFC 7636), by S256 alone: `plain` proves nothing to who has seen the request.
public enum ProofKey {
  /// The only method there is here.
  public static let method = "S256"

  /// The challenge of a verifier: base64url of its SHA-256 (§4.2).
  public static func challenge(of verifier: String) -> String {
    Base64.encode(SHA256.digest(of: verifier), .url)
  }

  /// 43 to 128 unreserved characters (§4.1).
  static func isWellFormed(_ verifier: String) -> Bool {
    43...128 ~= verifier.utf8.count && verifier.utf8.allSatisfy(isUnreserved)
  }

  /// A challenge by S256 has 43 characters of base64url (§4.2).
  static func isChallenge(_ text: String) -> Bool {
    text.utf8.count == 43
      && text.utf8.allSatisfy { isUnreserved($0) && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "~") }
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: "-._~".utf8.contains(byte)
    }
  }
}
