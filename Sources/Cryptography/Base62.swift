/// Digits, upper-case and lower-case letters: text that survives every form field, shell and URL.
public enum Base62 {
  /// The digits in the order of their values.
  static let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// Random text, every character equally likely: bytes that would favour the first digits are drawn again.
  ///
  /// - Parameters:
  ///   - length: how many characters; each carries 5.95 bits.
  ///   - random: where the bytes come from.
  public static func random(length: Int, random: RandomSource) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(length)
    var rounds = 0
    while text.count < length {
      // A source that never yields a usable byte is broken; better to stop than to turn for ever.
      rounds += 1
      precondition(rounds < 10_000, "The source of randomness yields no usable bytes.")
      for byte in random.bytes(length - text.count) where byte < 62 * 4 {
        text.append(alphabet[Int(byte) % 62])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A number with leading zeros, so many digits wide.
  static func digits(of number: UInt32, width: Int) -> String {
    var rest = Int(number)
    var digits = [UInt8](repeating: alphabet[0], count: width)
    for index in digits.indices.reversed() {
      digits[index] = alphabet[rest % 62]
      rest /= 62
    }
    return String(decoding: digits, as: UTF8.self)
  }

  /// Whether a byte is one of the digits.
  static func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
  }
}
