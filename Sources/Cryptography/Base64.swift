/// Base64 (RFC 4648 §4 and §5) without padding unless said otherwise, read strictly: a stray bit or character is an
/// error, so that some bytes have one spelling.
public enum Base64 {
  /// Which characters stand for 62 and 63.
  public enum Alphabet: Sendable {
    /// `+` and `/` (RFC 4648 §4).
    case standard
    /// `-` and `_`, which need no encoding in URLs, cookies and file names (RFC 4648 §5).
    case url

    fileprivate var characters: [UInt8] { self == .standard ? Base64.standard : Base64.url }

    /// The value of each byte, so that reading one is one look.
    fileprivate var values: [UInt8] { self == .standard ? Base64.standardValues : Base64.urlValues }
  }

  private static let common = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
  private static let standard = common + Array("+/".utf8)
  private static let url = common + Array("-_".utf8)
  private static let standardValues = values(of: standard)
  private static let urlValues = values(of: url)
  private static let noValue: UInt8 = 0xFF

  private static func values(of alphabet: [UInt8]) -> [UInt8] {
    var values = [UInt8](repeating: noValue, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }

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
    var text = String(text)
    return text.withUTF8 { decode($0[...], alphabet) }
  }

  /// The bytes of a text with its padding (RFC 4648 §4), as headers have it (RFC 7617).
  public static func decodePadded(_ text: some StringProtocol) -> [UInt8]? {
    var text = String(text)
    return text.withUTF8 { characters in
      let padding = characters.reversed().prefix { $0 == UInt8(ascii: "=") }.count
      guard characters.count % 4 == 0, padding <= 2 else { return nil }
      return decode(characters.dropLast(padding), .standard)
    }
  }

  private static func decode(_ text: Slice<UnsafeBufferPointer<UInt8>>, _ alphabet: Alphabet) -> [UInt8]? {
    let values = alphabet.values
    var bits: UInt32 = 0
    var count = 0
    var isValid = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.count * 3 / 4) { bytes, length in
      for character in text {
        let value = values[Int(character)]
        if value == noValue { isValid = false }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
          count -= 8
          bytes[length] = UInt8(truncatingIfNeeded: bits >> UInt32(count))
          length += 1
        }
      }
    }
    // What is left over must be zero, and not a whole character of it.
    return isValid && count < 6 && bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
  }
}
