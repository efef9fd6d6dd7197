import Guards
import HTTPServer
import Testing

@testable import OAuthClient

@Suite struct IntrospectionVerifierTests {
  /// What the guard makes of a token of which the authorization server says this: who calls, or the refusal's status.
  ///
  /// - Parameter posted: a form that comes with the request.
  private func outcome(
    _ answer: String, status: Int = 200, headers: [(name: String, value: String)] = [("authorization", "Bearer x")],
    posted: String? = nil
  ) throws -> String {
    let (caller, refusal) = try seen(answer, status: status, headers: headers, posted: posted)
    if let refusal { return String(refusal.status) }
    guard let caller else { return "nobody" }
    return "user \(caller.userID ?? "-") client \(caller.clientID ?? "-") \(caller.scopes)"
  }

  private func seen(
    _ answer: String, status: Int = 200, headers: [(name: String, value: String)] = [("authorization", "Bearer x")],
    posted: String? = nil
  ) throws -> (Caller?, HTTPResponse?) {
    let server = try HTTPServer(HTTPServerSettings()) { request in
      #expect(request.path == "/oauth/introspect" && request.method == "POST")
      #expect(String(decoding: request.body, as: UTF8.self).hasPrefix("token=x&"))
      return .now(HTTPResponse(status: status, body: Array(answer.utf8)))
    }
    defer { server.stop(within: 0) }
    let client = OAuthClient(
      issuer: "http://127.0.0.1:\(server.port)", clientID: "c", clientSecret: "s", redirectURI: "")
    var request = HTTPRequest(method: "GET", path: "/api", headers: headers)
    if let posted {
      request.method = "POST"
      request.headers.append(("content-type", "application/x-www-form-urlencoded; charset=utf-8"))
      request.body = Array(posted.utf8)
    }
    do throws(GuardRefusal) {
      return (try IntrospectionVerifier(client).caller(of: request), nil)
    } catch {
      return (nil, error.response)
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

  @Test func `a token may come in a form that was posted, but not in two ways (RFC 6750 §2.2)`() throws {
    let answer = #"{"active":true,"token_type":"Bearer","sub":"7","client_id":"c","scope":"a"}"#
    let user = #"user 7 client c ["a"]"#
    #expect(try outcome(answer, headers: [], posted: "access_token=x") == user)
    #expect(try outcome(answer, headers: [], posted: "tag=a&tag=b&access_token=x") == user)
    #expect(try outcome(answer, headers: [], posted: "tag=a") == "nobody")
    #expect(try outcome(answer, headers: [], posted: "access_token=") == "nobody")
    for posted in ["access_token=x&access_token=x", "access_token=%", "access_token=x&a=%FF"] {
      #expect(try outcome(answer, headers: [], posted: posted) == "400")
    }
    #expect(try outcome(answer, posted: "access_token=x") == "400")
    #expect(try outcome(answer, posted: "tag=a") == user)
  }

  @Test func `what is refused is told as every guard tells it`() throws {
    func body(
      _ answer: String, status: Int = 200, headers: [(name: String, value: String)] = [("authorization", "Bearer x")]
    ) throws -> String {
      let (_, refusal) = try seen(answer, status: status, headers: headers)
      return String(decoding: refusal?.body ?? [], as: UTF8.self)
    }
    #expect(
      try body(#"{"active":false}"#)
        == #"{"status":401,"message":"The token is unknown, expired or revoked.","error":"invalid_token"}"#)
    #expect(
      try body("", headers: [("authorization", "Bearer")])
        == #"{"status":400,"message":"Write the header as: Authorization: Bearer TOKEN.","error":"invalid_request"}"#)
    #expect(
      try body("", status: 500)
        == #"{"status":503,"message":"The token cannot be checked at the moment. Try again shortly."}"#)
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
