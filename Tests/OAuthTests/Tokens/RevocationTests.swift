import Cryptography
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct RevocationTests {
  @Test func `a refresh token goes with its whole family, spent or not (RFC 7009 §2.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.tokens(for: application)
    for givesSpent in [true, false] {
      let first = try house.tokens(for: application)
      let second = try house.refresh(first.refresh, by: application)
      let events = try house.events {
        let text = try #require(givesSpent ? first.refresh : second.refresh).text
        #expect(try house.revoke(text, by: application))
      }
      #expect(events == ["token.revoke done"])
      #expect(try house.live(second.access.text) == nil && house.live(second.refresh?.text) == nil)
      #expect(refusal { try house.refresh(second.refresh, by: application) } == .invalidGrant)
    }
    #expect(try house.live(other.access.text) != nil && house.live(other.refresh?.text) != nil)
  }

  @Test func `an access token goes alone (RFC 7009 §2.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    #expect(try house.revoke(tokens.access.text, by: application))
    #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) != nil)
    let own = try house.token(application, [("grant_type", "client_credentials")])
    #expect(try house.revoke(own.access.text, by: application))
    #expect(try house.live(own.access.text) == nil)
  }

  @Test func `another client's token is left as it is, and nobody is told (RFC 7009 §2.1)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let thief = try house.register("Thief")
    let native = try house.register("Native", type: .public)
    let tokens = try house.tokens(for: application)
    let events = try house.events {
      for other in [thief, native] {
        for text in [tokens.access.text, tokens.refresh?.text ?? ""] {
          let isFound = try house.revoke(text, by: other)
          #expect(!isFound)
        }
      }
    }
    #expect(events == [])
    #expect(try house.live(tokens.access.text) != nil && house.live(tokens.refresh?.text) != nil)
  }

  @Test func `what is no token of a client is nothing, and no error (RFC 7009 §2.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    let personal = MachineSecret(.personalToken, length: 60, random: house.test.random)
    _ = try house.store.addPersonalToken(
      name: Name(stored: "laptop"), owner: house.eve.id, scopes: [], isInternal: false,
      secret: SecretDigest(digest: personal.digest, lastFour: personal.lastFour), expiresAt: nil,
      at: house.clock.now, audit: house.test.audit())
    let unknown = MachineSecret(.accessToken, length: 53, random: house.test.random).text
    for text in ["x", unknown, code, application.secret ?? "", personal.text] {
      #expect(try !house.revoke(text, by: application))
    }
    #expect(try house.live(personal.text) != nil)
    try house.redeem(code, by: application)
    for text in [nil, ""] as [String?] {
      #expect(
        refusal { try house.server.revoke(house.request(application, [("token", text ?? "")])) } == .invalidRequest)
    }
  }

  @Test(arguments: ["access_token", "refresh_token", "nonsense"])
  func `a wrong hint does no harm (RFC 7009 §2.1)`(hint: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    #expect(try house.revoke(tokens.access.text, by: application, hint: hint))
    #expect(try house.revoke(tokens.refresh?.text ?? "", by: application, hint: hint))
    #expect(try house.live(tokens.refresh?.text) == nil)
  }

  @Test func `public clients revoke too (RFC 7009 §5)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let tokens = try house.tokens(for: native)
    #expect(try house.revoke(tokens.refresh?.text ?? "", by: native))
    #expect(try house.live(tokens.access.text) == nil)
  }
}
