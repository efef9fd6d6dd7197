extension AbsoluteURL {
  /// Bytes that RFC 3986 allows somewhere in a URI: unreserved, reserved and the percent sign.
  static func isURLByte(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
  }

  /// Whether two hexadecimal digits follow each percent sign (RFC 3986 §2.1).
  static func percentSignsAreSound(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      guard bytes[index] == UInt8(ascii: "%") else { return true }
      return index + 2 < bytes.count && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2])
    }
  }

  /// The bytes that sound percent signs stand for.
  static func percentDecoded(_ text: Substring) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16) {
        decoded.append(value)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(byte)
      }
    }
    return decoded
  }

  /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1), or four decimal numbers.
  static func isHostName(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    let wellFormed = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
    guard wellFormed, let last = labels.last else { return false }
    // A last label of digits is read as an address by browsers (WHATWG URL §3.5), so it must be a whole one.
    guard last.utf8.allSatisfy(isDigit) || last.lowercased().hasPrefix("0x") else { return true }
    return labels.count == 4 && labels.allSatisfy { UInt8($0).map(String.init) == String($0) }
  }

  /// Groups of hexadecimal digits with at most one `::`; no zone, no embedded IPv4 address (RFC 4291 §2.2).
  static func isIPv6(_ text: Substring) -> Bool {
    let sides = sides(ofDoubleColonsIn: text)
    guard sides.count <= 2 else { return false }
    let groups = sides.flatMap { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
    let sound = groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(isHexDigit) }
    return sound && (sides.count == 2 ? groups.count <= 7 : groups.count == 8)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }

  /// The parts between occurrences of `::`, overlaps counted as separate ones.
  private static func sides(ofDoubleColonsIn text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].hasPrefix("::") {
        parts.append(text[start..<index])
        index = text.index(index, offsetBy: 2)
        start = index
      } else {
        index = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }
}
