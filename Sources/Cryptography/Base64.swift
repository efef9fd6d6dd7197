/// Base64 (RFC 4648), read strictly: a stray bit or character is an error, so that one byte string has one spelling.
public enum Base64 {
  /// The standard alphabet without padding (§4, §3.2), as PHC strings have it.
  static func encode(_ bytes: [UInt8]) -> String { encode(bytes, with: standard) }

  /// Reads the standard alphabet without padding.
  static func decode(_ text: some StringProtocol) -> [UInt8]? { decode(text.utf8, with: standardValues) }

  /// The alphabet for URLs and file names, without padding (§5).
  public static func encodeURL(_ bytes: [UInt8]) -> String { encode(bytes, with: forURLs) }

  /// Reads the alphabet for URLs, without padding.
  public static func decodeURL(_ text: some StringProtocol) -> [UInt8]? { decode(text.utf8, with: valuesForURLs) }

  /// Reads the standard alphabet with its padding (§4), as headers have it (RFC 7617).
  public static func decodePadded(_ text: some StringProtocol) -> [UInt8]? {
    let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard text.utf8.count % 4 == 0, padding <= 2 else { return nil }
    return decode(text.utf8.dropLast(padding), with: standardValues)
  }

  private static let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
  private static let standard = Array("\(letters)+/".utf8)
  private static let forURLs = Array("\(letters)-_".utf8)
  private static let standardValues = values(of: standard)
  private static let valuesForURLs = values(of: forURLs)
  private static let noValue: UInt8 = 0xFF

  /// The value of each byte, so that reading one is one look.
  private static func values(of alphabet: [UInt8]) -> [UInt8] {
    var values = [UInt8](repeating: noValue, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }

  private static func encode(_ bytes: [UInt8], with alphabet: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
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

  private static func decode(_ text: some Sequence<UInt8>, with values: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text {
      let value = values[Int(character)]
      guard value != noValue else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    // What is left over must be zero, and not a whole character of it.
    return count < 6 && bits & (1 << UInt32(count) - 1) == 0 ? bytes : nil
  }
}
