import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct AuthorizationRequestTests {
  @Test func `a request that is in order says what the user is asked (RFC 6749 §4.1.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    try house.test.grant(application.client, by: house.eve)
    let request = try house.ask(application, ["scope": "data:write user:email", "unknown": "ignored"])
    #expect(request.client == application.client && request.owner == house.eve && request.users == 1)
    #expect(request.responseType == .code && request.scopes == ["user:email", "data:write"])
    #expect(request.challenge == ProtocolHouse.challenge && !request.asksAgain)
    #expect(request.parameters["state"] == "xyz" && request.parameters["unknown"] == "ignored")
  }

  @Test func `without a known client or redirect URI the user stays on a page (RFC 6749 §4.1.2.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    for id in [nil, "", "nobody", application.id.lowercased(), application.id + "x", " ", "%", "'"] {
      #expect(page { try house.ask(application, ["client_id": id]) } == .invalidRequest, "\(id ?? "-")")
    }
    #expect(page { try house.ask(application, ["redirect_uri": "https://evil.example/"]) } == .invalidRequest)
    // What else is wrong does not matter then.
    #expect(
      page { try house.ask(application, ["redirect_uri": "https://evil.example/", "response_type": "token"]) }
        == .invalidRequest)
    try house.disable(house.eve)
    #expect(page { try house.ask(application) } == .invalidRequest)
    try house.disable(house.eve, false)
    _ = try house.ask(application)
  }

  @Test(
    "A parameter that comes twice is an error that is not redirected (RFC 6749 §3.1)",
    arguments: ["client_id", "redirect_uri", "state", "scope", "response_type", "unknown"])
  func twice(name: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let values = try house.question(application, ["unknown": "1"]).all
    let repeated = values.filter { $0.name == name }
    #expect(repeated.count == 1)
    for again in [repeated, [(name, "other")], [(name, "")]] {
      #expect(refusal { try parameters(values + again) } == .invalidRequest)
    }
  }

  @Test(
    "Every other error is told to the client, with state and iss (RFC 6749 §4.1.2.1, RFC 9207 §2)",
    arguments: [
      (["response_type": nil], "invalid_request"), (["response_type": ""], "invalid_request"),
      (["response_type": "code token"], "unsupported_response_type"),
      (["response_type": "Code"], "unsupported_response_type"),
      (["response_type": "id_token"], "unsupported_response_type"),
      (["response_type": "none"], "unsupported_response_type"),
      (["scope": "unknown"], "invalid_scope"), (["scope": "data:read unknown"], "invalid_scope"),
      (["scope": "house:keep"], "invalid_scope"), (["scope": "data:read house:keep"], "invalid_scope"),
      (["scope": "DATA:READ"], "invalid_scope"), (["scope": "data:read  data:write"], "invalid_scope"),
      (["scope": " data:read"], "invalid_scope"), (["scope": "data:read\tdata:write"], "invalid_scope"),
      (["scope": "data:read,data:write"], "invalid_scope"), (["scope": "A\u{212A}:7"], "invalid_scope"),
      (["scope": "é"], "invalid_scope"), (["scope": " "], "invalid_scope"),
      (["response_mode": "fragment"], "invalid_request"), (["response_mode": "form_post"], "invalid_request"),
      (["response_mode": "web_message"], "invalid_request"), (["prompt": "none"], "invalid_request"),
      (["prompt": "login"], "invalid_request"), (["prompt": "consent login"], "invalid_request"),
      (["code_challenge_method": "plain"], "invalid_request"), (["code_challenge_method": nil], "invalid_request"),
      (["code_challenge": nil], "invalid_request"), (["code_challenge": "short"], "invalid_request"),
    ] as [(Changes, String)])
  func redirectedErrors(changes: Changes, code: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let told = try #require(try redirected { try house.ask(application, changes) })
    #expect(told["error"] == code)
    #expect(told["state"] == "xyz" && told["iss"] == "https://auth.example.org")
    #expect(told["error_description"]?.isEmpty == false && told.count == 4)
  }

  @Test func `no scope asks for nothing, never for all (RFC 6749 §3.3)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    for scope in [nil, ""] {
      #expect(try house.ask(application, ["scope": scope]).scopes == [])
      #expect(try house.redeem(house.code(for: application, ["scope": scope]), by: application).scopes == [])
    }
    #expect(try house.ask(application, ["scope": "AK:7 AK:7"]).scopes == ["AK:7"])
  }

  @Test(
    "The state comes back byte for byte (RFC 6749 §4.1.2)",
    arguments: [
      "x", "a b+c", "%41%", "a&b=c#d?e", "é€😀", "e\u{301}", "\u{212A}", "\r\nSet-Cookie: a=b", "\t", "\"'<>\\", "=",
      "+",
      "\u{202E}", String(repeating: "s", count: 4000),
    ])
  func state(text: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let request = try house.ask(application, ["state": text])
    let unknownScope = try redirected { try house.ask(application, ["state": text, "scope": "unknown"]) }
    for told in [
      try carried(house.refuse(request).location), try house.approve(request), try #require(unknownScope),
      try carried(house.server.fail(request, because: .full).location),
    ] {
      #expect(told["state"].map { Array($0.utf8) } == Array(text.utf8))
      #expect(told["iss"] == "https://auth.example.org")
    }
    #expect(try house.refuse(request).location.utf8.allSatisfy { 0x21...0x7E ~= $0 })
  }

  @Test func `without a state none comes back, and an answer says no more than it must`() throws {
    let house = try ProtocolHouse()
    let request = try house.ask(house.register(), ["state": nil, "response_mode": "query", "prompt": "consent"])
    #expect(request.asksAgain)
    let refused = try house.refuse(request)
    #expect(refused.error?.code == .accessDenied)
    #expect(try carried(refused.location).keys.sorted() == ["error", "error_description", "iss"])
    #expect(try house.approve(request).keys.sorted() == ["code", "iss"])
  }

  @Test func `a server that cannot write says so to the client (RFC 6749 §4.1.2.1)`() throws {
    let house = try ProtocolHouse()
    let request = try house.ask(house.register())
    let failure = house.server.fail(request, because: .full)
    #expect(try carried(failure.location)["error"] == "temporarily_unavailable")
    #expect(failure.error?.cause == .full)
  }

  @Test func `where codes cannot be redeemed none are given`() throws {
    let house = try ProtocolHouse { $0.grantTypes = [.clientCredentials] }
    let application = try house.register()
    #expect(try redirected { try house.ask(application) }?["error"] == "unsupported_response_type")
  }
}
