import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct DeviceFlowTests {
  static let grantType = "urn:ietf:params:oauth:grant-type:device_code"

  /// A device that waits.
  struct Device {
    let code: String
    let userCode: String
  }

  static func begin(_ house: ProtocolHouse, _ application: Application, scope: String = "data:read") throws -> Device {
    let request = try house.request(application, [("scope", scope)])
    let (change, answer) = try house.server.authorizeDevice(request.parameters, client: request.client)
    try house.store.commit(change)
    return Device(code: answer["device_code"] ?? "", userCode: answer["user_code"] ?? "")
  }

  static func poll(_ house: ProtocolHouse, _ application: Application, _ device: Device) throws -> TokenAnswer {
    try house.token(application, [("grant_type", grantType), ("device_code", device.code)])
  }

  static func decide(_ house: ProtocolHouse, _ device: Device, isApproved: Bool = true) throws {
    let userCode = try #require(UserCode(typed: device.userCode)).digest
    try house.store.commit(
      Store.decideDevice(
        userCode, by: house.ada.id, isApproved: isApproved, at: house.clock.now, audit: house.test.audit(.deviceApprove)
      )
    )
  }

  /// Tokens by way of a device.
  static func connected(_ house: ProtocolHouse, _ application: Application) throws -> TokenAnswer {
    let device = try begin(house, application)
    try decide(house, device)
    return try poll(house, application, device)
  }

  @Test func `a device is told what to show and how often to ask (RFC 8628 §3.2)`() throws {
    let house = try ProtocolHouse()
    let request = try house.request(house.register(), [("scope", "data:read")])
    let (_, answer) = try house.server.authorizeDevice(request.parameters, client: request.client)
    let code = try #require(answer["device_code"])
    let userCode = try #require(answer["user_code"])
    #expect(MachineSecret(.deviceCode, presented: code) != nil)
    #expect(userCode.count == 9 && userCode.contains("-") && UserCode(typed: userCode)?.description == userCode)
    #expect(answer["verification_uri"] == "https://auth.example.org/device")
    #expect(answer["verification_uri_complete"] == "https://auth.example.org/device?user_code=\(userCode)")
    #expect(answer["expires_in"] == "600" && answer["interval"] == "5")
  }

  @Test func `it waits, is let in, and gets its tokens once (RFC 8628 §3.5)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    #expect(refusal { try Self.poll(house, native, device) } == .authorizationPending)
    let userCode = try #require(UserCode(typed: device.userCode)).digest
    let waiting = try #require(try house.store.commit(Store.deviceRequest(userCode, at: house.clock.now)))
    #expect(waiting.client.clientID.text == native.id && waiting.scopes == ["data:read"] && waiting.owner == house.eve)
    try Self.decide(house, device)
    let answer = try Self.poll(house, native, device)
    #expect(answer.user == house.ada && answer.scopes == ["data:read"] && answer.refresh != nil)
    #expect(try house.live(answer.access.text)?.user == house.ada)
    #expect(try house.store.grantedScopes(to: native.client.id, by: house.ada.id) == ["data:read"])
    #expect(refusal { try Self.poll(house, native, device) } == .invalidGrant)
    #expect(try house.live(answer.access.text) != nil)
    try house.refresh(answer.refresh, by: native)
  }

  @Test func `one that asks too often must wait five seconds longer each time (RFC 8628 §3.5)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    func after(_ seconds: Double, _ code: OAuthError.Code) {
      house.clock.advance(seconds: seconds)
      #expect(refusal { try Self.poll(house, native, device) } == code)
    }
    after(0, .authorizationPending)
    after(5, .authorizationPending)
    after(4, .slowDown)
    after(9, .slowDown)
    after(14, .slowDown)
    after(20, .authorizationPending)
    after(19, .slowDown)
    after(25, .authorizationPending)
    try Self.decide(house, device)
    _ = try Self.poll(house, native, device)
  }

  @Test func `one that was refused hears it (RFC 8628 §3.5)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    try Self.decide(house, device, isApproved: false)
    for _ in 0..<2 { #expect(refusal { try Self.poll(house, native, device) } == .accessDenied) }
    #expect(try house.store.grantedScopes(to: native.client.id, by: house.ada.id) == nil)
    #expect(throws: StorageError.notFound) { try Self.decide(house, device) }
  }

  @Test func `an expired code gives nothing, let in or not (RFC 8628 §3.5)`() throws {
    let house = try ProtocolHouse { $0.deviceCodeLifetime = 60 }
    let native = try house.register(type: .public)
    let devices = try (0..<2).map { _ in try Self.begin(house, native) }
    try Self.decide(house, devices[0])
    house.clock.advance(seconds: 60)
    for device in devices { #expect(refusal { try Self.poll(house, native, device) } == .expiredToken) }
    #expect(throws: StorageError.notFound) { try Self.decide(house, devices[1]) }
    let userCode = try #require(UserCode(typed: devices[1].userCode)).digest
    #expect(try house.store.commit(Store.deviceRequest(userCode, at: house.clock.now)) == nil)
  }

  @Test func `a device code is its client's alone`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let thief = try house.register("Thief", type: .public)
    let device = try Self.begin(house, application)
    #expect(refusal { try Self.poll(house, thief, device) } == .invalidGrant)
    try Self.decide(house, device)
    #expect(refusal { try Self.poll(house, thief, device) } == .invalidGrant)
    _ = try Self.poll(house, application, device)
  }

  @Test func `the user code, nonsense and other secrets are no device codes`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    for text in [device.userCode, "psd_nonsense", String(device.code.dropLast()) + "0"] {
      #expect(
        refusal { try Self.poll(house, native, Device(code: text, userCode: "")) } == .invalidGrant)
    }
    #expect(refusal { try house.token(native, [("grant_type", Self.grantType)]) } == .invalidRequest)
  }

  @Test func `a user or owner who is disabled lets nobody in`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    let later = try Self.begin(house, native)
    try Self.decide(house, device)
    try house.disable(house.ada)
    #expect(refusal { try Self.poll(house, native, device) } == .accessDenied)
    try house.disable(house.ada, false)
    try house.disable(house.eve)
    #expect(refusal { try Self.poll(house, native, device) } == .invalidClient)
    let userCode = try #require(UserCode(typed: later.userCode)).digest
    #expect(try house.store.commit(Store.deviceRequest(userCode, at: house.clock.now)) == nil)
  }

  @Test func `after the grant was revoked an approved device gets nothing`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    let device = try Self.begin(house, native)
    try Self.decide(house, device)
    _ = try house.store.revokeGrants(
      [(native.client.clientID, house.test.audit(.grantRevoke))], of: house.ada.id, at: house.clock.now)
    #expect(refusal { try Self.poll(house, native, device) } == .invalidGrant)
  }

  @Test func `scopes are checked before anybody types a code`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public)
    for scope in ["unknown", "house:keep"] {
      #expect(refusal { try Self.begin(house, native, scope: scope) } == .invalidScope)
    }
    let closed = try ProtocolHouse { $0.grantTypes.remove(.deviceCode) }
    let other = try closed.register()
    #expect(refusal { try Self.begin(closed, other) } == .unsupportedGrantType)
  }

  @Test func `a user code of an expired device can be given again`() throws {
    let house = try ProtocolHouse()
    let client = try house.register().client.id
    func add() throws {
      try house.store.commit(
        Store.addDeviceCode(
          house.test.secret(.deviceCode), userCode: SHA256.digest(of: "BCDFGHJK"), client: client, scopes: [],
          interval: 5,
          expiresAt: house.clock.now.addingTimeInterval(60), at: house.clock.now))
    }
    try add()
    #expect(throws: StorageError.self) { try add() }
    house.clock.advance(seconds: 60)
    try add()
    #expect(try house.number("SELECT count(*) FROM device_codes") == 1)
  }
}

extension JSON {
  /// A member of an object, as text.
  subscript(name: String) -> String? {
    guard case .object(let members) = self else { return nil }
    switch members.first(where: { $0.name == name })?.value {
    case .string(let text): return text
    case .integer(let number): return String(number)
    case .some(let other): return other.compact
    case nil: return nil
    }
  }

  /// The names of an object's members, in order.
  var names: [String] {
    guard case .object(let members) = self else { return [] }
    return members.map(\.name)
  }
}
