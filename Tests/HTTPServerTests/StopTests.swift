import HTTPServer
import Testing

@Suite
struct StopTests {
  @Test
  func `what has begun is finished, and its connection closed`() throws {
    let waiting = Waiting()
    let server = try waiting.server()
    let client = try RawClient(server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { waiting.count == 1 })
    let stopping = Background { server.stop(within: 30) }
    #expect(eventually { refusesListening(server.port) })
    waiting.take().forEach { $0(.text("done")) }
    let answer = try client.answer()
    #expect(answer.body == "done")
    #expect(answer.closes)
    #expect(client.isClosed)
    stopping.join()
  }

  @Test
  func `a request on a connection that was kept is refused`() throws {
    let waiting = Waiting()
    let server = try HTTPServer(HTTPServerSettings()) { request in
      request.path == "/wait" ? .later { waiting.keep($0) } : .now(.text("now"))
    }
    let busy = try RawClient(server.port)
    busy.send("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n")
    let kept = try RawClient(server.port)
    #expect(try kept.get("/").body == "now")
    #expect(eventually { waiting.count == 1 })
    let stopping = Background { server.stop(within: 30) }
    #expect(eventually { refusesListening(server.port) })
    let answer = try kept.get("/")
    #expect(answer.status == 503)
    #expect(answer.closes)
    #expect(kept.isClosed)
    waiting.take().forEach { $0(.text("done")) }
    #expect(try busy.answer().body == "done")
    stopping.join()
    #expect(server.counts.refused[.stopping] == 1)
  }

  @Test
  func `what is not answered in time is told to try again`() throws {
    let waiting = Waiting()
    let server = try waiting.server()
    let clients = try (0..<10).map { _ in try RawClient(server.port) }
    for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
    #expect(eventually { waiting.count == 10 })
    server.stop(within: 0.05)
    for client in clients { #expect(try client.answer().status == 503) }
    // Nobody listens any more, and nothing happens.
    waiting.take().forEach { $0(.text("too late")) }
  }

  @Test
  func `connections without a request do not hold it up`() throws {
    let server = try echo()
    let idle = try RawClient(server.port)
    let used = try RawClient(server.port)
    #expect(try used.get("/").status == 200)
    #expect(eventually { server.counts.connections == 2 })
    server.stop(within: 1000)
    #expect(idle.isClosed)
    #expect(used.isClosed)
    #expect(server.counts.connections == 0)
    server.stop(within: 1000)
  }

  @Test
  func `it can be stopped while answers are given from everywhere`() throws {
    for _ in 0..<10 {
      let waiting = Waiting()
      let server = try waiting.server()
      let clients = try (0..<20).map { _ in try RawClient(server.port) }
      for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
      #expect(eventually { waiting.count == 20 })
      let answering = waiting.take().map { respond in Background { respond(.text("done")) } }
      server.stop(within: 0)
      answering.forEach { $0.join() }
      #expect(server.counts.connections == 0)
    }
  }

  @Test
  func `a server that is let go of stops`() throws {
    var server: HTTPServer? = try echo()
    let port = try #require(server?.port)
    server = nil
    #expect(refusesListening(port))
  }

  @Test
  func `its port can be listened at again at once`() throws {
    var settings = HTTPServerSettings()
    let first = try echo(settings)
    settings.port = first.port
    #expect(try RawClient(first.port).get("/").status == 200)
    first.stop(within: 1)
    let second = try echo(settings)
    #expect(try RawClient(second.port).get("/").status == 200)
  }
}
