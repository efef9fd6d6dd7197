import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct DeviceTests {
  let house: SampleHouse
  let driver: Driver
  private let secret: SecretDigest

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
    secret = house.fixture.secret(.deviceCode)
    try house.addDevice("BCDFGHJK", digest: secret)
  }

  @Test func `a code that is typed in any way shows who asks for what`() {
    driver.press("c")
    driver.type("bcdf ghjk")
    driver.press("Enter")
    #expect(driver.shows("Zenodo uploader"))
    #expect(driver.shows("BCDF-GHJK"))
    #expect(driver.shows("Allow upload (but not publishing)"))
    #expect(driver.says("Approve only if this code is on a device of your own."))
  }

  @Test func `Enter alone lets nobody in`() {
    driver.press("c")
    driver.type("BCDF-GHJK")
    driver.press("Enter", "Enter")
    #expect(driver.shows("[1 Applications]"))
    #expect(RawDatabase(house.fixture).number("SELECT count(*) FROM device_codes WHERE state = 'pending'") == 1)
  }

  @Test func `approving gives the waiting device its tokens and shows the application among those let in`() throws {
    driver.press("3", "c")
    driver.type("BCDFGHJK")
    driver.press("Enter", "a")
    #expect(driver.statusLine.contains("ok Connected \"Zenodo uploader\""))
    #expect(driver.shows("Zenodo uploader"))
    let poll = try house.poll(secret)
    guard case .approved(let user, let scopes, _) = poll else {
      Issue.record("\(poll)")
      return
    }
    #expect(user.id == house.ada.id)
    #expect(scopes == ["deposit:write"])
  }

  @Test func `refusing is heard by the device`() throws {
    driver.press("c")
    driver.type("BCDFGHJK")
    driver.press("Enter", "r")
    #expect(driver.statusLine.contains("ok Refused \"Zenodo uploader\"."))
    guard case .denied = try house.poll(secret) else {
      Issue.record("not refused")
      return
    }
  }

  @Test func `a code that nobody waits under is said to be wrong under the field`() {
    driver.press("c")
    driver.type("BCDFGHJX")
    driver.press("Enter")
    #expect(driver.says("No device waits under this code."))
    driver.press("Esc")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `guessing is stopped after ten codes a minute`() {
    driver.press("c")
    for _ in 0..<11 { driver.press("Enter") }
    driver.type("BCDFGHJX")
    for _ in 0..<11 { driver.press("Enter") }
    #expect(driver.statusLine.contains("Too many attempts; try again in"))
  }
}

extension SampleHouse {
  /// A device with the Zenodo uploader on it, which waits for ten minutes.
  func addDevice(_ code: String, digest: SecretDigest) throws {
    let now = fixture.clock.now
    try fixture.store.commit(
      Store.addDeviceCode(
        digest, userCode: SHA256.digest(of: code), client: applications[2].id, scopes: ["deposit:write"], interval: 5,
        expiresAt: now.addingTimeInterval(600), at: now))
  }

  /// What the device hears.
  func poll(_ digest: SecretDigest) throws -> DevicePoll {
    let now = fixture.clock.now
    let tokens = NewTokens(
      access: fixture.secret(.accessToken), accessExpiresAt: now.addingTimeInterval(3600),
      refresh: (fixture.secret(.refreshToken), now.addingTimeInterval(86_400)))
    return try fixture.store.commit(
      Store.pollDevice(
        digest.digest, of: applications[2].id, family: 99, for: tokens, isOnly: false, at: now))
  }
}
