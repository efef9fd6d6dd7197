/// An absolute http or https URL, taken apart by the strict grammar of RFC 3986: ASCII only, nothing repaired.
///
/// A lenient reader and a strict one that disagree about where a URL leads are how codes get stolen, so whatever two
/// readers could take differently (user-info, back slashes, empty hosts, bad percent signs) does not parse at all.
struct AbsoluteURL {
  enum Scheme: String {
    case http, https
  }

  /// Why a text is not such a URL.
  enum Problem: Error {
    case notAbsolute, badScheme(String), userInfo, badHost, badPort, badCharacter, tooLong
  }

  /// Longer URLs are refused: several browsers and proxies stop at about this many bytes.
  static let limit = 2000

  let scheme: Scheme
  /// In lower case; an IPv6 address keeps its brackets.
  let host: String
  let port: UInt16?
  let hasFragment: Bool

  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= Self.limit else { throw .tooLong }
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { throw .notAbsolute }
    let schemeText = text[..<colon].lowercased()
    guard let scheme = Scheme(rawValue: schemeText) else { throw .badScheme(schemeText) }
    let rest = text[text.index(colon, offsetBy: 3)...]
    guard rest.utf8.allSatisfy(Self.isURLByte), Self.percentSignsAreSound(rest) else { throw .badCharacter }
    let authorityEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let authority = rest[..<authorityEnd]
    guard !authority.contains("@") else { throw .userInfo }
    (host, port) = try Self.hostAndPort(of: authority)
    self.scheme = scheme
    hasFragment = rest[authorityEnd...].contains("#")
    // Brackets belong to an IPv6 host and to nothing else (RFC 3986 §3.2.2).
    guard !rest[authorityEnd...].contains(where: { "[]".contains($0) }) else { throw .badCharacter }
  }

  /// Whether the host is this machine itself (RFC 8252 §7.3, §8.3).
  var isLoopback: Bool { host == "localhost" || host == "127.0.0.1" || host == "[::1]" }

  /// Bytes that RFC 3986 allows somewhere in a URI: unreserved, reserved and the percent sign.
  private static func isURLByte(_ byte: UInt8) -> Bool {
    isUnreserved(byte) || ":/?#[]@!$&'()*+,;=%".utf8.contains(byte)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
    case UInt8(ascii: "~"): true
    default: false
    }
  }

  private static func percentSignsAreSound(_ text: Substring) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.allSatisfy { index in
      guard bytes[index] == UInt8(ascii: "%") else { return true }
      return index + 2 < bytes.count && isHexDigit(bytes[index + 1]) && isHexDigit(bytes[index + 2])
    }
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "f") ~= byte | 0x20
  }

  private static func hostAndPort(of authority: Substring) throws(Problem) -> (String, UInt16?) {
    let hostEnd: Substring.Index
    if authority.hasPrefix("[") {
      guard let bracket = authority.firstIndex(of: "]") else { throw .badHost }
      hostEnd = authority.index(after: bracket)
      guard isIPv6(authority[authority.index(after: authority.startIndex)..<bracket]) else { throw .badHost }
    } else {
      hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
      guard isRegisteredNameOrIPv4(authority[..<hostEnd]) else { throw .badHost }
    }
    let host = authority[..<hostEnd].lowercased()
    let rest = authority[hostEnd...]
    guard !rest.isEmpty else { return (host, nil) }
    let digits = rest.dropFirst()
    guard rest.first == ":", !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
      let port = UInt16(digits), port > 0
    else { throw .badPort }
    return (host, port)
  }

  /// Labels of letters, digits and inner hyphens (RFC 1123 §2.1), or four decimal numbers.
  private static func isRegisteredNameOrIPv4(_ host: Substring) -> Bool {
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    guard !host.isEmpty, host.utf8.count <= 253 else { return false }
    let wellFormed = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isUnreserved($0) && !"._~".utf8.contains($0) }
    }
    guard wellFormed, let last = labels.last else { return false }
    // A last label of digits is read as an address by browsers (WHATWG URL §3.5), so it must be a whole one.
    guard last.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) || last.lowercased().hasPrefix("0x") else { return true }
    return labels.count == 4 && labels.allSatisfy { UInt8($0).map(String.init) == String($0) }
  }

  /// Groups of hexadecimal digits with at most one `::`; no zone, no embedded IPv4 address.
  private static func isIPv6(_ text: Substring) -> Bool {
    let sides = text.components(separatedByDoubleColon: ())
    guard sides.count <= 2 else { return false }
    let groups = sides.flatMap { $0.isEmpty ? [] : $0.split(separator: ":", omittingEmptySubsequences: false) }
    let sound = groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(isHexDigit) }
    return sound && (sides.count == 2 ? groups.count <= 7 : groups.count == 8)
  }
}

extension Substring {
  /// The parts between occurrences of `::`, overlaps counted as separate ones.
  fileprivate func components(separatedByDoubleColon: Void) -> [Substring] {
    var parts: [Substring] = []
    var start = startIndex
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix("::") {
        parts.append(self[start..<index])
        index = self.index(index, offsetBy: 2)
        start = index
      } else {
        index = self.index(after: index)
      }
    }
    return parts + [self[start...]]
  }
}
