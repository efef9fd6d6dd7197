import Glibc
import HTTPServer
import Testing

@Suite
struct ListenTests {
  private func failure(_ change: (inout HTTPServerSettings) -> Void) -> HTTPServerError? {
    var settings = HTTPServerSettings()
    change(&settings)
    do throws(HTTPServerError) {
      _ = try HTTPServer(settings) { _ in .now(HTTPResponse(status: 200)) }
      return nil
    } catch {
      return error
    }
  }

  @Test
  func `a port in use is told`() throws {
    let server = try echo()
    #expect(failure { $0.port = server.port } == .portInUse(host: "127.0.0.1", port: server.port))
    #expect(try RawClient(server.port).get("/").status == 200)
  }

  @Test
  func `a name that is none of this machine's is told`() {
    #expect(failure { $0.host = "no such host" } == .unknownHost("no such host"))
    #expect(failure { $0.host = "" } == .unknownHost(""))
  }

  @Test
  func `an address of another machine is told`() {
    guard case .cannotListen(let host, _, let reason) = failure({ $0.host = "192.0.2.1" }) else {
      Issue.record("It listens at an address that is not this machine's.")
      return
    }
    #expect(host == "192.0.2.1")
    #expect(!reason.isEmpty)
  }

  @Test
  func `a proxy without an address is told`() {
    #expect(failure { $0.trustedProxies = ["10.0.0.1", "proxy"] } == .notAnAddress("proxy"))
  }

  static let errors: [HTTPServerError] = [
    .portInUse(host: "127.0.0.1", port: 5000), .portNotPermitted(port: 80), .unknownHost("x"),
    .cannotListen(host: "192.0.2.1", port: 5000, reason: "Cannot assign requested address"),
    .unreadable(path: "/x", reason: "No such file or directory"),
    .unusableCertificate(certificate: "/c", key: "/k", reason: "they do not match"), .notAnAddress("proxy"),
    .cannotStart(reason: "Cannot allocate memory"),
  ]

  @Test(arguments: errors)
  func `a failure is one sentence that says what to do`(error: HTTPServerError) {
    #expect(error.sentence.contains(";"))
    #expect(error.sentence.hasSuffix("."))
    #expect(!error.sentence.contains("\n"))
  }

  @Test(arguments: ["localhost", "[::1]", "::", "0.0.0.0"])
  func `it listens at names and at addresses of both kinds`(host: String) throws {
    var settings = HTTPServerSettings()
    settings.host = host
    do throws(HTTPServerError) {
      let server = try HTTPServer(settings) { _ in .now(HTTPResponse(status: 200)) }
      #expect(server.port > 0)
    } catch {
      // A machine without IPv6 is no fault of ours.
      #expect(host.contains("::"))
    }
  }

  @Test
  func `an IPv4 address through a socket for both kinds is written as IPv4`() throws {
    var settings = HTTPServerSettings()
    settings.host = "::"
    guard let server = try? echo(settings) else { return }
    #expect(try RawClient(server.port).get("/").body.contains("\n127.0.0.1 false\n"))
  }
}
