import Guards
import HTTPServer
import Testing

@Suite struct GuardRefusalTests {
  @Test(
    "The challenge says what is wrong and needed, and nothing to who sent no token (RFC 6750 §3)",
    arguments: [
      (nil, "Sign in.", ["a"], "Bearer"),
      ("invalid_token", "It is dead.", [], #"Bearer error="invalid_token", error_description="It is dead.""#),
      (
        "insufficient_scope", "It lacks a scope.", ["user:email", "data:write"],
        #"Bearer error="insufficient_scope", error_description="It lacks a scope.", scope="user:email data:write""#
      ),
      (
        "invalid_request", "a\"b\\c\r\nSet-Cookie: é", [],
        #"Bearer error="invalid_request", error_description="abcSet-Cookie: ""#
      ),
    ])
  func challenge(error: String?, description: String, scopes: [String], expected: String) {
    #expect(BearerChallenge.header(error, description: description, scopes: scopes) == expected)
  }

  @Test func `every refusal has one shape, and is kept by nobody`() {
    let refusals = [
      (GuardRefusal(status: 401, message: "Sign in."), #"{"status":401,"message":"Sign in."}"#, "Bearer", nil),
      (GuardRefusal(status: 403, message: "\"Load\""), #"{"status":403,"message":"\"Load\""}"#, nil, nil),
      (
        GuardRefusal(status: 400, error: "invalid_request", message: "Once."),
        #"{"status":400,"message":"Once.","error":"invalid_request"}"#,
        #"Bearer error="invalid_request", error_description="Once.""#, nil
      ),
      (GuardRefusal(status: 503, message: "Away.", retryAfter: 2), #"{"status":503,"message":"Away."}"#, nil, "2"),
    ]
    for (refusal, body, challenge, wait) in refusals {
      let response = refusal.response
      #expect(response.text == body)
      #expect(response.header("www-authenticate") == challenge && response.header("retry-after") == wait)
      #expect(response.header("content-type") == "application/json" && response.header("cache-control") == "no-store")
    }
  }
}
