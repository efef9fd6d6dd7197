import COpenSSL

/// Where randomness comes from, so that tests can choose it.
public struct RandomSource: Sendable {
  /// So many random bytes.
  public let bytes: @Sendable (Int) -> [UInt8]

  /// A source made of a closure.
  public init(bytes: @escaping @Sendable (Int) -> [UInt8]) { self.bytes = bytes }

  /// OpenSSL's generator (`RAND_bytes`). Traps when it cannot be seeded: there is no secret worth making then.
  public static var system: RandomSource {
    RandomSource { count in
      precondition(count >= 0 && count <= Int(Int32.max))
      var bytes = [UInt8](repeating: 0, count: count)
      // Whatever goes on without randomness makes secrets that can be guessed.
      guard RAND_bytes(&bytes, Int32(count)) == 1 else {
        fatalError("OpenSSL's random generator failed; nothing secret can be made.")
      }
      return bytes
    }
  }
}
