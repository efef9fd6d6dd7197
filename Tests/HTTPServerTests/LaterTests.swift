import Glibc
import HTTPServer
import Synchronization
import Testing

/// Keeps responders until a test calls them.
final class Waiting: Sendable {
  private let responders = Mutex<[Responder]>([])

  var count: Int { responders.withLock { $0.count } }
  func keep(_ respond: Responder) { responders.withLock { $0.append(respond) } }

  func take() -> [Responder] {
    responders.withLock { kept in
      defer { kept = [] }
      return kept
    }
  }

  /// A server that keeps everybody waiting.
  func server(_ settings: HTTPServerSettings = HTTPServerSettings()) throws -> HTTPServer {
    try HTTPServer(settings) { _ in .later { self.keep($0) } }
  }
}

extension HTTPResponse {
  static func text(_ text: String) -> HTTPResponse { HTTPResponse(status: 200, body: Array(text.utf8)) }
}

@Suite
struct LaterTests {
  @Test
  func `answers come from another thread, and the connection goes on`() throws {
    let waiting = Waiting()
    let server = try waiting.server()
    let client = try RawClient(server.port)
    for index in 0..<20 {
      client.send("GET /\(index) HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(eventually { waiting.count == 1 })
      Background { waiting.take().forEach { $0(.text("\(index)")) } }.join()
      #expect(try client.answer().body == "\(index)")
    }
  }

  @Test
  func `the answer may come before the closure returns`() throws {
    let server = try HTTPServer(HTTPServerSettings()) { request in .later { $0(.text(request.path)) } }
    let client = try RawClient(server.port)
    for index in 0..<200 { #expect(try client.get("/\(index)").body == "/\(index)") }
  }

  @Test
  func `a thread goes on with others while a connection sleeps`() throws {
    let waiting = Waiting()
    var settings = HTTPServerSettings()
    settings.workers = 1
    let server = try waiting.server(settings)
    let clients = try (0..<30).map { _ in try RawClient(server.port) }
    for client in clients { client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n") }
    #expect(eventually { waiting.count == 30 })
    waiting.take().forEach { $0(.text("done")) }
    for client in clients { #expect(try client.answer().body == "done") }
  }

  @Test
  func `only the first answer counts`() throws {
    let waiting = Waiting()
    let server = try waiting.server()
    let client = try RawClient(server.port)
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { waiting.count == 1 })
    let responders = waiting.take()
    for text in ["first", "second"] { responders.forEach { $0(.text(text)) } }
    #expect(try client.answer().body == "first")
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    #expect(eventually { waiting.count == 1 })
    responders.forEach { $0(.text("third")) }
    waiting.take().forEach { $0(.text("fourth")) }
    #expect(try client.answer().body == "fourth")
  }

  @Test
  func `a responder that is lost answers 500`() throws {
    let server = try HTTPServer(HTTPServerSettings()) { _ in .later { _ in } }
    #expect(try RawClient(server.port).get("/").status == 500)
  }

  @Test
  func `a client that goes away while it waits is forgotten once it is answered`() throws {
    let waiting = Waiting()
    let server = try waiting.server()
    for _ in 0..<20 {
      let client = try RawClient(server.port)
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(eventually { waiting.count == 1 })
      client.reset()
      waiting.take().forEach { $0(.text("too late")) }
      #expect(eventually { server.counts.connections == 0 })
    }
  }
}
