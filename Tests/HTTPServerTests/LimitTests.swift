import HTTPServer
import Testing

@Suite
struct LimitTests {
  /// Settings whose time-outs are longer than any test, but for one.
  private func settings(_ change: (inout HTTPServerSettings) -> Void) -> HTTPServerSettings {
    var settings = HTTPServerSettings()
    settings.headerTimeout = 1000
    settings.bodyTimeout = 1000
    settings.idleTimeout = 1000
    change(&settings)
    return settings
  }

  static let unfinished = ["", "GET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: ", "\r\n\r\n"]

  @Test(arguments: unfinished)
  func `a head that does not come to its end is waited for so long, and no longer`(bytes: String) throws {
    let server = try echo(settings { $0.headerTimeout = 0.1 })
    let client = try RawClient(server.port)
    client.send(bytes)
    #expect(client.isClosed)
    #expect(eventually { server.counts.connections == 0 })
    #expect(eventually { server.counts.refused[.headerTimeout] == 1 })
  }

  @Test
  func `a head that comes byte by byte gains no time`() throws {
    let server = try echo(settings { $0.headerTimeout = 0.2 })
    let client = try RawClient(server.port)
    let dripping = Background { [descriptor = client.descriptor] in RawClient.drip(descriptor) }
    #expect(client.isClosed)
    dripping.join()
    #expect(eventually { server.counts.refused[.headerTimeout] == 1 })
  }

  @Test
  func `the time for a head begins anew with each request`() throws {
    let server = try echo(settings { $0.headerTimeout = 0.2 })
    let client = try RawClient(server.port)
    for _ in 0..<100 { #expect(try client.get("/").status == 200) }
    client.send("GET / HTTP/1.1\r\nHost:")
    #expect(client.isClosed)
  }

  @Test
  func `a body that does not come to its end is waited for so long`() throws {
    let server = try echo(settings { $0.bodyTimeout = 0.1 })
    let client = try RawClient(server.port)
    client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell")
    #expect(client.isClosed)
    #expect(eventually { server.counts.connections == 0 })
    #expect(eventually { server.counts.refused[.bodyTimeout] == 1 })
  }

  @Test
  func `an answer that is not taken is not kept for ever`() throws {
    let server = try HTTPServer(settings { $0.bodyTimeout = 0.1 }) { _ in
      .now(HTTPResponse(status: 200, body: [UInt8](repeating: 0x61, count: 50_000_000)))
    }
    let client = try RawClient(server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { server.counts.refused[.bodyTimeout] == 1 })
    #expect(eventually { server.counts.connections == 0 })
  }

  @Test
  func `a connection between two requests is closed after a while, which is no refusal`() throws {
    let server = try echo(settings { $0.idleTimeout = 0.1 })
    let client = try RawClient(server.port)
    #expect(try client.get("/").status == 200)
    #expect(client.isClosed)
    #expect(server.counts.refused.isEmpty)
  }

  @Test
  func `whoever waits for a late answer is not cut off`() throws {
    let waiting = Waiting()
    let server = try waiting.server(
      settings {
        $0.headerTimeout = 0.05
        $0.bodyTimeout = 0.05
        $0.idleTimeout = 0.05
      })
    let client = try RawClient(server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { waiting.count == 1 })
    // Another connection lives and dies meanwhile.
    #expect(try RawClient(server.port).isClosed)
    waiting.take().forEach { $0(.text("done")) }
    #expect(try client.answer().body == "done")
  }

  @Test
  func `one address may have so many connections, and another when one has ended`() throws {
    let server = try echo(settings { $0.connectionLimitPerAddress = 3 })
    var clients = try (0..<3).map { _ in try RawClient(server.port) }
    for client in clients { #expect(try client.get("/").status == 200) }
    for _ in 0..<2 { #expect(try RawClient(server.port).isClosed) }
    #expect(server.counts.refused[.connections] == 2)
    clients.removeLast()
    #expect(eventually { server.counts.connections == 2 })
    #expect(try RawClient(server.port).get("/").status == 200)
  }

  @Test
  func `a trusted proxy may have more`() throws {
    let server = try echo(
      settings {
        $0.connectionLimitPerAddress = 1
        $0.trustedProxies = ["127.0.0.1"]
      })
    let clients = try (0..<5).map { _ in try RawClient(server.port) }
    for client in clients { #expect(try client.get("/").status == 200) }
  }

  @Test
  func `connections above the limit in all wait until one has ended`() throws {
    let server = try echo(
      settings {
        $0.connectionLimit = 2
        $0.workers = 1
      })
    var clients = try (0..<2).map { _ in try RawClient(server.port) }
    for client in clients { #expect(try client.get("/").status == 200) }
    let waiting = try RawClient(server.port)
    waiting.send("GET /waited HTTP/1.1\r\nHost: a\r\n\r\n")
    // The others are answered meanwhile, and it is not even begun with.
    for _ in 0..<100 {
      for client in clients { #expect(try client.get("/").status == 200) }
      #expect(server.counts.connections == 2)
    }
    clients.removeLast()
    #expect(try waiting.answer().body.hasPrefix("GET /waited"))
  }
}
