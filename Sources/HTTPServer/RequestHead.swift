import CMicroHTTPD
import Glibc

/// The gate, first half: the head of a request, read where libmicrohttpd has left it, and refused when two readers
/// could make two things of it.
///
/// libmicrohttpd writes zeros over what separates the parts of a head and otherwise leaves it where it came in. So the
/// places of the parts tell what it has passed over in silence: a line that ends with LF alone, a NUL, a folded line,
/// a space too many each move the next part from where it must begin. One thing leaves no trace, NUL and LF where CR
/// and LF belong; it is read as the end of the line, which is also what ends it for everybody else.
struct RequestHead {
  /// More headers than browsers and proxies send together.
  static let headerLimit = 100

  private(set) var method = ""
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var contentLength = 0
  private(set) var host: String?
  private(set) var refusal: HTTPRefusal?
  private var hasLength = false
  private var hasAuthorization = false
  private var isSimple = true
  private var size = 0
  /// Where the next name must begin.
  private var next: UnsafePointer<CChar>

  /// Reads the head of a request.
  ///
  /// - Parameters:
  ///   - connection: in the first call of its handler, when the head is there and the body is not.
  ///   - targetLength: as long as the target was before the query was cut off.
  init(
    _ connection: OpaquePointer, method: UnsafePointer<CChar>, target: UnsafePointer<CChar>, targetLength: Int,
    version: UnsafePointer<CChar>
  ) {
    let methodLength = strlen(method)
    next = version + 10
    guard target == method + methodLength + 1, version == target + targetLength + 1 else {
      refusal = .requestLine
      return
    }
    read(method: UnsafeBufferPointer(cString: method, count: methodLength))
    if refusal == nil, strcmp(version, "HTTP/1.1") != 0, strcmp(version, "HTTP/1.0") != 0 { refusal = .version }
    guard refusal == nil else { return }
    readHeaders(connection)
    guard refusal == nil else { return }
    size = postern_mhd_head_size(connection)
    if next + 2 != method + size { refusal = .header }
    isSimple = isSimple && strlen(target) == targetLength
    // HTTP/1.0 had no Host (RFC 9112 §3.2 wants it from 1.1 on).
    if host == nil, version[7] == 0x31 { refusal = .host }
  }

  /// How much of a connection's memory the head has taken, where there is no query and no cookie, of which each piece
  /// takes some too.
  var memory: Int? { isSimple ? size + headers.count * postern_mhd_entry_memory : nil }

  /// HEAD is GET, whose answer libmicrohttpd then sends without its body (RFC 9110 §9.3.2).
  private mutating func read(method bytes: UnsafeBufferPointer<UInt8>) {
    switch String(decoding: bytes, as: UTF8.self) {
    case "GET", "HEAD": method = "GET"
    case let name where ["POST", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"].contains(name): method = name
    default: refusal = bytes.isEmpty || !bytes.allSatisfy(ByteSet.token.contains) ? .requestLine : .method
    }
  }

  private mutating func readHeaders(_ connection: OpaquePointer) {
    headers.reserveCapacity(8)
    withUnsafeMutablePointer(to: &self) { head in
      _ = MHD_get_connection_values_n(
        connection, MHD_ValueKind.HEADER_KIND,
        { head, _, name, nameLength, value, valueLength in
          guard let name, let value, let head = head?.assumingMemoryBound(to: RequestHead.self) else { return .NO }
          return head.pointee.take(name, nameLength, value, valueLength) ? .YES : .NO
        }, head)
    }
  }

  /// Takes one header; false ends the reading.
  private mutating func take(
    _ name: UnsafePointer<CChar>, _ nameLength: Int, _ value: UnsafePointer<CChar>, _ valueLength: Int
  ) -> Bool {
    let bytes = UnsafeBufferPointer(cString: value, count: valueLength).trimmedEnd
    guard name == next, value > name + nameLength,
      let lowercased = UnsafeBufferPointer(cString: name, count: nameLength).lowercasedToken,
      let text = bytes.fieldValue
    else { return refuse(.header) }
    guard headers.count < Self.headerLimit else { return refuse(.headers) }
    next = value + valueLength + 2
    headers.append((lowercased, text))
    return judge(lowercased, text, bytes)
  }

  /// Looks at the headers that decide where a request ends, whom it is for and who sent it.
  private mutating func judge(_ name: String, _ value: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch name.utf8.count {
    case 4 where name == "host":
      guard host == nil, !bytes.isEmpty, bytes.allSatisfy(ByteSet.host.contains) else { return refuse(.host) }
      host = value
    case 13 where name == "authorization":
      // One reader would believe the first, another the last (RFC 9110 §5.3 lets no such header be repeated).
      guard !hasAuthorization else { return refuse(.authorization) }
      hasAuthorization = true
    case 14 where name == "content-length":
      // RFC 9112 §6.3 lets equal ones pass as one; nobody honest sends them.
      guard !hasLength, !bytes.isEmpty, bytes.allSatisfy({ $0 &- 0x30 < 10 }) else { return refuse(.contentLength) }
      hasLength = true
      contentLength = Int(value) ?? .max
    case 17 where name == "transfer-encoding": return refuse(.transferEncoding)
    case 6 where name == "cookie": isSimple = false
    case 6 where name == "expect":
      guard value.lowercased() == "100-continue" else { return refuse(.expectation) }
    default: break
    }
    return true
  }

  private mutating func refuse(_ reason: HTTPRefusal) -> Bool {
    refusal = reason
    return false
  }
}
