/// Base64 without padding (RFC 4648 §4 and §5, §3.2), read strictly: a stray bit or character is an error.
public enum Base64 {
  /// Which characters stand for 62 and 63.
  public enum Alphabet: Sendable {
    /// `+` and `/` (RFC 4648 §4).
    case standard
    /// `-` and `_`, which need no encoding in URLs, cookies and file names (RFC 4648 §5).
    case url

    fileprivate var characters: [UInt8] { self == .standard ? Base64.standard : Base64.url }
  }

  private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let standard = common + Array("+/".utf8)
  private static let url = common + Array("-_".utf8)

  /// The text of bytes.
  public static func encode(_ bytes: some Sequence<UInt8>, _ alphabet: Alphabet = .standard) -> String {
    let alphabet = alphabet.characters
    var text: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        text.append(alphabet[Int(bits >> UInt32(count) & 63)])
      }
    }
    if count > 0 { text.append(alphabet[Int(bits << UInt32(6 - count) & 63)]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text; nothing unless it is the one spelling of some bytes.
  public static func decode(_ text: some StringProtocol, _ alphabet: Alphabet = .standard) -> [UInt8]? {
    let characters = alphabet.characters
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text.utf8 {
      guard let value = characters.firstIndex(of: character) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // One byte string has one spelling: bits that are left over must be zero, and not a whole character of them.
    return encode(bytes, alphabet) == text ? bytes : nil
  }
}
