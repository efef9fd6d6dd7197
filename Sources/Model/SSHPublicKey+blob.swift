extension SSHPublicKey {
  /// Whether bytes are one key of a kind and nothing else.
  static func check(_ blob: [UInt8], is kind: Kind) throws(Flaw) {
    var reader = SSHReader(blob)
    guard let name = reader.string() else { throw .damaged }
    guard name.elementsEqual(kind.rawValue.utf8) else {
      throw Flaw("The line says \(kind.rawValue), but the key is of another type; copy its whole line again.")
    }
    switch kind {
    case .ed25519: try ed25519(&reader)
    case .hardwareEd25519:
      try ed25519(&reader)
      try application(&reader)
    case .ecdsa256: try point(on: "nistp256", bytes: 32, &reader)
    case .ecdsa384: try point(on: "nistp384", bytes: 48, &reader)
    case .ecdsa521: try point(on: "nistp521", bytes: 66, &reader)
    case .hardwareECDSA:
      try point(on: "nistp256", bytes: 32, &reader)
      try application(&reader)
    case .rsa: try rsa(&reader)
    }
    guard reader.isAtEnd else { throw .damaged }
  }

  /// RFC 8709 §4.
  private static func ed25519(_ reader: inout SSHReader) throws(Flaw) {
    guard reader.string()?.count == 32 else { throw .damaged }
  }

  /// RFC 5656 §3.1: the curve by name, and an uncompressed point.
  private static func point(on curve: String, bytes: Int, _ reader: inout SSHReader) throws(Flaw) {
    guard let name = reader.string(), name.elementsEqual(curve.utf8), let point = reader.string(),
      point.first == 4, point.count == 1 + 2 * bytes
    else { throw .damaged }
  }

  /// OpenSSH's PROTOCOL.u2f: for which application the hardware made the key.
  private static func application(_ reader: inout SSHReader) throws(Flaw) {
    guard let name = reader.string(), !name.isEmpty, name.allSatisfy({ 0x21...0x7E ~= $0 }) else { throw .damaged }
  }

  /// RFC 4253 §6.6: exponent and modulus.
  private static func rsa(_ reader: inout SSHReader) throws(Flaw) {
    guard let exponent = reader.positiveNumber(), let modulus = reader.positiveNumber(),
      exponent.last.map({ $0 & 1 }) == 1, exponent != [1], modulus.last.map({ $0 & 1 }) == 1
    else { throw .damaged }
    let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 0)
    guard bits >= rsaMinimum else {
      throw Flaw(
        "That RSA key has \(bits) bits; at least \(rsaMinimum) are needed: make another with \"ssh-keygen -t ed25519\"."
      )
    }
    guard bits <= rsaLimit else { throw Flaw("That RSA key has \(bits) bits; at most \(rsaLimit) are taken.") }
  }
}

/// Reads the pieces of the protocol's messages (RFC 4251 §5).
struct SSHReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  /// Bytes behind their number; nothing if there are fewer.
  mutating func string() -> [UInt8]? {
    guard rest.count >= 4 else { return nil }
    let count = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard count <= rest.count - 4 else { return nil }
    defer { rest = rest.dropFirst(4 + count) }
    return Array(rest.dropFirst(4).prefix(count))
  }

  /// A whole number of so many bytes, eight at most.
  mutating func number(bytes count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// A number above zero in its one spelling, without the zero byte that keeps it from looking negative.
  mutating func positiveNumber() -> [UInt8]? {
    guard let bytes = string(), let first = bytes.first, first < 0x80 else { return nil }
    guard first == 0 else { return bytes }
    return bytes.count > 1 && bytes[1] >= 0x80 ? Array(bytes.dropFirst()) : nil
  }
}
