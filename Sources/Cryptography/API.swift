// Signatures that other rooms are written against; each moves to a file of its own as it is built.

/// Where randomness comes from, so that tests can choose it.
public struct RandomSource: Sendable {
  /// So many random bytes.
  public let bytes: @Sendable (Int) -> [UInt8]
  /// A source made of a closure.
  public init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }
  /// OpenSSL's generator.
  public static var system: RandomSource { fatalError("pending") }
}

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
  public static func digest(of text: String) -> [UInt8] { fatalError("pending") }
  public static func digest(of bytes: [UInt8]) -> [UInt8] { fatalError("pending") }
}

/// Secrets made by the house: prefix, base62 of random bits, base62 CRC-32.
public struct MachineSecret: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case accessToken = "pst_"
    case refreshToken = "psr_"
    case personalToken = "psp_"
    case clientSecret = "pss_"
    case authorizationCode = "psc_"
    case deviceCode = "psd_"
  }
  /// The whole string; shown once.
  public let text: String
  /// Makes one. `length` counts the whole string; at least ``minimumLength``.
  public init(_ kind: Kind, length: Int, random: RandomSource) { fatalError("pending") }
  /// Reads one that somebody presented: nothing unless prefix, length, alphabet and checksum are right.
  public init?(_ kind: Kind, presented text: String) { fatalError("pending") }
  /// SHA-256 of the whole string.
  public var digest: [UInt8] { fatalError("pending") }
  /// The last four characters.
  public var lastFour: String { fatalError("pending") }
  /// The shortest length with 128 random bits.
  public static var minimumLength: Int { fatalError("pending") }
}

/// Random text without a prefix.
public enum Base62 {
  public static func random(length: Int, random: RandomSource) -> String { fatalError("pending") }
}

/// People's passwords: scrypt (RFC 7914) as a PHC string `$scrypt$ln=17,r=8,p=1$salt$hash`.
public enum PasswordHash {
  /// The cost of one hash.
  public struct Cost: Sendable, Equatable {
    /// log2 of N.
    public var logN: Int
    /// Block size.
    public var blockSize: Int
    /// Parallelization.
    public var parallelization: Int
    public init(logN: Int = 17, blockSize: Int = 8, parallelization: Int = 1) {
      self.logN = logN
      self.blockSize = blockSize
      self.parallelization = parallelization
    }
  }
  public static func make(_ password: String, cost: Cost, random: RandomSource) -> String { fatalError("pending") }
  /// Compares in constant time; false for a string that is no scrypt PHC string.
  public static func verify(_ password: String, against phc: String) -> Bool { fatalError("pending") }
}
