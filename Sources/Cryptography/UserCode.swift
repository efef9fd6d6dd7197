/// The code that a person reads off a device and types (RFC 8628 §6.1): eight letters without vowels and look-alikes,
/// shown as `BCDF-GHJK`. Twenty letters make 34 bits: with throttled guesses more than enough for ten minutes.
public struct UserCode: Sendable, Hashable, CustomStringConvertible {
  /// The letters alone.
  public let letters: String

  private static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
  private static let length = 8

  /// Makes one.
  public init(random: RandomSource) {
    var letters: [UInt8] = []
    while letters.count < Self.length {
      // Bytes that would favour the first letters are drawn again.
      letters += random.bytes(Self.length - letters.count).filter { $0 < 240 }.map { Self.alphabet[Int($0) % 20] }
    }
    self.letters = String(decoding: letters, as: UTF8.self)
  }

  /// Reads what somebody typed: case, hyphens and blanks do not matter. Nothing if it cannot be a code.
  public init?(typed text: String) {
    let letters = text.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
      .map { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 ? $0 - 32 : $0 }
    guard letters.count == Self.length, letters.allSatisfy(Self.alphabet.contains) else { return nil }
    self.letters = String(decoding: letters, as: UTF8.self)
  }

  /// SHA-256 of the letters: what is stored in their stead.
  public var digest: [UInt8] { SHA256.digest(of: letters) }

  /// As it is shown: two groups of four.
  public var description: String { "\(letters.prefix(4))-\(letters.suffix(4))" }
}
