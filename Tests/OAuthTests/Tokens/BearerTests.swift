import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct BearerTests {
  private func verify(_ house: ProtocolHouse, _ text: String) throws -> BearerToken {
    let presented = try #require(try PresentedToken(authorization: "Bearer " + text, body: nil, query: nil))
    return try house.server.verify(presented, reading: house.store)
  }

  @Test func `a token comes in the header, a form or the query (RFC 6750 §2)`() throws {
    let house = try ProtocolHouse()
    let token = try house.tokens(for: house.register()).access.text
    for presented in [
      try PresentedToken(authorization: "Bearer \(token)", body: nil, query: nil),
      try PresentedToken(authorization: "bEARER \(token)", body: nil, query: nil),
      try PresentedToken(authorization: nil, body: token, query: nil),
      try PresentedToken(authorization: nil, body: nil, query: token),
      try PresentedToken(authorization: "Basic YTpi", body: token, query: nil),
    ] {
      #expect(try house.server.verify(#require(presented), reading: house.store).user == house.ada)
    }
    #expect(try PresentedToken(authorization: nil, body: nil, query: nil) == nil)
    #expect(try PresentedToken(authorization: "Basic YTpi", body: nil, query: nil) == nil)
  }

  @Test(
    arguments: [
      ("Bearer a", "a", nil), ("Bearer a", nil, "a"), (nil, "a", "a"), ("Bearer a", "b", "c"),
    ] as [(String?, String?, String?)])
  func `two ways at once are an error, though they say the same (RFC 6750 §2)`(
    header: String?, body: String?, query: String?
  ) {
    #expect(
      refusal { try PresentedToken(authorization: header, body: body, query: query) } == .invalidRequest)
  }

  @Test(arguments: ["Bearer", "Bearer ", "Bearer  a", "Bearer a b", "Bearer a, Bearer b", "bearer"])
  func `a broken header is invalid_request (RFC 6750 §3.1)`(header: String) {
    #expect(refusal { try PresentedToken(authorization: header, body: nil, query: nil) } == .invalidRequest)
  }

  @Test func `each kind is accepted in its own place only, and a digest in none`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    let personal = MachineSecret(.personalToken, length: 60, random: house.test.random)
    _ = try house.store.addPersonalToken(
      name: Name(stored: "laptop"), owner: house.ada.id, scopes: ["data:read"], isInternal: false,
      secret: SecretDigest(digest: personal.digest, lastFour: personal.lastFour), expiresAt: nil,
      at: house.clock.now, audit: house.test.audit())
    #expect(try verify(house, tokens.access.text).kind == .access)
    let own = try verify(house, personal.text)
    #expect(own.kind == .personal && own.client == nil && own.user == house.ada)
    let digest = tokens.access.digest
    let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let code = try house.code(for: application)
    for text in [
      tokens.refresh?.text ?? "", code, application.secret ?? "", application.id, hex, Base64.encode(digest, .url),
      "pst_" + hex, tokens.access.text.lowercased(), tokens.access.text + "a", String(tokens.access.text.dropLast()),
      "psp_" + tokens.access.text.dropFirst(4), "x", "'", "\u{212A}",
    ] {
      #expect(refusal { try verify(house, text) } == .invalidToken, "\(text)")
    }
  }

  @Test func `what died is dead at the very next request, whoever ended it`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let another = try house.test.another()
    let audit = house.test.audit()
    func dies(_ end: () throws -> Void) throws {
      let token = try house.tokens(for: application).access.text
      #expect(refusal { try verify(house, token) } == nil)
      try end()
      #expect(refusal { try verify(house, token) } == .invalidToken)
    }
    let pair = [(application.client.clientID, audit)]
    try dies { _ = try another.revokeGrants(pair, of: house.ada.id, at: house.clock.now) }
    try dies {
      _ = try another.revokeTokens(
        ofClient: application.client.clientID, ownedBy: nil, at: house.clock.now, audit: audit)
    }
    for user in [house.ada, house.eve] {
      try dies { try another.setUser(user.id, disabledAt: house.clock.now, audit: audit) }
      try another.setUser(user.id, disabledAt: nil, audit: audit)
    }
    try dies { house.clock.advance(seconds: 3600) }
    try dies { try another.deleteClient(application.client.clientID, ownedBy: nil, audit: audit) }
  }

  @Test func `scopes that are missing are insufficient_scope (RFC 6750 §3.1)`() throws {
    let house = try ProtocolHouse()
    let token = try verify(house, house.tokens(for: house.register(), scope: "data:read user:email").access.text)
    for enough in [[], ["data:read"], ["user:email", "data:read"]] {
      try house.server.require(enough, of: token)
    }
    for tooMuch in [["data:write"], ["data:read", "data:write"], ["data"], [""]] {
      #expect(refusal { try house.server.require(tooMuch, of: token) } == .insufficientScope)
    }
    #expect(OAuthError(.insufficientScope, "").status == 403)
  }
}
