import Guards
import HTTPServer
import Testing

@testable import OAuthClient

@Suite struct IntrospectionVerifierTests {
  /// What the guard makes of a token of which the authorization server says this.
  private func outcome(
    _ answer: String, status: Int = 200, headers: [(name: String, value: String)] = [("authorization", "Bearer x")]
  ) throws -> String {
    let server = try HTTPServer(HTTPServerSettings()) { request in
      #expect(request.path == "/oauth/introspect" && request.method == "POST")
      return .now(HTTPResponse(status: status, body: Array(answer.utf8)))
    }
    defer { server.stop(within: 0) }
    let client = OAuthClient(
      issuer: "http://127.0.0.1:\(server.port)", clientID: "c", clientSecret: "s", redirectURI: "")
    let request = HTTPRequest(method: "GET", path: "/api", headers: headers)
    do throws(GuardRefusal) {
      guard let caller = try IntrospectionVerifier(client).caller(of: request) else { return "nobody" }
      return "user \(caller.userID ?? "-") client \(caller.clientID ?? "-") \(caller.scopes)"
    } catch {
      return String(error.response.status)
    }
  }

  @Test func `a live token is its user's or its client's`() throws {
    let users = #"{"active":true,"token_type":"Bearer","sub":"7","client_id":"c","scope":"a b"}"#
    #expect(try outcome(users) == #"user 7 client c ["a", "b"]"#)
    let clients = #"{"active":true,"token_type":"bearer","sub":"c","client_id":"c"}"#
    #expect(try outcome(clients) == "user - client c []")
    #expect(try outcome(users, headers: []) == "nobody")
    #expect(try outcome(users, headers: [("authorization", "Bearer")]) == "400")
  }

  @Test func `what is not live lets nobody in, nor does a refresh token that is (RFC 7662 §2.2)`() throws {
    #expect(try outcome(#"{"active":false}"#) == "401")
    #expect(try outcome(#"{"active":false,"token_type":"Bearer","sub":"7"}"#) == "401")
    #expect(try outcome(#"{"active":true,"sub":"7","client_id":"c","scope":"a"}"#) == "401")
    #expect(try outcome(#"{"active":true,"token_type":"N_A","sub":"7","client_id":"c"}"#) == "401")
  }

  @Test func `a server that cannot tell lets nobody in`() throws {
    for status in [400, 401, 403, 404, 500, 503] {
      #expect(try outcome(#"{"active":true,"token_type":"Bearer","sub":"7"}"#, status: status) == "503")
    }
    for answer in ["", "{}", "[]", "true", #"{"active":"true"}"#, #"{"active":1}"#] {
      #expect(try outcome(answer) == "503")
    }
  }
}
