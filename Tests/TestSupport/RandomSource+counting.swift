import Cryptography
import Synchronization

extension RandomSource {
  /// Bytes that look random and are the same in every run: a counter through SplitMix64's mixer.
  public static func counting(from start: UInt64 = 0) -> RandomSource {
    let counter = Counter(start)
    return RandomSource { count in (0..<count).map { _ in counter.next() } }
  }

  private final class Counter: Sendable {
    private let value: Mutex<UInt64>

    init(_ start: UInt64) { value = Mutex(start) }

    func next() -> UInt8 {
      var mixed = value.withLock { value in
        value &+= 0x9E37_79B9_7F4A_7C15
        return value
      }
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
    }
  }
}
