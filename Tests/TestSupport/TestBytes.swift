import Cryptography

/// Numbers and texts that look random and are the same in every run.
public struct TestBytes {
  private let source = RandomSource.counting()

  /// Always begins alike.
  public init() {}

  /// A number from 0 up to, without, `bound`; at most 65,535.
  public func next(_ bound: Int) -> Int {
    let bytes = source.bytes(2)
    return (Int(bytes[0]) << 8 | Int(bytes[1])) % bound
  }

  /// Some characters, odd ones among them; never a NUL.
  public func text() -> String {
    let alphabet = Array("aZ09 &=%+#?/\\\"'<>\r\n\té€😀\u{301}\u{202E}")
    return String((0..<next(12)).map { _ in alphabet[next(alphabet.count)] })
  }
}
