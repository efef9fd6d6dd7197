/// An absolute http or https URL, taken apart by the strict grammar of RFC 3986: ASCII only, nothing repaired.
///
/// A lenient reader and a strict one that disagree about where a URL leads are how codes get stolen, so whatever two
/// readers could take differently (user-info, back slashes, empty hosts, odd addresses, bad percent signs) does not
/// parse at all. It is read byte by byte: Swift's characters would hide a combining mark behind a slash.
struct AbsoluteURL {
  enum Scheme: String {
    case http, https
  }

  /// Why a text is not such a URL.
  enum Problem: Error {
    case notAbsolute, badScheme, userInfo, badHost, foreignHost, badPort, badCharacter, tooLong
  }

  /// Longer URLs are refused: several browsers and proxies stop at about this many bytes.
  static let limit = 2000

  let scheme: Scheme
  /// In lower case; an IPv6 address keeps its brackets.
  let host: String
  let port: UInt16?
  /// What stands between the host and the query or fragment; may be empty.
  let path: Substring
  let hasFragment: Bool

  init(_ text: String) throws(Problem) {
    guard text.utf8.count <= Self.limit else { throw .tooLong }
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), text.utf8[colon...].starts(with: "://".utf8) else {
      throw .notAbsolute
    }
    guard let scheme = Scheme(rawValue: text[..<colon].lowercased()) else { throw .badScheme }
    let rest = text[text.utf8.index(colon, offsetBy: 3)...]
    let authority = rest[..<(rest.utf8.firstIndex { "/?#".utf8.contains($0) } ?? rest.endIndex)]
    guard authority.utf8.allSatisfy({ $0 < 0x80 }) else { throw .foreignHost }
    guard rest.utf8.allSatisfy(Self.isURLByte), Self.percentSignsAreSound(rest) else { throw .badCharacter }
    guard !authority.utf8.contains(UInt8(ascii: "@")) else { throw .userInfo }
    (host, port) = try Self.hostAndPort(of: authority)
    self.scheme = scheme
    let tail = rest[authority.endIndex...]
    path = tail[..<(tail.utf8.firstIndex { "?#".utf8.contains($0) } ?? tail.endIndex)]
    hasFragment = tail.utf8.contains(UInt8(ascii: "#"))
    // Brackets belong to an IPv6 host and to nothing else (RFC 3986 §3.2.2).
    guard !tail.utf8.contains(where: { "[]".utf8.contains($0) }) else { throw .badCharacter }
  }

  /// Whether the host is this machine itself (RFC 8252 §7.3, §8.3).
  var isLoopback: Bool { host == "localhost" || host == "127.0.0.1" || host == "[::1]" }

  /// Whether the path climbs: a segment `.` or `..`, plainly, percent-encoded, behind an encoded slash, or with the
  /// `;parameters` that some servers cut off. A browser walks such a path before it asks, and a proxy perhaps again.
  var hasDotSegments: Bool {
    Self.percentDecoded(path).split(omittingEmptySubsequences: false) { "/\\".utf8.contains($0) }.contains { segment in
      let name = segment.prefix { $0 != UInt8(ascii: ";") }
      return name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8)
    }
  }

  private static func hostAndPort(of authority: Substring) throws(Problem) -> (String, UInt16?) {
    let hostEnd: Substring.Index
    if authority.hasPrefix("[") {
      guard let bracket = authority.firstIndex(of: "]") else { throw .badHost }
      hostEnd = authority.index(after: bracket)
      guard isIPv6(authority[authority.index(after: authority.startIndex)..<bracket]) else { throw .badHost }
    } else {
      hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
      guard isHostName(authority[..<hostEnd]) else { throw .badHost }
    }
    let host = authority[..<hostEnd].lowercased()
    let rest = authority[hostEnd...]
    guard let separator = rest.first else { return (host, nil) }
    guard separator == ":" else { throw .badHost }
    let digits = rest.dropFirst()
    // Neither empty nor with leading zeros: some readers would take those away, and some would not.
    guard digits.utf8.allSatisfy(isDigit), digits.first != "0", let port = UInt16(digits) else { throw .badPort }
    return (host, port)
  }
}
