import Accounts
import Configuration
import Cryptography
import Guards
import HTTPServer
import Model
import OAuth
import Storage
import TestSupport
import Testing

@testable import WebServer

@Suite struct GuardTests {
  /// A guarded house with somebody signed in, their page's token and a personal token.
  private struct Scene {
    let house: WebHouse
    let services: WebServices
    let checkpoint: Guard
    let browser: Browser
    let proof: String
    let secret: MachineSecret

    init(_ change: (inout Settings) throws -> Void = { _ in }) async throws {
      house = try WebHouse(change)
      try house.test.addUser("ada")
      services = try WebServices(
        settings: house.settings, accountSettings: house.accounts.settings, path: house.test.store.path,
        surroundings: house.accounts.surroundings)
      checkpoint = Guard(DatabaseVerifier(services))
      browser = Browser(house)
      _ = await browser.signIn()
      let page = await browser.account().text
      proof = String(try #require(page.pieces(between: "<meta name=\"api-token\" content=\"", and: "\">").first))
      let ada = try house.accounts.signIn(as: "ada", password: "password", from: Origin("test"))
      secret = try ada.createToken(TokenDraft(name: "script", scopes: ["user:email"], expiry: .never)).secret
    }

    /// What becomes of a request: who calls, or the status of the refusal.
    func outcome(
      _ headers: [(name: String, value: String)] = [], signedIn: Bool = true, allowAnonymous: Bool = false,
      body: String? = nil, query: String? = nil
    ) -> String {
      var request = browser.request(body == nil ? "GET" : "POST", "/api")
      if !signedIn { request.headers.removeAll { $0.name == "cookie" } }
      request.headers += headers
      request.query = query
      if let body {
        request.headers.append(("content-type", "application/x-www-form-urlencoded"))
        request.body = Array(body.utf8)
      }
      let route = checkpoint.requireAPIAuthentication(allowAnonymous: allowAnonymous) { _, caller in
        HTTPResponse(status: 200, body: Array(Self.words(caller).utf8))
      }
      let response = route(request)
      return response.status == 200 ? response.text : String(response.status)
    }

    private static func words(_ caller: Caller?) -> String {
      switch caller?.means {
      case nil: "nobody"
      case .session: "session of \(caller?.username ?? "")"
      case .token: "token of \(caller?.username ?? "")"
      }
    }
  }

  @Test func `nobody is answered 401 with a challenge, where nobody is not allowed`() async throws {
    let scene = try await Scene()
    #expect(scene.outcome(signedIn: false) == "401")
    #expect(scene.outcome(signedIn: false, allowAnonymous: true) == "nobody")
    let response = scene.checkpoint.requireAPIAuthentication { _, _ in HTTPResponse(status: 200) }(
      HTTPRequest(method: "GET", path: "/api"))
    #expect(response.header("www-authenticate") == "Bearer")
    #expect(response.text == #"{"status":401,"message":"Sign in, or send a token."}"#)
  }

  @Test func `refusals are counted by what is wrong`() async throws {
    let scene = try await Scene()
    _ = scene.outcome([("authorization", "Bearer psp_nonsense")], signedIn: false)
    _ = scene.outcome()
    _ = scene.outcome([("authorization", "Bearer \(scene.secret.text)")], signedIn: false)
    #expect(scene.services.metrics.tallies.refused == ["invalid_token": 1, "400": 1])
  }

  @Test func `a session counts with the page's token only, also where nobody is allowed`() async throws {
    let scene = try await Scene()
    for allowAnonymous in [true, false] {
      #expect(
        scene.outcome([("authorization", "Bearer \(scene.proof)")], allowAnonymous: allowAnonymous) == "session of ada")
      #expect(scene.outcome(allowAnonymous: allowAnonymous) == "400")
      #expect(scene.outcome([("authorization", "Bearer x")], allowAnonymous: allowAnonymous) == "400")
      #expect(scene.outcome([("authorization", "Basic x")], allowAnonymous: allowAnonymous) == "400")
    }
    // The token of the page alone is nothing.
    #expect(scene.outcome([("authorization", "Bearer \(scene.proof)")], signedIn: false) == "401")
    scene.house.clock.advance(seconds: 3600)
    #expect(scene.outcome([("authorization", "Bearer \(scene.proof)")]) == "403")
  }

  @Test func `an OAuth token counts with a session and without, and needs no proof`() async throws {
    let scene = try await Scene()
    let token = scene.secret.text
    let wrong = String(token.dropLast()) + (token.hasSuffix("A") ? "B" : "A")
    for signedIn in [true, false] {
      #expect(scene.outcome([("authorization", "Bearer \(token)")], signedIn: signedIn) == "token of ada")
      #expect(scene.outcome(signedIn: signedIn, body: "access_token=\(token)") == "token of ada")
      // What is no good is refused, also where nothing was needed.
      #expect(scene.outcome([("authorization", "Bearer \(wrong)")], signedIn: signedIn, allowAnonymous: true) == "401")
      #expect(
        scene.outcome([("authorization", "Bearer \(token)")], signedIn: signedIn, body: "access_token=\(token)")
          == "400"
      )
    }
    #expect(
      scene.outcome([("authorization", "Bearer \(scene.proof)")], body: "access_token=\(token)") == "400",
      "Two ways at once.")
    #expect(scene.outcome(signedIn: false, body: "access_token=\(token)&access_token=\(token)") == "400", "Twice.")
    #expect(scene.outcome(signedIn: false, body: "access_token=\(token)&tag=a&tag=b") == "token of ada")
    #expect(scene.outcome(query: "access_token=\(token)") == "400", "The query is not looked at.")
    #expect(scene.outcome(signedIn: false, query: "access_token=\(token)") == "401")
  }

  @Test func `tokens in the query and a header of its own for the proof, where configured`() async throws {
    let scene = try await Scene {
      $0.acceptTokenInQuery = true
      $0.jwt.header = "X-Proof"
    }
    #expect(scene.outcome(query: "access_token=\(scene.secret.text)") == "token of ada")
    #expect(scene.outcome([("x-proof", "Bearer \(scene.proof)")]) == "session of ada")
    #expect(scene.outcome([("authorization", "Bearer \(scene.proof)")]) == "401")
    #expect(
      scene.outcome([("x-proof", "Bearer \(scene.proof)"), ("authorization", "Bearer \(scene.secret.text)")])
        == "token of ada")
  }

  @Test func `what is refused is told in one shape`() async throws {
    let scene = try await Scene()
    let route = scene.checkpoint.requireScopes("deposit:write") { _, _ in HTTPResponse(status: 200) }
    func answer(_ token: String?, body: String? = nil) -> String {
      var request = HTTPRequest(method: body == nil ? "GET" : "POST", path: "/api")
      if let token { request.headers.append(("authorization", "Bearer \(token)")) }
      if let body {
        request.headers.append(("content-type", "application/x-www-form-urlencoded"))
        request.body = Array(body.utf8)
      }
      return route(request).text
    }
    #expect(answer(nil) == #"{"status":401,"message":"Sign in, or send a token."}"#)
    let dead = #"{"status":401,"message":"The token is unknown, expired or revoked.","error":"invalid_token"}"#
    #expect(answer("psp_x") == dead && answer(nil, body: "access_token=psp_x") == dead)
    #expect(
      answer("a", body: "access_token=b")
        == #"{"status":400,"message":"Send the token in one way, not in several.","error":"invalid_request"}"#)
    #expect(
      answer(scene.secret.text)
        == #"{"status":403,"message":"The token lacks a scope.","error":"insufficient_scope"}"#)
  }

  @Test func `a token needs every scope, a session none`() async throws {
    let scene = try await Scene()
    func status(_ scopes: [String], _ headers: [(name: String, value: String)]) -> Int {
      var request = scene.browser.request("GET", "/api")
      request.headers += headers
      let handler: Guard.Handler = { _, caller in
        #expect(caller?.username == "ada")
        return HTTPResponse(status: 200)
      }
      let route =
        scopes.count == 1
        ? scene.checkpoint.requireScopes(scopes[0], handler: handler)
        : scene.checkpoint.requireScopes(scopes[0], scopes[1], handler: handler)
      let response = route(request)
      if response.status != 200 {
        let challenge = response.header("www-authenticate")
        #expect(challenge?.hasPrefix("Bearer error=\"insufficient_scope\"") == true)
        #expect(challenge?.hasSuffix("scope=\"\(scopes.joined(separator: " "))\"") == true)
      }
      return response.status
    }
    let token = [(name: "authorization", value: "Bearer \(scene.secret.text)")]
    #expect(status(["user:email"], token) == 200)
    #expect(status(["user:email", "deposit:write"], token) == 403)
    #expect(status(["user:emai"], token) == 403)
    #expect(status(["user:email", "deposit:write"], [("authorization", "Bearer \(scene.proof)")]) == 200)
    let open = scene.checkpoint.requireScopes("user:email") { _, _ in HTTPResponse(status: 200) }
    #expect(open(HTTPRequest(method: "GET", path: "/api")).status == 401)
  }

  @Test func `a revoked token and a disabled user are out at the next request`() async throws {
    let scene = try await Scene()
    let headers = [(name: "authorization", value: "Bearer \(scene.secret.text)")]
    #expect(scene.outcome(headers) == "token of ada")
    let ada = try #require(try scene.house.test.store.user(matching: "ada"))
    try scene.house.test.addUser("root", role: .administrator)
    try scene.house.administration.disable(ada)
    #expect(scene.outcome(headers) == "401")
    #expect(scene.outcome([("authorization", "Bearer \(scene.proof)")]) == "401")
  }
}
