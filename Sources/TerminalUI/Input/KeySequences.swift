/// Which bytes stand for which key, beside what every terminal of the VT family sends.
struct KeySequences {
  private var keys: [[UInt8]: Key] = [:]
  private var longest = 0

  /// The sequences of the Linux console's F1 to F5, which no rule for VT terminals covers.
  init() {
    for (number, letter) in zip(1...5, "ABCDE".utf8) { add([0x1B, 0x5B, 0x5B, letter], .function(number)) }
  }

  /// Adds what terminfo says; one byte alone is no sequence.
  mutating func add(_ bytes: [UInt8], _ key: Key) {
    guard bytes.count > 1, bytes.first == 0x1B else { return }
    keys[bytes] = key
    longest = max(longest, bytes.count)
  }

  /// The longest sequence that bytes begin with.
  func match(_ bytes: ArraySlice<UInt8>) -> (key: Key, length: Int)? {
    for length in stride(from: min(longest, bytes.count), to: 1, by: -1) {
      if let key = keys[Array(bytes.prefix(length))] { return (key, length) }
    }
    return nil
  }
}
