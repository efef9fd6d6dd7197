import HTTPServer
import Testing

@Suite
struct ExchangeTests {
  @Test
  func `the handler is told all that was asked`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send("POST /a%20b?c=%zz&d=é HTTP/1.1\r\nHost: a:80\r\nX-Name:  v 1 \t\r\nContent-Length: 5\r\n\r\nhello")
    let answer = try client.answer()
    #expect(answer.status == 200)
    #expect(
      answer.body
        == "POST /a%20b\n?c=%zz&d=é\n127.0.0.1 false\nhost: a:80\nx-name: v 1\ncontent-length: 5\n\nhello")
  }

  static let targets: [(target: String, seen: String)] = [
    ("/", "/\n?-"), ("/?", "/\n?"), ("/a/b.c?x", "/a/b.c\n?x"), ("/.well-known/x", "/.well-known/x\n?-"),
    ("/a?../%2f/%00", "/a\n?../%2f/%00"), ("/a?b?c/d", "/a\n?b?c/d"), ("http://LOCALHOST/a?b", "/a\n?b"),
    ("https://localhost/", "/\n?-"), ("/%C3%A9", "/%C3%A9\n?-"), ("/...", "/...\n?-"), ("/a&b=c+d", "/a&b=c+d\n?-"),
    ("/?a=b+c&&d", "/\n?a=b+c&&d"),
  ]

  @Test(arguments: targets)
  func `a target is taken apart and otherwise left as it is`(target: String, seen: String) throws {
    let server = try echo()
    let client = try RawClient(server.port)
    #expect(try client.get(target).body.hasPrefix("GET \(seen)\n127"))
  }

  @Test
  func `a connection is kept for the next request, until the client wants it closed`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    for index in 0..<5 {
      let answer = try client.get("/\(index)")
      #expect(answer.body.hasPrefix("GET /\(index)\n"))
      #expect(!answer.closes)
    }
    #expect(try client.get("/", "Connection: close\r\n").closes)
    #expect(client.isClosed)
  }

  @Test
  func `requests that come together are answered in their order`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send(
      (0..<50).map { "POST /\($0) HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n\($0 + 100)" }.joined())
    for index in 0..<50 {
      let body = try client.answer().body
      #expect(body.hasPrefix("POST /\(index)\n"))
      #expect(body.hasSuffix("\n\n\(index + 100)"))
    }
  }

  @Test
  func `HTTP/1.0 needs no Host, and gets its connection closed`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send("GET /old HTTP/1.0\r\n\r\n")
    #expect(try client.answer().status == 200)
    #expect(client.isClosed)
  }

  @Test
  func `HEAD is answered as GET is, without the body`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    let length = try client.get("/a").header("content-length")
    client.send("HEAD /a HTTP/1.1\r\nHost: localhost\r\n\r\n")
    let answer = try client.answer(hasBody: false)
    #expect(answer.status == 200)
    #expect(answer.header("content-length") == length)
    #expect(try client.get("/b").body.hasPrefix("GET /b\n"))
  }

  @Test
  func `a body of 64 KB is taken whole, in whatever pieces it comes`() throws {
    let server = try HTTPServer(HTTPServerSettings()) { .now(HTTPResponse(status: 200, body: $0.body)) }
    let client = try RawClient(server.port)
    let body = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 % 26 + 97) }
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 65536\r\n\r\n")
    for start in stride(from: 0, to: body.count, by: 7000) { client.send(Array(body[start...].prefix(7000))) }
    #expect(try client.answer().body == String(decoding: body, as: UTF8.self))
  }

  @Test
  func `a client that asks first is told to go on`() throws {
    let server = try echo()
    let client = try RawClient(server.port)
    client.send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")
    #expect(try client.answer().status == 100)
    client.send("ok")
    #expect(try client.answer().body.hasSuffix("\n\nok"))
  }

  @Test
  func `an answer is sent with its headers in their order`() throws {
    let server = try HTTPServer(HTTPServerSettings()) { _ in
      .now(HTTPResponse(status: 303, headers: [("location", "/x"), ("set-cookie", "a=1"), ("set-cookie", "b=2")]))
    }
    let answer = try RawClient(server.port).get("/")
    #expect(answer.status == 303)
    let own = answer.headers.filter { ["location", "set-cookie"].contains($0.name) }
    #expect(own.map(\.value) == ["/x", "a=1", "b=2"])
    #expect(answer.header("content-length") == "0")
    #expect(answer.header("date") != nil)
  }

  static let unsendable: [HTTPResponse] = [
    HTTPResponse(status: 200, headers: [("x", "a\r\nset-cookie: b")]),
    HTTPResponse(status: 200, headers: [("x", "a\0b")]),
    HTTPResponse(status: 200, headers: [("x\r\ny", "a")]), HTTPResponse(status: 200, headers: [("x", "")]),
    HTTPResponse(status: 99), HTTPResponse(status: 1000),
  ]

  @Test(arguments: unsendable)
  func `an answer that would break out of its header is not sent`(response: HTTPResponse) throws {
    let server = try HTTPServer(HTTPServerSettings()) { _ in .now(response) }
    let answer = try RawClient(server.port).get("/")
    #expect(answer.status == 500)
    #expect(answer.header("set-cookie") == nil)
  }

  /// A server that redirects to what stands behind the question mark, or in the body.
  private func redirector() throws -> HTTPServer {
    try HTTPServer(HTTPServerSettings()) { request in
      let target = request.query ?? String(decoding: request.body, as: UTF8.self)
      return .now(HTTPResponse(status: 303, headers: [("location", "/\(target)")]))
    }
  }

  @Test
  func `a target of 8000 bytes is taken (RFC 9110 §4.1)`() throws {
    let long = String(repeating: "a", count: 7999)
    let cookies = "Cookie: \(String(repeating: "b", count: 1000))\r\n"
    let server = try echo()
    let answer = try RawClient(server.port).get("/\(long)", cookies)
    #expect(answer.body.hasPrefix("GET /\(long)\n"))
  }

  @Test
  func `4 kB of cookies are taken`() throws {
    let cookies = "Cookie: \((0..<40).map { "c\($0)=\(String(repeating: "b", count: 95))" }.joined(separator: "; "))"
    let server = try echo()
    #expect(try RawClient(server.port).get("/", "\(cookies)\r\n").body.lowercased().contains(cookies.lowercased()))
  }

  @Test
  func `a redirect may be long, but not both it and the request`() throws {
    let server = try redirector()
    let client = try RawClient(server.port)
    let long = String(repeating: "a", count: 8000)
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 8000\r\n\r\n\(long)")
    #expect(try client.answer().header("location") == "/\(long)")
    #expect(try client.get("/?\(long.prefix(5000))").header("location") == "/\(long.prefix(5000))")
    #expect(try client.get("/?\(long.prefix(8000))").status == 414)
    #expect(client.isClosed)
  }

  @Test(arguments: Array(stride(from: 4500, through: 6500, by: 25)))
  func `an answer is never missing, however long it and the request are`(length: Int) throws {
    let server = try redirector()
    let client = try RawClient(server.port)
    let answer = try client.get("/?a=b&c&d=e&\(String(repeating: "a", count: length))", "Cookie: a=b; c=d\r\n")
    #expect(answer.status == 303 || answer.status == 414)
  }

  @Test
  func `a client that goes away in the midst of its request leaves nothing behind`() throws {
    let server = try echo()
    for bytes in [
      "GET / HT", "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
    ] {
      let client = try RawClient(server.port)
      client.send(bytes)
      #expect(eventually { server.counts.connections == 1 })
      client.reset()
      #expect(eventually { server.counts.connections == 0 })
    }
  }
}
