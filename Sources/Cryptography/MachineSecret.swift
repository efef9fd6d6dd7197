import FoundationEssentials

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

    /// Whether the house gives them out by itself, in great numbers.
    var isIssued: Bool {
      switch self {
      case .accessToken, .refreshToken, .authorizationCode, .deviceCode: true
      case .personalToken, .clientSecret: false
      }
    }
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
  /// Characters that say when an issued one was made, before the random ones.
  private static let dateLength = 4

  /// Makes one of those that a person asked for by name.
  ///
  /// - Parameters:
  ///   - kind: what it is for.
  ///   - length: the characters of the whole string; brought between ``minimumLength`` and ``maximumLength``.
  ///   - random: where the bytes come from.
  public init(_ kind: Kind, length: Int, random: RandomSource) {
    let length = min(max(length, Self.minimumLength), Self.maximumLength)
    self.init(kind, body: Base62.random(length: length - Self.prefixLength - Self.checksumLength, random: random))
  }

  /// Makes one of those that are issued in great numbers: 256 random bits after four characters that say when, so that what
  /// is stored of those of one moment lies together, and a database writes one page for many of them instead of a page
  /// somewhere for each.
  ///
  /// - Parameters:
  ///   - kind: what it is for.
  ///   - moment: when it is made; its milliseconds count, and begin anew every four hours.
  ///   - random: where the bytes come from.
  public init(_ kind: Kind, issuedAt moment: Date, random: RandomSource) {
    let milliseconds = Int64((moment.timeIntervalSince1970 * 1000).rounded())
    let date = UInt32(((milliseconds % Self.dates) + Self.dates) % Self.dates)
    self.init(
      kind, body: Base62.digits(of: date, width: Self.dateLength) + Base62.random(length: 43, random: random))
  }

  /// Puts one together: its prefix, what stands behind it, and the checksum of both.
  private init(_ kind: Kind, body: String) {
    self.kind = kind
    let body = kind.rawValue + body
    text = body + Self.checksum(of: body)
  }

  /// How many dates there are: 62⁴.
  private static let dates: Int64 = 14_776_336

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

  /// What is stored in its stead: SHA-256 of the whole string; of an issued one after the three bytes of its date, which
  /// put it beside those of the same moment.
  public var digest: [UInt8] {
    let digest = SHA256.digest(of: text)
    guard kind.isIssued else { return digest }
    let date = text.utf8.dropFirst(Self.prefixLength).prefix(Self.dateLength).reduce(0) {
      $0 * 62 + Base62.value(of: $1)
    }
    return [
      UInt8(truncatingIfNeeded: date >> 16), UInt8(truncatingIfNeeded: date >> 8), UInt8(truncatingIfNeeded: date),
    ]
      + digest
  }

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
