/// Characters of the grammars of HTTP and URIs, one bit each.
struct ByteSet {
  private let low: UInt64
  private let high: UInt64

  /// Of a method or the name of a header (RFC 9110 §5.6.2).
  static var token: ByteSet { ByteSet(low: 0x03ff_6cfa_0000_0000, high: 0x57ff_ffff_c7ff_fffe) }
  /// Of a path, percent signs and slashes included (RFC 3986 §3.3).
  static var path: ByteSet { ByteSet(low: 0x2fff_fff2_0000_0000, high: 0x47ff_fffe_87ff_ffff) }
  /// Of a host and port, an IPv6 address in brackets included (RFC 3986 §3.2.2).
  static var host: ByteSet { ByteSet(low: 0x2fff_6ff2_0000_0000, high: 0x47ff_fffe_afff_fffe) }

  func contains(_ byte: UInt8) -> Bool {
    let word = byte < 64 ? low : high
    return byte < 128 && word & (1 << UInt64(byte & 63)) != 0
  }
}

extension UInt8 {
  /// The byte with A to Z made small.
  var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
  /// The value of a hexadecimal digit.
  var hexadecimal: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes before a C string's end.
  init(cString: UnsafePointer<CChar>, count: Int) {
    self.init(start: UnsafeRawPointer(cString).assumingMemoryBound(to: UInt8.self), count: count)
  }

  /// The same bytes without spaces and tabs at their end.
  var trimmedEnd: Self {
    var count = self.count
    while count > 0, self[count - 1] == 0x20 || self[count - 1] == 0x09 { count -= 1 }
    return Self(rebasing: self[..<count])
  }
}
