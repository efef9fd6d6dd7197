import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

/// An administrator disables an application: everything that it holds or begins is refused until it is enabled again.
@Suite struct DisabledClientTests {
  private func disable(_ application: Application, _ isDisabled: Bool = true, in house: ProtocolHouse) throws {
    _ = try house.store.setClient(
      application.client.clientID, ownedBy: nil, disabledAt: isDisabled ? house.clock.now : nil, at: house.clock.now,
      audit: house.test.audit(.applicationDisable))
  }

  @Test(arguments: [ClientType.confidential, .public])
  func `its codes and tokens are refused, and those that have not ended work once it is enabled`(
    type: ClientType
  ) throws {
    let house = try ProtocolHouse()
    let application = try house.register(type: type)
    let other = try house.register("Other")
    let code = try house.code(for: application)
    let tokens = try house.tokens(for: application)
    let others = try house.tokens(for: other)
    try disable(application, in: house)
    #expect(try house.live(tokens.access.text) == nil && house.live(tokens.refresh?.text) == nil)
    #expect(refusal { try house.redeem(code, by: application) } == .invalidClient)
    #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidClient)
    #expect(refusal { try house.revoke(tokens.access.text, by: application) } == .invalidClient)
    #expect(try house.live(others.access.text) != nil)
    try disable(application, false, in: house)
    #expect(try house.live(tokens.access.text) != nil)
    _ = try house.redeem(code, by: application)
    // What was refused did not spend it.
    _ = try house.refresh(tokens.refresh, by: application)
    #expect(try house.revoke(others.access.text, by: other))
  }

  @Test func `it gets no token of its own, by password or for a waiting device`() throws {
    let house = try ProtocolHouse { $0.grantTypes = Set(GrantType.allCases) }
    let application = try house.register()
    let device = try DeviceFlowTests.begin(house, application)
    let approved = try DeviceFlowTests.begin(house, application)
    try DeviceFlowTests.decide(house, approved)
    try disable(application, in: house)
    for values in [
      [("grant_type", "client_credentials")],
      [("grant_type", "password"), ("username", "ada"), ("password", "password"), ("scope", "data:read")],
    ] {
      #expect(refusal { try house.token(application, values) } == .invalidClient)
    }
    for waiting in [device, approved] {
      #expect(refusal { try DeviceFlowTests.poll(house, application, waiting) } == .invalidClient)
    }
    #expect(refusal { try DeviceFlowTests.begin(house, application) } == .invalidClient)
    // Nobody finds it under its code any more, nor lets it in who had found it before.
    let userCode = try #require(UserCode(typed: device.userCode)).digest
    #expect(try house.store.commit(Store.deviceRequest(userCode, at: house.clock.now)) == nil)
    #expect(throws: StorageError.notFound) { try DeviceFlowTests.decide(house, device) }
    #expect(try house.number("SELECT count(*) FROM grants") == 1)
  }

  @Test func `nobody is asked to let it in, and it learns nothing of tokens`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    try disable(application, in: house)
    #expect(throws: AuthorizationRefusal.self) { try house.ask(application) }
    #expect(refusal { try house.request(application, [("token", tokens.access.text)]) } == .invalidClient)
  }

  @Test func `given to another owner it goes on as before, until that one is disabled`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let tokens = try house.tokens(for: application)
    let ben = try house.test.addUser("ben")
    _ = try house.store.transferClient(
      application.client.clientID, from: house.eve.id, to: ben.id, at: house.clock.now, audit: house.test.audit())
    #expect(try house.live(tokens.access.text) != nil)
    try house.disable(house.eve)
    #expect(try house.live(tokens.access.text) != nil)
    try house.disable(ben)
    #expect(try house.live(tokens.access.text) == nil)
    #expect(refusal { try house.refresh(tokens.refresh, by: application) } == .invalidClient)
  }
}
