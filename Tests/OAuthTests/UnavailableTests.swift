import Cryptography
import Model
import OAuth
import Storage
import TestSupport
import Testing

/// Storage that fails is never answered as if something had been done.
@Suite struct UnavailableTests {
  @Test func `a change that cannot be written throws, and nothing was done`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let code = try house.code(for: application)
    let tokens = try house.tokens(for: application)
    let device = try DeviceFlowTests.begin(house, application)
    try house.forbidWriting(true)
    #expect(throws: StorageError.readOnly) { try house.redeem(code, by: application) }
    #expect(throws: StorageError.readOnly) { try house.refresh(tokens.refresh, by: application) }
    #expect(throws: StorageError.readOnly) { try house.revoke(tokens.access.text, by: application) }
    #expect(throws: StorageError.readOnly) { try house.token(application, [("grant_type", "client_credentials")]) }
    #expect(throws: StorageError.readOnly) { try DeviceFlowTests.poll(house, application, device) }
    #expect(throws: StorageError.readOnly) { try house.approve(house.ask(application)) }
    try house.forbidWriting(false)
    #expect(try house.live(tokens.access.text) != nil)
    try house.redeem(code, by: application)
    try house.refresh(tokens.refresh, by: application)
    #expect(refusal { try DeviceFlowTests.poll(house, application, device) } == .authorizationPending)
  }

  @Test func `a failure of storage is 503, and its cause is for the log alone`() {
    let error = OAuthError(.failed(code: 1, message: "table clients is locked by /secret/path"))
    #expect(error.code == .temporarilyUnavailable && error.status == 503)
    #expect(!error.description.contains("secret"))
    #expect(error.cause == .failed(code: 1, message: "table clients is locked by /secret/path"))
  }

  @Test func `a database that cannot be read is temporarily_unavailable, not an unknown client or a dead token`() throws
  {
    let house = try ProtocolHouse()
    let application = try house.register()
    let token = try house.tokens(for: application).access.text
    let request = try house.request(application, [("token", token)])
    try house.breakReading()
    let presented = try #require(try PresentedToken(authorization: "Bearer " + token, body: nil, query: nil))
    #expect(refusal { try house.server.verify(presented, reading: house.store) } == .temporarilyUnavailable)
    #expect(refusal { try house.request(application, []) } == .temporarilyUnavailable)
    #expect(
      refusal { try house.server.introspect(request, reading: house.store) }
        == .temporarilyUnavailable)
    #expect(page { try house.ask(application) } == .temporarilyUnavailable)
  }
}
