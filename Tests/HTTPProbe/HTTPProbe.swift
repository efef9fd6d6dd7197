import Glibc
import HTTPServer

/// A server that does nothing but answer, to measure what the face itself costs: `HTTPProbe PORT [WORKERS]`.
@main
enum HTTPProbe {
  private static let hello = HTTPResponse(
    status: 200, headers: [("content-type", "text/plain"), ("cache-control", "no-store")], body: Array("hello\n".utf8))
  private static let challenge = HTTPResponse(status: 401, headers: [("www-authenticate", "Bearer")])

  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    var settings = HTTPServerSettings()
    settings.port = words.first.flatMap { UInt16($0) } ?? 0
    settings.workers = words.dropFirst().first.flatMap { Int($0) } ?? 2
    let server = try HTTPServer(settings) { request in
      switch request.path {
      case "/later": .later { $0(hello) }
      case "/bearer":
        .now(request.header("authorization")?.hasPrefix("Bearer pst_") == true ? hello : challenge)
      default: .now(hello)
      }
    }
    print("http://127.0.0.1:\(server.port)")
    fflush(nil)
    _ = readLine()
    server.stop(within: 1)
  }
}
