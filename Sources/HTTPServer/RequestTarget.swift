/// The gate, second half: the target of a request (RFC 9112 §3.2), which names one path in one way only.
struct RequestTarget {
  /// Longer ones are refused; RFC 9110 §4.1 asks for at least 8000.
  static let limit = 8192

  let path: String
  let query: String?

  /// Reads a target as it stood in the request line.
  ///
  /// - Parameter host: of the Host header, which an absolute target must name too.
  init(_ target: UnsafeBufferPointer<UInt8>, host: String?) throws(HTTPRefusal.Thrown) {
    guard target.count <= Self.limit else { throw .init(.targetTooLong) }
    let local = target.first == 0x2F ? target : try Self.withoutOrigin(target, host: host)
    let end = local.firstIndex(of: 0x3F) ?? local.count
    let path = UnsafeBufferPointer(rebasing: local[..<end])
    guard let text = path.text(where: ByteSet.path.contains), Self.isPlain(path) else { throw .init(.target) }
    self.path = text
    guard end < local.count else {
      query = nil
      return
    }
    // What browsers leave as it is in a query is left to who reads it; but nothing that ends a line or a target.
    let rest = UnsafeBufferPointer(rebasing: local[(end + 1)...])
    guard let query = rest.text(where: { $0 > 0x20 && $0 != 0x7F && $0 != 0x23 }) else { throw .init(.target) }
    self.query = query
  }

  /// What stands behind `http://HOST` when that is the host of the Host header too (RFC 9112 §3.2.2).
  private static func withoutOrigin(
    _ target: UnsafeBufferPointer<UInt8>, host: String?
  ) throws(HTTPRefusal.Thrown) -> UnsafeBufferPointer<UInt8> {
    guard let host else { throw .init(.target) }
    for scheme in ["http://", "https://"] {
      let origin = (scheme + host).utf8
      guard target.count > origin.count, target[origin.count] == 0x2F,
        zip(target, origin).allSatisfy({ $0.lowercased == $1.lowercased })
      else { continue }
      return UnsafeBufferPointer(rebasing: target[origin.count...])
    }
    throw .init(.target)
  }

  /// Whether a path of such characters has no empty first segment, which could be read as a host, and nothing that
  /// means another path once decoded.
  private static func isPlain(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
    if path.count > 1, path[1] == 0x2F { return false }
    guard path.contains(where: { $0 == 0x25 || $0 == 0x2E }) else { return true }
    guard let decoded = decoded(path), String(validating: decoded, as: UTF8.self) != nil else { return false }
    return !decoded.split(separator: 0x2F).contains { segment in
      // Some readers cut off what follows a semicolon before they look for dots.
      let name = segment.prefix { $0 != 0x3B }
      return name.elementsEqual([0x2E]) || name.elementsEqual([0x2E, 0x2E])
    }
  }

  /// A path without its percent signs; nothing when one is malformed, or stands for a control character, a slash, a
  /// backslash or a percent sign, which would be decoded again.
  private static func decoded(_ path: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var index = 0
    while index < path.count {
      if path[index] == 0x25 {
        guard index + 2 < path.count, let high = path[index + 1].hexadecimal, let low = path[index + 2].hexadecimal
        else { return nil }
        let byte = high << 4 | low
        guard byte >= 0x20, ![0x25, 0x2F, 0x5C, 0x7F].contains(byte) else { return nil }
        result.append(byte)
        index += 3
      } else {
        result.append(path[index])
        index += 1
      }
    }
    return result
  }
}

extension HTTPRefusal {
  /// A refusal on its way out of the gate.
  struct Thrown: Error {
    let reason: HTTPRefusal

    init(_ reason: HTTPRefusal) { self.reason = reason }
  }
}
