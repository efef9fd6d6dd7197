/// Digits, upper-case and lower-case letters: text that survives every form field, shell and URL.
public enum Base62 {
  /// Random text, every character equally likely: bytes that would favour the first digits are drawn again.
  ///
  /// - Parameters:
  ///   - length: how many characters; each carries 5.95 bits.
  ///   - random: where the bytes come from.
  public static func random(length: Int, random: RandomSource) -> String {
    String(unsafeUninitializedCapacity: length) { text in
      var (count, rounds) = (0, 0)
      while count < length {
        // A source that never yields a usable byte is broken; better to stop than to turn for ever.
        rounds += 1
        precondition(rounds < 10_000, "The source of randomness yields no usable bytes.")
        for byte in random.bytes(length - count) where byte < 62 * 4 {
          text[count] = digit(of: UInt32(byte) % 62)
          count += 1
        }
      }
      return length
    }
  }

  /// A number with leading zeros, so many digits wide.
  static func digits(of number: UInt32, width: Int) -> String {
    var rest = number
    return String(unsafeUninitializedCapacity: width) { digits in
      for index in (0..<width).reversed() {
        digits[index] = digit(of: rest % 62)
        rest /= 62
      }
      return width
    }
  }

  /// The digit of a value below 62.
  static func digit(of value: UInt32) -> UInt8 {
    switch UInt8(truncatingIfNeeded: value) {
    case let value where value < 10: UInt8(ascii: "0") + value
    case let value where value < 36: UInt8(ascii: "A") + (value - 10)
    case let value: UInt8(ascii: "a") + (value - 36)
    }
  }

  /// The value of one of the digits.
  static func value(of digit: UInt8) -> UInt32 {
    switch digit {
    case UInt8(ascii: "a")...: UInt32(digit - UInt8(ascii: "a")) + 36
    case UInt8(ascii: "A")...: UInt32(digit - UInt8(ascii: "A")) + 10
    default: UInt32(digit - UInt8(ascii: "0"))
    }
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
