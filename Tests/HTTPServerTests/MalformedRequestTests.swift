import HTTPServer
import Testing

/// Bytes that nobody may answer as if they had one meaning.
struct Malformed: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let bytes: String
  /// Nothing where the connection is closed without a word.
  let status: Int?

  init(_ name: String, _ status: Int?, _ bytes: String) {
    testDescription = name
    self.bytes = bytes
    self.status = status
  }

  /// A request for `/` with lines after its Host.
  static func get(_ name: String, _ status: Int?, _ rest: String) -> Malformed {
    Malformed(name, status, "GET / HTTP/1.1\r\nHost: a\r\n\(rest)")
  }

  /// A request with a body of five bytes, as its headers say.
  static func post(_ name: String, _ status: Int?, _ headers: String, _ body: String = "hello") -> Malformed {
    Malformed(name, status, "POST / HTTP/1.1\r\nHost: a\r\n\(headers)\r\n\r\n\(body)")
  }

  /// A request with that first line.
  static func line(_ status: Int?, _ line: String) -> Malformed {
    Malformed("the first line \(line)", status, "\(line)\r\nHost: a\r\n\r\n")
  }
}

@Suite
struct MalformedRequestTests {
  private static let chunks = "5\r\nhello\r\n0\r\n\r\n"

  static let framing: [Malformed] = [
    .post("RFC 9112 §6.1 length and coding", 501, "Content-Length: 5\r\nTransfer-Encoding: chunked", chunks),
    .post("RFC 9112 §6.1 coding and length", 501, "Transfer-Encoding: chunked\r\nContent-Length: 5", chunks),
    .post("RFC 9112 §6.3 two lengths", 400, "Content-Length: 5\r\nContent-Length: 6"),
    .post("RFC 9112 §6.3 the same length twice", 400, "Content-Length: 5\r\nContent-Length: 5"),
    .post("RFC 9110 §8.6 a list of lengths", 400, "Content-Length: 5, 5"),
    .post("RFC 9110 §8.6 a plus", 400, "Content-Length: +5"),
    .post("RFC 9110 §8.6 a minus", 400, "Content-Length: -1"),
    .post("RFC 9110 §8.6 hexadecimal", 400, "Content-Length: 0x5"),
    .post("RFC 9110 §8.6 letters behind", 400, "Content-Length: 5abc"),
    .post("RFC 9110 §8.6 no digits", 400, "Content-Length:"),
    .post("RFC 9110 §8.6 2^64 + 5", 413, "Content-Length: 18446744073709551621"),
    .post("RFC 9112 §5.1 a space before the colon", 400, "Content-Length : 5"),
    .post("RFC 9112 §7.1 chunked", 501, "Transfer-Encoding: chunked", chunks),
    .post("RFC 9112 §7 another coding", 501, "Transfer-Encoding: xchunked", chunks),
    .post("RFC 9112 §6.1 chunked not last", 501, "Transfer-Encoding: chunked, identity", chunks),
    .post("RFC 9112 §6.1 two codings", 501, "Transfer-Encoding: gzip, chunked", chunks),
    .post("RFC 9112 §6.1 coding twice", 501, "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", chunks),
    .post("RFC 9112 §6.1 a vertical tab", 400, "Transfer-Encoding: \u{0B}chunked", chunks),
    Malformed(
      "RFC 9112 §6.1 coding under HTTP/1.0", 501, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)"),
    .post("RFC 9112 §7.1 chunk size 0x5", 501, "Transfer-Encoding: chunked", "0x5\r\nhello\r\n0\r\n\r\n"),
    .post("RFC 9112 §7.1 chunk size +5", 501, "Transfer-Encoding: chunked", "+5\r\nhello\r\n0\r\n\r\n"),
    .post("RFC 9112 §7.1 chunk size -5", 501, "Transfer-Encoding: chunked", "-5\r\nhello\r\n0\r\n\r\n"),
    .post("RFC 9112 §7.1 chunk line with LF", 501, "Transfer-Encoding: chunked", "5\nhello\r\n0\r\n\r\n"),
    .post("RFC 9112 §7.1 chunk above 2^64", 501, "Transfer-Encoding: chunked", "10000000000000005\r\nhello"),
    .post("RFC 9112 §7.1 chunk not ended", 501, "Transfer-Encoding: chunked", "5\r\nhello0\r\n\r\n"),
    .post("RFC 9110 §15.5.14 a body above the limit", 413, "Content-Length: 65537"),
    .post("RFC 9110 §15.5.14 99 GB announced", 413, "Content-Length: 99000000000", ""),
    .post("RFC 9110 §10.1.1 another expectation", 417, "Expect: 200-ok\r\nContent-Length: 5"),
  ]

  static let headers: [Malformed] = [
    .get("RFC 9112 §5.2 a folded value", 400, "X: a\r\n b\r\n\r\n"),
    .get("RFC 9112 §5.2 folded with a tab", 400, "X: a\r\n\tb\r\nY: c\r\n\r\n"),
    .get("RFC 9112 §5.2 folded away", 400, "X: a\r\n \r\n\r\n"),
    .get("RFC 9112 §5.2 a name that folding makes", 400, "Content-Leng: 5\r\n th\r\n\r\n"),
    Malformed("RFC 9112 §2.2 a space before the first name", 400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    .get("RFC 9112 §2.2 a bare CR in a value", 400, "X: a\rb\r\n\r\n"),
    .get("RFC 9112 §2.2 a bare CR at the end", 400, "X: a\r\r\n\r\n"),
    .get("RFC 9112 §2.2 a line with LF alone", 400, "X: a\nY: b\r\n\r\n"),
    .get("RFC 9112 §2.2 an empty line with LF alone", 400, "X: a\r\n\n"),
    Malformed("RFC 9112 §2.2 nothing but LF", 400, "GET / HTTP/1.1\nHost: a\n\n"),
    .get("RFC 9110 §5.3 two Authorization headers", 400, "Authorization: Basic a\r\nauthorization: Basic b\r\n\r\n"),
    .get("RFC 9110 §5.3 the same Authorization twice", 400, "Authorization: Basic a\r\nAuthorization: Basic a\r\n\r\n"),
    .get("RFC 9110 §5.5 NUL in a value", 400, "X: a\0b\r\n\r\n"),
    .get("RFC 9110 §5.5 NUL at the end of a value", 400, "X: a\0\r\n\r\n"),
    .get("RFC 9110 §5.5 another control character", 400, "X: a\u{1}b\r\n\r\n"),
    .get("RFC 9110 §5.1 NUL in a name", 400, "X\0Y: a\r\n\r\n"),
    .get("RFC 9110 §5.1 no colon", 400, "X\r\n\r\n"),
    .get("RFC 9110 §5.1 an empty name", 400, ": a\r\n\r\n"),
    .get("RFC 9110 §5.1 a name with brackets", 400, "X(a): b\r\n\r\n"),
    .get("RFC 9110 §5.1 a name with a space", 400, "X a: b\r\n\r\n"),
    Malformed("RFC 9112 §3.2 no Host", 400, "GET / HTTP/1.1\r\nX: a\r\n\r\n"),
    Malformed("RFC 9112 §3.2 no header at all", 400, "GET / HTTP/1.1\r\n\r\n"),
    .get("RFC 9112 §3.2 two Hosts", 400, "Host: b\r\n\r\n"),
    .get("RFC 9112 §3.2 the same Host twice", 400, "Host: a\r\n\r\n"),
    Malformed("RFC 9110 §7.2 an empty Host", 400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    Malformed("RFC 9110 §7.2 a list of Hosts", 400, "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"),
    Malformed("RFC 9110 §7.2 a user before the Host", 400, "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
    .get("RFC 6585 §5 101 headers", 431, String(repeating: "X: a\r\n", count: 101) + "\r\n"),
    .get("RFC 6585 §5 20,000 headers", 431, String(repeating: "X: a\r\n", count: 20_000) + "\r\n"),
    .get("RFC 6585 §5 a header of 70 KB", 431, "X: " + String(repeating: "a", count: 70_000) + "\r\n\r\n"),
  ]

  static let lines: [Malformed] = [
    .line(400, "GE@T / HTTP/1.1"), .line(501, "get / HTTP/1.1"), .line(501, "BREW / HTTP/1.1"),
    .line(501, "CONNECT a:80 HTTP/1.1"), .line(400, "GET /"), .line(505, "GET / HTTP/0.9"),
    .line(505, "GET / HTTP/3.0"), .line(505, "PRI * HTTP/2.0"), .line(505, "GET / HTTP/1.2"),
    .line(400, "GET / http/1.1"), .line(400, "GET / HTTP/1.10"), .line(400, "GET  / HTTP/1.1"),
    .line(400, "GET /  HTTP/1.1"), .line(400, "GET / HTTP/1.1 "), .line(nil, " GET / HTTP/1.1"),
    .line(400, "GET\t/ HTTP/1.1"), .line(400, "GET /\tHTTP/1.1"), .line(400, "GET /a b HTTP/1.1"),
    .line(400, "GET /?a b HTTP/1.1"), .line(400, "GET /a\0b HTTP/1.1"), .line(400, "GET / HTTP/1.1\0"),
    .line(400, "GET http://b/ HTTP/1.1"), .line(400, "GET http://a.b/ HTTP/1.1"),
    .line(400, "GET http://x@a/ HTTP/1.1"), .line(400, "GET ftp://a/ HTTP/1.1"), .line(400, "GET a HTTP/1.1"),
    .line(400, "GET /a/..%2f%00x HTTP/1.1"), .line(400, "GET /a%00 HTTP/1.1"), .line(400, "GET /a%2Fb HTTP/1.1"),
    .line(400, "GET /a%5cb HTTP/1.1"), .line(400, "GET /a\\b HTTP/1.1"), .line(400, "GET /a/../b HTTP/1.1"),
    .line(400, "GET /a/. HTTP/1.1"), .line(400, "GET /a/%2e%2E/b HTTP/1.1"), .line(400, "GET /a/..;x/b HTTP/1.1"),
    .line(400, "GET /%zz HTTP/1.1"), .line(400, "GET /% HTTP/1.1"), .line(400, "GET /%ff HTTP/1.1"),
    .line(400, "GET /%2541 HTTP/1.1"), .line(400, "GET //a HTTP/1.1"), .line(400, "GET /a#b HTTP/1.1"),
    .line(400, "GET /?a#b HTTP/1.1"), .line(400, "OPTIONS * HTTP/1.1"),
    Malformed("RFC 9110 §15.5.15 a target of 9 KB", 414, "GET /\(long(9000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
    Malformed("RFC 9110 §15.5.15 a target of 70 KB", 414, "GET /\(long(70_000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
  ]

  private static func long(_ count: Int) -> String { String(repeating: "a", count: count) }

  @Test(arguments: framing + headers + lines)
  func `is refused once, closes the connection, and is never seen by the handler`(malformed: Malformed) throws {
    let server = try HTTPServer(HTTPServerSettings()) { _ in
      Issue.record("The handler was called.")
      return .now(HTTPResponse(status: 200))
    }
    let client = try RawClient(server.port)
    client.send(malformed.bytes)
    if let status = malformed.status { #expect(try client.answer().status == status) }
    #expect(!client.readToEnd().contains("HTTP/1.1 2"))
    server.stop(within: 0)
    // What libmicrohttpd refuses before it has a target, it tells nobody.
    #expect(server.counts.refused.values.reduce(0, +) <= 1)
  }

  @Test(arguments: framing + headers + lines)
  func `is refused as well when it comes line by line`(malformed: Malformed) throws {
    let server = try echo()
    let client = try RawClient(server.port)
    let lines = malformed.bytes.utf8.split(separator: 0x0A, maxSplits: 5, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      client.send(Array(line) + (index < lines.count - 1 ? [0x0A] : []))
    }
    if let status = malformed.status { #expect(try client.answer().status == status) }
    #expect(!client.readToEnd().contains("HTTP/1.1 2"))
  }

  static let bytes: [(place: String, request: [UInt8])] = [
    ("path", Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
    ("query", Array("GET /?a=".utf8) + [0xC0, 0xAF] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
    ("header", Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xED, 0xA0, 0x80] + Array("\r\n\r\n".utf8)),
  ]

  @Test(arguments: bytes)
  func `invalid UTF-8 is refused`(place: String, request: [UInt8]) throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send(request)
    #expect(try client.answer().status == 400)
    #expect(client.isClosed)
  }

  @Test
  func `a body of 8 MB is refused before it has come, and the refusal can be read`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8388608\r\n\r\n")
    #expect(try client.answer().status == 413)
    client.send([UInt8](repeating: 0x61, count: 8_388_608))
    #expect(!client.readToEnd().contains("HTTP/1.1"))
  }

  @Test
  func `what follows a refused request is not read as another`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nGET /x HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(try client.answer().status == 501)
    #expect(client.isClosed)
  }
}
