import Model
import OAuth
import TestSupport
import Testing

@Suite struct TokenAnswerTests {
  @Test func `the body is RFC 6749 §5.1's, with the user`() throws {
    let house = try ProtocolHouse()
    let answer = try house.tokens(for: house.register())
    let user = "{\"id\":\(house.ada.id.rawValue)}"
    #expect(
      answer.json.compact
        == "{\"access_token\":\"\(answer.access.text)\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
        + "\"scope\":\"data:read\",\"refresh_token\":\"\(answer.refresh?.text ?? "")\",\"user\":\(user)}")
  }

  @Test func `the address is told with user:email, and only then`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let answer = try house.tokens(for: application, scope: "data:read user:email")
    #expect(
      answer.json["user"]
        == "{\"id\":\(house.ada.id.rawValue),\"email\":\"ada@example.org\",\"email_verified\":true}")
    let narrow = try house.refresh(answer.refresh, by: application, scope: "data:read")
    #expect(narrow.json["user"] == "{\"id\":\(house.ada.id.rawValue)}")
    let wide = try house.refresh(narrow.refresh, by: application)
    #expect(wide.json["user"]?.contains("ada@example.org") == true)
  }

  @Test func `a client's own token has neither user nor refresh token`() throws {
    let house = try ProtocolHouse()
    let answer = try house.token(house.register(), [("grant_type", "client_credentials"), ("scope", "user:email")])
    #expect(answer.json.names == ["access_token", "token_type", "expires_in", "scope"])
  }

  @Test func `life times are the configured ones`() throws {
    let house = try ProtocolHouse {
      $0.accessTokenLifetime = 7
      $0.refreshTokenLifetime = 70
    }
    let answer = try house.tokens(for: house.register())
    #expect(answer.json["expires_in"] == "7")
    house.clock.advance(seconds: 6)
    #expect(try house.live(answer.access.text) != nil)
    house.clock.advance(seconds: 1)
    #expect(try house.live(answer.access.text) == nil && house.live(answer.refresh?.text) != nil)
    house.clock.advance(seconds: 63)
    #expect(try house.live(answer.refresh?.text) == nil)
  }

  @Test func `a secret that slips into a message stays one`() throws {
    let house = try ProtocolHouse()
    let answer = try house.tokens(for: house.register())
    var dumped = ""
    dump(answer, to: &dumped)
    for text in ["\(answer)", String(reflecting: answer), dumped] {
      #expect(!text.contains(answer.access.text) && !text.contains(answer.access.text.dropFirst(4).prefix(24)))
      #expect(!text.contains(answer.refresh?.text.dropFirst(4).prefix(24) ?? "-"))
    }
  }
}
