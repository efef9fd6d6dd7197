/// A place on this server to go on to (`next`): a path with a query, written so plainly that no browser can take it for
/// another server or another scheme.
public struct LocalTarget: Sendable, Equatable {
  /// Longer ones are refused.
  static let limit = 8192

  /// The path and query, as they may stand in `Location`.
  public let text: String

  /// Checks a target: one slash at its start, path segments of unreserved characters (RFC 3986 §2.3), none of them
  /// empty but the last, none `.` or `..`; then, if there is one, a query of printable ASCII without space, quotation
  /// marks, angle brackets, back slash and hash sign.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.limit, text.utf8.first == UInt8(ascii: "/") else { return nil }
    let parts = text.utf8.split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    let segments = parts[0].dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      guard segment.allSatisfy(Self.isUnreserved), !segment.isEmpty || index == segments.count - 1,
        !segment.elementsEqual(".".utf8), !segment.elementsEqual("..".utf8)
      else { return nil }
    }
    if parts.count == 2 {
      guard parts[1].allSatisfy({ 0x21...0x7E ~= $0 && !"\"'<>\\#`".utf8.contains($0) }) else { return nil }
    }
    self.text = text
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
    default: false
    }
  }

  /// Where it leads, without the query.
  var path: String { String(text.prefix { $0 != "?" }) }

  /// The query, still encoded; empty without one.
  var query: String { text.contains("?") ? String(text.drop { $0 != "?" }.dropFirst()) : "" }
}
