import HTTPServer
import Testing

@Suite
struct ProxyTests {
  private func seen(_ headers: [String], trusting proxies: [String] = ["127.0.0.1", "10.0.0.1", "2001:db8::1"]) throws
    -> String?
  {
    var settings = HTTPServerSettings()
    settings.trustedProxies = proxies
    let server = try echo(settings)
    let answer = try RawClient(server.port).get("/", headers.map { "\($0)\r\n" }.joined())
    return answer.body.split(separator: "\n").dropFirst(2).first.map(String.init)
  }

  static let believed: [(headers: [String], seen: String)] = [
    ([], "127.0.0.1 false"),
    (["X-Forwarded-For: 192.0.2.7"], "192.0.2.7 false"),
    (["X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https"], "192.0.2.7 true"),
    (["X-Forwarded-For: 198.51.100.1, 192.0.2.7"], "192.0.2.7 false"),
    (["X-Forwarded-For: 198.51.100.1, 192.0.2.7, 10.0.0.1"], "192.0.2.7 false"),
    (["X-Forwarded-For: 198.51.100.1", "X-Forwarded-For: 192.0.2.7,10.0.0.1"], "192.0.2.7 false"),
    (["X-Forwarded-For: 192.0.2.7, 2001:DB8:0::1"], "192.0.2.7 false"),
    (["X-Forwarded-For: 2001:db8::00ff"], "2001:db8::ff false"),
    (["X-Forwarded-For: ::ffff:192.0.2.7"], "192.0.2.7 false"),
    (["X-Forwarded-For: 10.0.0.1"], "10.0.0.1 false"),
    (["X-Forwarded-For: unknown"], "127.0.0.1 false"),
    (["X-Forwarded-For: 192.0.2.7, "], "127.0.0.1 false"),
    (["X-Forwarded-For: 192.0.2.7, evil, 10.0.0.1"], "10.0.0.1 false"),
    (["X-Forwarded-For: 192.0.2.7:80"], "127.0.0.1 false"),
    (["X-Forwarded-For: 192.0.2.07"], "127.0.0.1 false"),
    (["X-Forwarded-Proto: https"], "127.0.0.1 true"),
    (["X-Forwarded-Proto: http, https"], "127.0.0.1 true"),
    (["X-Forwarded-Proto: https, http"], "127.0.0.1 false"),
    (["X-Forwarded-Proto: HTTPS"], "127.0.0.1 false"),
  ]

  @Test(arguments: believed)
  func `the last address that is no trusted proxy's is the client's`(headers: [String], seen: String) throws {
    #expect(try self.seen(headers) == seen)
  }

  @Test
  func `what others say of themselves is not believed`() throws {
    let headers = ["X-Forwarded-For: 192.0.2.7", "X-Forwarded-Proto: https"]
    #expect(try seen(headers, trusting: []) == "127.0.0.1 false")
    #expect(try seen(headers, trusting: ["10.0.0.1"]) == "127.0.0.1 false")
  }
}
