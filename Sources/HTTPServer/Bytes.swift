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

  /// The bytes in lower case, if they are a token (RFC 9110 §5.6.2).
  var lowercasedToken: String? {
    guard !isEmpty else { return nil }
    var isToken = true
    let text = String(unsafeUninitializedCapacity: count) { lowercased in
      for index in 0..<count {
        isToken = isToken && ByteSet.token.contains(self[index])
        lowercased[index] = self[index].lowercased
      }
      return isToken ? count : 0
    }
    return isToken ? text : nil
  }

  /// The value of a header as text (RFC 9110 §5.5), unless it is invalid UTF-8 or has control characters.
  var fieldValue: String? {
    if isPrintable { return String(decoding: self, as: UTF8.self) }
    return text { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
  }

  /// The bytes as text, unless they are invalid UTF-8 or have a byte that may not be there.
  ///
  /// - Parameter isAllowed: is asked for each byte of ASCII.
  func text(where isAllowed: (UInt8) -> Bool) -> String? {
    var isASCII = true
    for byte in self {
      if byte >= 0x80 {
        isASCII = false
      } else if !isAllowed(byte) {
        return nil
      }
    }
    // The general check is not specialized, and costs as much as all else that is done with a header.
    return isASCII ? String(decoding: self, as: UTF8.self) : String(validating: self, as: UTF8.self)
  }

  /// Whether all bytes are printable ASCII, asked eight at a time.
  var isPrintable: Bool {
    guard let start = UnsafeRawPointer(baseAddress) else { return true }
    let ones: UInt64 = 0x0101_0101_0101_0101
    var index = 0
    while index + 8 <= count {
      let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      // A byte's highest bit comes to be set when it was set, is below a space, or is DEL.
      if (word | (word &- ones &* 0x20) & ~word | (word &+ ones)) & (ones &* 0x80) != 0 { return false }
      index += 8
    }
    while index < count {
      if self[index] &- 0x20 >= 0x5F { return false }
      index += 1
    }
    return true
  }
}
