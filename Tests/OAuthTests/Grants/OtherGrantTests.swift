import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct ClientCredentialsTests {
  @Test func `a confidential client gets a token of its own, for no user and without refresh (RFC 6749 §4.4)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let answer = try house.token(application, [("grant_type", "client_credentials"), ("scope", "data:read")])
    #expect(answer.refresh == nil && answer.user == nil && answer.scopes == ["data:read"])
    let token = try #require(try house.live(answer.access.text))
    #expect(token.user == nil && token.client?.clientID.text == application.id && token.kind == .access)
    #expect(try house.token(application, [("grant_type", "client_credentials")]).scopes == [])
    house.clock.advance(seconds: 3600)
    #expect(try house.live(answer.access.text) == nil)
  }

  @Test func `a public client is invalid_client (RFC 6749 §4.4)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    #expect(refusal { try house.token(native, [("grant_type", "client_credentials")]) } == .invalidClient)
    #expect(OAuthError(.invalidClient, "").status == 401)
  }

  @Test(arguments: ["house:keep", "unknown", "data:read house:keep"])
  func `scopes that nobody may have are refused`(scope: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let values = [("grant_type", "client_credentials"), ("scope", scope)]
    #expect(refusal { try house.token(application, values) } == .invalidScope)
  }

  @Test func `a disabled owner's token is dead at the next request, and his client is refused`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let answer = try house.token(application, [("grant_type", "client_credentials")])
    try house.disable(house.eve)
    #expect(try house.live(answer.access.text) == nil)
    #expect(refusal { try house.token(application, [("grant_type", "client_credentials")]) } == .invalidClient)
  }

  @Test(arguments: GrantType.allCases)
  func `a grant that is not configured is not there`(type: GrantType) throws {
    let house = try ProtocolHouse { $0.grantTypes = Set(GrantType.allCases).subtracting([type]) }
    let application = try house.register()
    #expect(refusal { try house.token(application, [("grant_type", type.rawValue)]) } == .unsupportedGrantType)
  }
}

@Suite struct PasswordGrantTests {
  private func asked(_ house: ProtocolHouse, _ application: Application, scope: String) throws -> TokenRequest {
    try house.request(
      application,
      [("grant_type", "password"), ("username", "ada"), ("password", "password"), ("scope", scope)])
  }

  @Test func `it is off by default (RFC 9700 §2.4)`() throws {
    let house = try ProtocolHouse()
    let request = try asked(house, house.register(), scope: "data:read")
    #expect(refusal { try house.server.grant(request) } == .unsupportedGrantType)
    #expect(refusal { try house.server.passwordGrant(request, user: house.ada) } == .unsupportedGrantType)
  }

  @Test func `where it is on, it gives tokens and leaves a grant (RFC 6749 §4.3)`() throws {
    let house = try ProtocolHouse { $0.grantTypes.insert(.password) }
    let application = try house.register()
    let request = try asked(house, application, scope: "data:read")
    // Whose password it is, is found out before: the protocol itself never takes one.
    #expect(refusal { try house.server.grant(request) } == .unsupportedGrantType)
    var answer: TokenAnswer?
    let events = try house.events {
      answer = try house.store.commit(house.server.passwordGrant(request, user: house.ada)).get()
    }
    #expect(events == ["app.authorize done"])
    #expect(answer?.user == house.ada && answer?.refresh != nil && answer?.scopes == ["data:read"])
    #expect(try house.live(answer?.access.text)?.user == house.ada)
    #expect(try house.store.grantedScopes(to: application.client.id, by: house.ada.id) == ["data:read"])
    try house.refresh(answer?.refresh, by: application)
    let tooMuch = try asked(house, application, scope: "house:keep")
    #expect(refusal { try house.server.passwordGrant(tooMuch, user: house.ada) } == .invalidScope)
    let other = try house.request(application, [("grant_type", "client_credentials")])
    #expect(refusal { try house.server.passwordGrant(other, user: house.ada) } == .unsupportedGrantType)
  }
}

@Suite struct ImplicitGrantTests {
  @Test func `it is off by default, and the refusal stands in the fragment (RFC 6749 §4.2.2.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let changes: Changes = ["response_type": "token", "code_challenge": nil, "code_challenge_method": nil]
    do {
      _ = try house.ask(application, changes)
      Issue.record("It was taken.")
    } catch AuthorizationRefusal.redirect(let redirect) {
      #expect(redirect.location.hasPrefix("https://app.example/callback#error=unsupported_response_type&"))
      #expect(try carried(redirect.location)["state"] == "xyz")
    }
  }

  @Test func `where it is on, the token stands in the fragment, and there is no refresh token (RFC 6749 §4.2.2)`()
    throws
  {
    let house = try ProtocolHouse { $0.responseTypes = [.code, .token] }
    let application = try house.register(type: .public)
    let changes: Changes = [
      "response_type": "token", "response_mode": "fragment", "code_challenge": nil, "code_challenge_method": nil,
    ]
    let request = try house.ask(application, changes)
    let (change, answer) = house.server.approve(request, by: house.ada, from: house.origin, isRemembered: false)
    _ = try house.store.commit(change)
    #expect(answer.location.hasPrefix("https://app.example/callback#") && !answer.location.contains("?"))
    let told = try carried(answer.location)
    #expect(
      told.keys.sorted() == ["access_token", "expires_in", "iss", "scope", "state", "token_type"])
    let token = try #require(try house.live(told["access_token"]))
    #expect(token.user == house.ada && token.scopes == ["data:read"])
    #expect(try house.number("SELECT count(*) FROM tokens WHERE kind = 'refresh'") == 0)
    #expect(try house.number("SELECT count(*) FROM authorization_codes") == 0)
    #expect(try house.refuse(request).location.hasPrefix("https://app.example/callback#error=access_denied&"))
    #expect(!(try house.server.needsConsent(to: request, by: house.ada, reading: house.store)))
  }

  @Test func `a challenge or a query answer does not go with it`() throws {
    let house = try ProtocolHouse { $0.responseTypes = [.code, .token] }
    let application = try house.register()
    for changes in [
      ["response_type": "token"],
      ["response_type": "token", "code_challenge": nil, "code_challenge_method": nil, "response_mode": "query"],
    ] as [Changes] {
      #expect(try redirected { try house.ask(application, changes) }?["error"] == "invalid_request")
    }
  }
}

@Suite struct SingleTokenTests {
  @Test(arguments: [true, false])
  func `a new authorization ends the older tokens only where the house says so`(isSingle: Bool) throws {
    let house = try ProtocolHouse {
      $0.singleTokenPerUser = isSingle
      $0.responseTypes = [.code, .token]
      $0.grantTypes.insert(.password)
    }
    let application = try house.register()
    let other = try house.register("Other")
    let untouched = [
      try house.tokens(for: application, by: house.eve).access.text, try house.tokens(for: other).access.text,
      try house.token(application, [("grant_type", "client_credentials")]).access.text,
    ]
    var last = try house.tokens(for: application)
    func follows(_ next: TokenAnswer) throws {
      #expect(try (house.live(last.access.text) == nil) == isSingle)
      #expect(try (house.live(last.refresh?.text) == nil) == isSingle)
      #expect(try house.live(next.access.text) != nil && house.live(next.refresh?.text) != nil)
      last = next
    }
    try follows(house.tokens(for: application))
    let password = try house.request(application, [("grant_type", "password")])
    try follows(house.store.commit(house.server.passwordGrant(password, user: house.ada)).get())
    try follows(DeviceFlowTests.connected(house, application))
    // Refreshing is no new authorization.
    let refreshed = try house.refresh(last.refresh, by: application)
    #expect(try house.live(refreshed.access.text) != nil && house.live(refreshed.refresh?.text) != nil)
    let changes: Changes = ["response_type": "token", "code_challenge": nil, "code_challenge_method": nil]
    let implicit = try house.approve(house.ask(application, changes))
    #expect(try house.live(implicit["access_token"]) != nil)
    #expect(try (house.live(refreshed.access.text) == nil) == isSingle)
    for text in untouched { #expect(try house.live(text) != nil) }
  }
}
