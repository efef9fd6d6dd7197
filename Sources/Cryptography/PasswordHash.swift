import COpenSSL

/// People's passwords: scrypt (RFC 7914) as a PHC string `$scrypt$ln=14,r=8,p=5$salt$hash`.
public enum PasswordHash {
  /// The cost of one hash.
  public struct Cost: Sendable, Equatable {
    /// log2 of N.
    public var logN: Int
    /// Block size.
    public var blockSize: Int
    /// Parallelization.
    public var parallelization: Int

    /// A cost; the defaults take 16 MiB and some tenths of a second: as hard to guess as 128 MiB in one round (OWASP,
    /// Password Storage Cheat Sheet), and small enough for a program that is to stay small.
    public init(logN: Int = 14, blockSize: Int = 8, parallelization: Int = 5) {
      self.logN = logN
      self.blockSize = blockSize
      self.parallelization = parallelization
    }

    /// Whether a hash of this cost is one that scrypt defines and that cannot exhaust this machine: at most 512 MiB,
    /// and at most 25 times the work of the default.
    public var isReasonable: Bool {
      guard 1...24 ~= logN, 1...64 ~= blockSize, 1...64 ~= parallelization else { return false }
      // RFC 7914 §6: N is less than 2^(128·r/8).
      guard logN < 16 * blockSize else { return false }
      return 128 * blockSize << logN <= 512 << 20 && (blockSize * parallelization) << logN <= 1 << 24
    }

    /// Bytes that one hash needs.
    var memory: Int { 128 * blockSize * ((1 << logN) + 2) + 128 * blockSize * parallelization }
  }

  private static let saltLength = 16
  private static let hashLength = 32

  /// Hashes a password with a fresh salt.
  ///
  /// - Parameter cost: a reasonable cost (``Cost/isReasonable``); anything else traps.
  public static func make(_ password: String, cost: Cost, random: RandomSource) -> String {
    precondition(cost.isReasonable, "A scrypt cost out of bounds.")
    let salt = random.bytes(saltLength)
    // A reasonable cost needs memory and nothing else; without its hash no password may be set.
    guard let hash = derive(password, salt: salt, cost: cost, length: hashLength) else {
      fatalError("OpenSSL's scrypt failed, perhaps for want of \(cost.memory >> 20) MiB of memory.")
    }
    return PHCString(cost: cost, salt: salt, hash: hash).text
  }

  /// Whether a password is the one of a stored hash. Compares in constant time; false for a string that is no scrypt PHC
  /// string or whose cost is not reasonable.
  public static func verify(_ password: String, against phc: String) -> Bool {
    guard let stored = PHCString(phc), stored.cost.isReasonable,
      let hash = derive(password, salt: stored.salt, cost: stored.cost, length: stored.hash.count)
    else { return false }
    return ConstantTime.equal(hash, stored.hash)
  }

  /// Whether a stored hash has another cost than passwords are hashed with now.
  public static func isOutdated(_ phc: String, cost: Cost) -> Bool { PHCString(phc)?.cost != cost }

  /// scrypt of RFC 7914 §6.
  static func derive(_ password: String, salt: [UInt8], cost: Cost, length: Int) -> [UInt8]? {
    var key = [UInt8](repeating: 0, count: length)
    let password = Array(password.utf8)
    let done = password.withUnsafeBytes { bytes in
      EVP_PBE_scrypt(
        bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count, salt, salt.count, 1 << UInt64(cost.logN),
        UInt64(cost.blockSize), UInt64(cost.parallelization), UInt64(cost.memory + (1 << 20)), &key, length)
    }
    guard done == 1 else {
      ERR_clear_error()
      return nil
    }
    return key
  }
}
