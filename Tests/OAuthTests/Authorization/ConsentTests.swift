import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct ConsentTests {
  private func needed(
    _ house: ProtocolHouse, _ application: Application, by user: User? = nil, _ changes: Changes = [:]
  ) throws -> Bool {
    try house.server.needsConsent(
      to: house.ask(application, changes), by: user ?? house.ada, reading: house.store)
  }

  @Test func `consent is remembered for one user, one client and the scopes that were granted`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.register("Other")
    #expect(try needed(house, application))
    #expect(try needed(house, application, ["scope": nil]))
    try house.approve(house.ask(application, ["scope": "data:read data:write"]))
    for scope in ["data:read", "data:write", "data:write data:read", nil] {
      #expect(try !needed(house, application, ["scope": scope]), "\(scope ?? "-")")
    }
    #expect(try needed(house, application, ["scope": "data:read user:email"]))
    #expect(try needed(house, application, by: house.eve))
    #expect(try needed(house, other))
    #expect(try needed(house, application, ["prompt": "consent"]))
  }

  @Test func `what is granted later is added to what was granted before`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    try house.approve(house.ask(application, ["scope": "data:read"]))
    try house.approve(house.ask(application, ["scope": "user:email"]))
    #expect(try !needed(house, application, ["scope": "data:read user:email"]))
    // A token has what its own request asked for all the same.
    #expect(try house.tokens(for: application, scope: "user:email").scopes == ["user:email"])
  }

  @Test func `after a revocation the user is asked again, and the codes and tokens are dead`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    let unused = try house.code(for: application)
    let others = try house.tokens(for: application, by: house.eve)
    _ = try house.store.revokeGrants(
      [(application.client.clientID, house.test.audit(.grantRevoke))], of: house.ada.id, at: house.clock.now)
    #expect(try needed(house, application))
    #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) == nil)
    #expect(refusal { try house.redeem(unused, by: application) } == .invalidGrant)
    #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidGrant)
    #expect(try house.live(others.access.text) != nil)
  }

  @Test(
    "A public client whose answer others might catch is never skipped (RFC 9700 §2.1, RFC 8252 §8.6)",
    arguments: [
      (ClientType.public, "https://app.example/callback", false), (.public, "http://127.0.0.1/cb", true),
      (.public, "http://localhost:8000/cb", true), (.confidential, "http://127.0.0.1/cb", false),
      (.confidential, "https://app.example/callback", false),
    ])
  func publicClients(type: ClientType, uri: String, isAsked: Bool) throws {
    let house = try ProtocolHouse()
    let application = try house.register(type: type, redirectURIs: uri)
    try house.approve(house.ask(application, ["redirect_uri": uri]))
    #expect(try needed(house, application, ["redirect_uri": uri]) == isAsked)
  }

  @Test func `the audit log tells of a consent that was given, not of one that was remembered`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let request = try house.ask(application, ["scope": "data:read user:email"])
    #expect(try house.events { try house.approve(request) } == ["app.authorize done"])
    #expect(try house.auditLines().last == "ada|http 10.0.3.7|Zenodo|user:email data:read")
    #expect(try house.events { try house.approve(request, isRemembered: true) } == [])
  }

  @Test func `the audit log tells of a consent that was refused`() throws {
    let house = try ProtocolHouse()
    let request = try house.ask(house.register(), ["scope": "data:read user:email"])
    #expect(try house.events { _ = try house.refuse(request) } == ["app.refuse done"])
    #expect(try house.auditLines().last == "ada|http 10.0.3.7|Zenodo|user:email data:read")
  }

  @Test func `nothing is granted by asking or refusing`() throws {
    let house = try ProtocolHouse()
    let request = try house.ask(house.register())
    _ = try house.refuse(request)
    _ = house.server.approve(request, by: house.ada, from: house.origin, isRemembered: false)
    #expect(try house.number("SELECT count(*) FROM grants") == 0)
    #expect(try house.number("SELECT count(*) FROM authorization_codes") == 0)
  }
}
