import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct CodeExchangeTests {
  @Test func `a code gives an access and a refresh token, once (RFC 6749 §4.1.3)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let answer = try house.redeem(house.code(for: application), by: application)
    #expect(answer.access.kind == .accessToken && answer.refresh?.kind == .refreshToken)
    #expect(answer.expiresIn == 3600 && answer.scopes == ["data:read"] && answer.user == house.ada)
    let token = try #require(try house.live(answer.access.text))
    #expect(token.kind == .access && token.user == house.ada && token.client?.clientID.text == application.id)
    #expect(token.scopes == ["data:read"] && token.expiresAt == house.clock.now.addingTimeInterval(3600))
    let refresh = try #require(try house.live(answer.refresh?.text))
    #expect(refresh.kind == .refresh && refresh.expiresAt == house.clock.now.addingTimeInterval(30 * 86_400))
  }

  @Test(
    "What a request must say (RFC 6749 §4.1.3)",
    arguments: [
      (["grant_type": nil], .invalidRequest), (["grant_type": "code"], .unsupportedGrantType),
      (["grant_type": "AUTHORIZATION_CODE"], .unsupportedGrantType), (["code": nil], .invalidRequest),
      (["code": "psc_nonsense"], .invalidGrant), (["redirect_uri": nil], .invalidGrant),
      (["redirect_uri": "https://app.example/callback/"], .invalidGrant),
      (["redirect_uri": "https://APP.example/callback"], .invalidGrant),
      (["redirect_uri": "https://app.example/callbac\u{212A}"], .invalidGrant), (["code_verifier": nil], .invalidGrant),
      (["code_verifier": "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"], .invalidGrant),
    ] as [(Changes, OAuthError.Code)])
  func mustFit(changes: Changes, code: OAuthError.Code) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let text = try house.code(for: application)
    #expect(refusal { try house.redeem(text, by: application, changes) } == code)
    #expect(try house.number("SELECT count(*) FROM tokens") == 0)
    // It was not spent by that.
    try house.redeem(text, by: application)
  }

  @Test func `the redirect URI is compared byte for byte`() throws {
    let house = try ProtocolHouse()
    let uri = "https://app.example/K"
    let application = try house.register(redirectURIs: uri)
    let code = try house.code(for: application, ["redirect_uri": uri])
    #expect(
      refusal { try house.redeem(code, by: application, ["redirect_uri": "https://app.example/\u{212A}"]) }
        == .invalidGrant)
    try house.redeem(code, by: application, ["redirect_uri": uri])
  }

  @Test func `where the request named no redirect URI, the exchange may leave it out but not make one up`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    for said in [nil, ProtocolHouse.callback] {
      let code = try house.code(for: application, ["redirect_uri": nil])
      #expect(
        refusal { try house.redeem(code, by: application, ["redirect_uri": "https://evil.example/"]) }
          == .invalidGrant)
      try house.redeem(code, by: application, ["redirect_uri": said])
    }
  }

  @Test func `a code is its client's alone, and another client's try harms nothing`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let thief = try house.register("Thief")
    let native = try house.register("Native", type: .public)
    let code = try house.code(for: application)
    let events = try house.events {
      for other in [thief, native] { #expect(refusal { try house.redeem(code, by: other) } == .invalidGrant) }
    }
    #expect(events == [])
    let answer = try house.redeem(code, by: application)
    // Nor can another client end what was given by a replay.
    for other in [thief, native] { #expect(refusal { try house.redeem(code, by: other) } == .invalidGrant) }
    #expect(try house.live(answer.access.text) != nil)
  }

  @Test func `a code lives for its life time and no second longer (RFC 6749 §4.1.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let codes = try (0..<2).map { _ in try house.code(for: application) }
    house.clock.advance(seconds: 59)
    try house.redeem(codes[0], by: application)
    house.clock.advance(seconds: 1)
    #expect(refusal { try house.redeem(codes[1], by: application) } == .invalidGrant)
    let short = try ProtocolHouse { $0.codeLifetime = 5 }
    let other = try short.register()
    let code = try short.code(for: other)
    short.clock.advance(seconds: 5)
    #expect(refusal { try short.redeem(code, by: other) } == .invalidGrant)
  }

  @Test func `using a code twice ends what it gave, and what came of that (RFC 6749 §4.1.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    let first = try house.redeem(code, by: application)
    let second = try house.refresh(first.refresh, by: application)
    let events = try house.events {
      #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant)
    }
    #expect(events == ["code.replay refused"])
    for token in [first.access, second.access, first.refresh, second.refresh] {
      #expect(try house.live(token?.text) == nil)
    }
    #expect(refusal { try house.refresh(second.refresh, by: application) } == .invalidGrant)
  }

  @Test func `a replay ends nothing of another authorization, earlier or later`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let earlier = try house.tokens(for: application)
    let code = try house.code(for: application)
    let own = try house.redeem(code, by: application)
    let later = try house.tokens(for: application)
    let others = try house.tokens(for: application, by: house.eve)
    let unused = try house.code(for: application)
    for _ in 0..<3 { #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant) }
    #expect(try house.live(own.access.text) == nil)
    for tokens in [earlier, later, others, try house.redeem(unused, by: application)] {
      #expect(try house.live(tokens.access.text) != nil && house.live(tokens.refresh?.text) != nil)
    }
    // All but the replayed one.
    #expect(try house.number("SELECT count(DISTINCT family) FROM authorization_codes") == 4)
  }

  @Test func `a replay is seen though the code has expired since, and though its proof is missing`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    let tokens = try house.redeem(code, by: application)
    house.clock.advance(seconds: 600)
    #expect(refusal { try house.redeem(code, by: application, ["code_verifier": nil]) } == .invalidGrant)
    #expect(try house.live(tokens.access.text) == nil)
  }

  @Test func `a disabled user's code gives nothing, and their tokens sleep`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    let tokens = try house.tokens(for: application)
    try house.disable(house.ada)
    #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant)
    #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidGrant)
    #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) == nil)
  }

  @Test func `a disabled owner's client cannot redeem, and what it holds is dead`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let native = try house.register("Native", type: .public)
    let codes = try [application, native].map { ($0, try house.code(for: $0)) }
    let tokens = try house.tokens(for: application)
    try house.disable(house.eve)
    for (holder, code) in codes { #expect(refusal { try house.redeem(code, by: holder) } == .invalidClient) }
    #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidClient)
    #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) == nil)
  }

  @Test func `a deleted user or client leaves nothing alive`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.register("Other")
    let mine = try house.tokens(for: application)
    let theirs = try house.tokens(for: application, by: house.eve)
    let last = try house.tokens(for: other)
    let code = try house.code(for: application)
    try house.store.deleteClient(
      other.client.clientID, ownedBy: house.eve.id, audit: house.test.audit(.applicationDelete))
    #expect(try house.live(last.access.text) == nil)
    try house.store.deleteUser(house.ada.id, audit: house.test.audit(.userDelete))
    #expect(try house.live(mine.access.text) == nil && house.live(theirs.access.text) != nil)
    #expect(refusal { try house.redeem(code, by: application) } == .invalidGrant)
  }

  @Test func `every secret is taken in its own place only`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    let code = try house.code(for: application)
    let others = [tokens.access.text, tokens.refresh?.text ?? "", application.secret ?? ""]
    for text in others { #expect(refusal { try house.redeem(text, by: application) } == .invalidGrant) }
    let grants = [
      ("refresh_token", "refresh_token"), ("urn:ietf:params:oauth:grant-type:device_code", "device_code"),
    ]
    for (type, name) in grants {
      for text in [code, tokens.access.text, application.secret ?? ""] {
        #expect(refusal { try house.token(application, [("grant_type", type), (name, text)]) } == .invalidGrant)
      }
    }
    try house.redeem(code, by: application)
    try house.refresh(tokens.refresh, by: application)
  }
}
