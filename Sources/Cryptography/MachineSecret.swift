/// A secret made by the house: a prefix that says what it is, base62 of random bits, and six characters of checksum over
/// everything before them, so that a scanner can tell a real one from a look-alike without asking.
public struct MachineSecret: Sendable {
  /// What a secret is for, by its prefix: one kind is never accepted in another's place.
  public enum Kind: String, Sendable, CaseIterable {
    case accessToken = "pst_"
    case refreshToken = "psr_"
    case personalToken = "psp_"
    case clientSecret = "pss_"
    case authorizationCode = "psc_"
    case deviceCode = "psd_"
  }

  /// What it is for.
  public let kind: Kind
  /// The whole string; shown once.
  public private(set) var text: String

  /// The shortest length with 128 random bits: the prefix, 22 characters of base62, the checksum.
  public static var minimumLength: Int { prefixLength + 22 + checksumLength }
  /// Longer strings are not looked at.
  public static let maximumLength = 255

  private static let prefixLength = 4
  private static let checksumLength = 6

  /// Makes one.
  ///
  /// - Parameters:
  ///   - kind: what it is for.
  ///   - length: the characters of the whole string; brought between ``minimumLength`` and ``maximumLength``.
  ///   - random: where the bytes come from.
  public init(_ kind: Kind, length: Int, random: RandomSource) {
    let length = min(max(length, Self.minimumLength), Self.maximumLength)
    let body =
      kind.rawValue + Base62.random(length: length - Self.prefixLength - Self.checksumLength, random: random)
    self.kind = kind
    text = body + Self.checksum(of: body)
  }

  /// Reads one that somebody presented: nothing unless prefix, length, alphabet and checksum are right. Whether it was
  /// ever given out is for storage to say.
  public init?(_ kind: Kind, presented text: String) {
    guard Self.minimumLength...Self.maximumLength ~= text.utf8.count, text.utf8.starts(with: kind.rawValue.utf8)
    else { return nil }
    self.kind = kind
    self.text = text
    guard self.text.withUTF8(Self.isWhole) else { return nil }
  }

  /// Whether alphabet and checksum are right.
  private static func isWhole(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let end = text.count - checksumLength
    var checksum = CRC32()
    for index in 0..<end {
      guard index < prefixLength || Base62.contains(text[index]) else { return false }
      checksum.add(text[index])
    }
    // From the last digit to the first, as they fall out of the number.
    var rest = checksum.value
    for index in (end..<text.count).reversed() {
      guard text[index] == Base62.digit(of: rest % 62) else { return false }
      rest /= 62
    }
    return true
  }

  /// SHA-256 of the whole string: what is stored in its stead.
  public var digest: [UInt8] { SHA256.digest(of: text) }

  /// The last four characters, by which its owner knows it again.
  public var lastFour: String { String(text.suffix(4)) }

  private static func checksum(of body: String) -> String {
    var body = body
    return Base62.digits(of: body.withUTF8 { CRC32.checksum(of: $0) }, width: checksumLength)
  }
}

extension MachineSecret: CustomStringConvertible, CustomReflectable {
  /// The prefix and the last four characters: a secret that slips into a message stays one.
  public var description: String { "\(kind.rawValue)…\(lastFour)" }

  /// Nothing but the description, for the same reason.
  public var customMirror: Mirror { Mirror(self, children: [("description", description)]) }
}
