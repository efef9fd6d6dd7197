import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct IntrospectionTests {
  private let inactive = JSON.object([("active", .boolean(false))])

  private func look(_ house: ProtocolHouse, _ application: Application, at token: String?) throws -> JSON {
    let request = try house.request(application, token.map { [("token", $0)] } ?? [])
    return house.server.describe(
      try house.server.introspect(request, reading: house.store))
  }

  /// A house and a resource server in it.
  private func houseWithResource() throws -> (ProtocolHouse, Application) {
    let id = String(repeating: "R", count: 40)
    let house = try ProtocolHouse { $0.resourceServers = [ClientID(id)] }
    let secret = MachineSecret(.clientSecret, length: 60, random: house.test.random)
    let draft = ClientDraft(
      name: "Resource", website: "https://app.example", redirectURIs: ProtocolHouse.callback, type: .confidential)
    let client = try house.store.addClient(
      ClientProfile(validating: draft), clientID: ClientID(id), owner: house.eve.id,
      secret: SecretDigest(digest: secret.digest, lastFour: secret.lastFour), at: house.clock.now,
      audit: house.test.audit())
    return (house, Application(client: client, secret: secret.text))
  }

  private func personalToken(_ house: ProtocolHouse) throws -> String {
    let secret = MachineSecret(.personalToken, length: 60, random: house.test.random)
    _ = try house.store.addPersonalToken(
      name: Name(stored: "laptop"), owner: house.ada.id, scopes: ["data:read"], isInternal: false,
      secret: SecretDigest(digest: secret.digest, lastFour: secret.lastFour), expiresAt: nil, at: house.clock.now,
      audit: house.test.audit())
    return secret.text
  }

  @Test func `a client learns what it holds itself (RFC 7662 §2.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application, scope: "data:read user:email")
    let access = try look(house, application, at: tokens.access.text)
    let now = Int(house.clock.now.timeIntervalSince1970)
    let expected = [
      "active": "true", "scope": "user:email data:read", "client_id": application.id, "username": "ada",
      "email": "ada@example.org",
      "token_type": "Bearer", "exp": "\(now + 3600)", "iat": "\(now)", "sub": "\(house.ada.id.rawValue)",
      "iss": "https://auth.example.org",
    ]
    #expect(Dictionary(uniqueKeysWithValues: access.names.map { ($0, access[$0] ?? "") }) == expected)
    let refresh = try look(house, application, at: tokens.refresh?.text)
    #expect(refresh["active"] == "true" && refresh["token_type"] == nil && refresh["client_id"] == application.id)
    // The address is told with user:email, and only then.
    let narrow = try house.refresh(tokens.refresh, by: application, scope: "data:read")
    #expect(try look(house, application, at: narrow.access.text)["email"] == nil)
    let own = try house.token(application, [("grant_type", "client_credentials")])
    let answer = try look(house, application, at: own.access.text)
    #expect(answer["sub"] == application.id && answer["username"] == nil && answer["scope"] == "")
  }

  @Test func `a client learns nothing of others' tokens (RFC 7662 §4)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.register("Other")
    let tokens = try house.tokens(for: application)
    for text in [tokens.access.text, tokens.refresh?.text, try personalToken(house)] {
      #expect(try look(house, other, at: text) == inactive)
    }
  }

  @Test func `a resource server learns of every access and personal token, and of no refresh token`() throws {
    let (house, resource) = try houseWithResource()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    #expect(try look(house, resource, at: tokens.access.text)["username"] == "ada")
    let personal = try look(house, resource, at: try personalToken(house))
    #expect(personal["active"] == "true" && personal["client_id"] == nil && personal["exp"] == nil)
    #expect(personal["sub"] == "\(house.ada.id.rawValue)" && personal["scope"] == "data:read")
    // It could take one for an access token, which it is not.
    #expect(try look(house, resource, at: tokens.refresh?.text) == inactive)
  }

  @Test func `whatever is not live is inactive and nothing more (RFC 7662 §2.2)`() throws {
    let (house, resource) = try houseWithResource()
    let application = try house.register()
    let code = try house.code(for: application)
    let replaced = try house.tokens(for: application)
    let current = try house.refresh(replaced.refresh, by: application)
    let unknown = MachineSecret(.accessToken, length: 53, random: house.test.random).text
    let dead = [
      "", "x", unknown, code, application.secret ?? "", replaced.access.text, replaced.refresh?.text ?? "",
      current.access.text + "x", String(current.access.text.dropLast()),
    ]
    for text in dead where !text.isEmpty {
      for asking in [resource, application] { #expect(try look(house, asking, at: text) == inactive, "\(text)") }
    }
    #expect(try look(house, resource, at: current.access.text)["active"] == "true")
    for user in [house.ada, house.eve] {
      try house.disable(user)
      // The resource server is eve's too.
      if user == house.ada { #expect(try look(house, resource, at: current.access.text) == inactive) }
      #expect(try house.live(current.access.text) == nil)
      try house.disable(user, false)
    }
    house.clock.advance(seconds: 3600)
    #expect(try look(house, resource, at: current.access.text) == inactive)
  }

  @Test func `only a confidential client may ask (RFC 7662 §2.1)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let tokens = try house.tokens(for: native)
    #expect(refusal { try look(house, native, at: tokens.access.text) } == .invalidClient)
    #expect(refusal { try look(house, house.register("Other"), at: nil) } == .invalidRequest)
  }
}
