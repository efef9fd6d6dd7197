import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct RefreshTests {
  @Test func `each use gives a new pair, and the old one dies at once (RFC 9700 §4.14.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let first = try house.tokens(for: application)
    house.clock.advance(seconds: 100)
    let second = try house.refresh(first.refresh, by: application)
    #expect(second.access.text != first.access.text && second.refresh?.text != first.refresh?.text)
    #expect(try house.live(first.access.text) == nil && house.live(first.refresh?.text) == nil)
    #expect(second.user == house.ada && second.scopes == ["data:read"])
    let access = try #require(try house.live(second.access.text))
    #expect(access.expiresAt == house.clock.now.addingTimeInterval(3600) && access.user == house.ada)
    #expect(try house.live(second.refresh?.text) != nil)
  }

  @Test func `an old one again ends the whole family (RFC 9700 §4.14.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.tokens(for: application)
    var chain = [try house.tokens(for: application)]
    for _ in 0..<4 { chain.append(try house.refresh(chain.last?.refresh, by: application)) }
    let events = try house.events {
      #expect(refusal { try house.refresh(chain[1].refresh, by: application) } == .invalidGrant)
    }
    #expect(events == ["token.replay refused"])
    for tokens in chain {
      #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) == nil)
      #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidGrant)
    }
    #expect(try house.live(other.access.text) != nil)
    #expect(try house.number("SELECT count(DISTINCT family) FROM tokens WHERE spent_at IS NULL") == 1)
  }

  @Test func `a replay is seen after the spent token would have expired`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let first = try house.tokens(for: application)
    house.clock.advance(days: 20)
    let second = try house.refresh(first.refresh, by: application)
    house.clock.advance(days: 20)
    _ = try house.store.purge(at: house.clock.now, batch: 1000)
    #expect(try house.live(second.refresh?.text) != nil)
    let events = try house.events {
      #expect(refusal { try house.refresh(first.refresh, by: application) } == .invalidGrant)
    }
    #expect(events == ["token.replay refused"])
    #expect(try house.live(second.refresh?.text) == nil)
  }

  @Test func `a refresh can narrow the scope for itself, never widen it (RFC 6749 §6)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let first = try house.tokens(for: application, scope: "data:read user:email")
    let narrow = try house.refresh(first.refresh, by: application, scope: "data:read")
    #expect(narrow.scopes == ["data:read"])
    #expect(try house.live(narrow.access.text)?.scopes == ["data:read"])
    for scope in ["data:write", "data:read data:write"] {
      #expect(refusal { try house.refresh(narrow.refresh, by: application, scope: scope) } == .invalidScope)
    }
    for scope in ["house:keep", "unknown", "data:read  user:email"] {
      #expect(refusal { try house.refresh(narrow.refresh, by: application, scope: scope) } == .invalidScope)
    }
    // It was not spent by that, and what was granted is still there to be asked for.
    let wide = try house.refresh(narrow.refresh, by: application, scope: "")
    #expect(wide.scopes == ["user:email", "data:read"])
  }

  @Test func `a refresh does not grow with what was granted since`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let first = try house.tokens(for: application)
    try house.approve(house.ask(application, ["scope": "data:write"]))
    #expect(refusal { try house.refresh(first.refresh, by: application, scope: "data:write") } == .invalidScope)
    #expect(try house.refresh(first.refresh, by: application).scopes == ["data:read"])
  }

  @Test func `a refresh token is its client's alone, and another client's try harms nothing (RFC 6749 §6)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let thief = try house.register("Thief")
    let native = try house.register("Native", type: .public)
    let first = try house.tokens(for: application)
    let second = try house.refresh(first.refresh, by: application)
    let events = try house.events {
      for other in [thief, native] {
        #expect(refusal { try house.refresh(first.refresh, by: other) } == .invalidGrant)
        #expect(refusal { try house.refresh(second.refresh, by: other) } == .invalidGrant)
      }
    }
    #expect(events == [])
    try house.refresh(second.refresh, by: application)
  }

  @Test func `an expired one is refused`() throws {
    let house = try ProtocolHouse { $0.refreshTokenLifetime = 100 }
    let application = try house.register()
    let first = try house.tokens(for: application)
    house.clock.advance(seconds: 99)
    let second = try house.refresh(first.refresh, by: application)
    house.clock.advance(seconds: 100)
    #expect(refusal { try house.refresh(second.refresh, by: application) } == .invalidGrant)
    #expect(try house.live(second.refresh?.text) == nil)
  }

  @Test func `public clients rotate alike (RFC 9700 §4.14.2)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let first = try house.tokens(for: native)
    let second = try house.refresh(first.refresh, by: native)
    #expect(refusal { try house.refresh(first.refresh, by: native) } == .invalidGrant)
    #expect(try house.live(second.access.text) == nil)
  }

  @Test func `where the grant is not configured no refresh token is given or taken`() throws {
    let house = try ProtocolHouse { $0.grantTypes = [.authorizationCode, .deviceCode] }
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    #expect(tokens.refresh == nil)
    #expect(refusal { try house.refresh(tokens.access, by: application) } == .unsupportedGrantType)
  }

  @Test func `one without a token is invalid_request`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    #expect(refusal { try house.token(application, [("grant_type", "refresh_token")]) } == .invalidRequest)
  }
}
