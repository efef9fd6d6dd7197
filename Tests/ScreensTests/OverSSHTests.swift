import Model
import Storage
import TestSupport
import Testing

@testable import Screens

/// Nothing of the machine is the person's: no files, no editor, no shell.
@MainActor @Suite
struct OverSSHTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada, isOverSSH: true)
  }

  @Test func `an export is shown as text, in both formats`() {
    driver.press("2", "x")
    #expect(driver.says("No file is written here, over SSH: 5 tokens can be shown or copied."))
    driver.press("e")
    driver.press("x", "Down", "e")
    let plain = driver.requests.compactMap { if case .plain(let text) = $0 { text } else { nil } }
    #expect(plain.count == 2)
    #expect(plain[0].hasPrefix("id,name,scopes,last_four,created_at,expires_at,last_used_at\r\n"))
    #expect(plain[0].split(separator: "\r\n").count == 6)
    #expect(plain[1].hasPrefix("[\n  {\"id\":"))
  }

  @Test func `it is copied if asked, and only what is marked`() {
    driver.press("2", "Space", "x", "Down", "Down", "e")
    #expect(driver.copies.count == 1)
    #expect(driver.copies[0].split(separator: "\r\n").count == 2)
  }

  @Test func `what could upset a terminal is not shown in plain`() {
    RawDatabase(house.fixture).run(
      "UPDATE tokens SET name = 'a' || char(27) || '[2Jb' || char(155, 8238) WHERE name = 'laptop'")
    driver.press("2", "x", "e")
    let plain = driver.requests.compactMap { if case .plain(let text) = $0 { text } else { nil } }
    #expect(plain.count == 1)
    #expect(!plain[0].unicodeScalars.contains { ["\u{1B}", "\u{9B}", "\u{202E}"].contains($0) })
  }

  @Test func `a secret is not written to a file`() {
    driver.press("R", "r", "w")
    #expect(driver.statusLine.contains("is off: over SSH nothing but the screen is yours"))
    driver.press("y")
    #expect(driver.copies.count == 1)
    driver.press("p")
    #expect(driver.requests.contains { if case .plain = $0 { true } else { false } })
  }

  @Test func `no editor opens, and nothing is suspended`() {
    driver.press("Ctrl-Z")
    #expect(driver.statusLine.contains("is off: over SSH"))
    driver.press("n", "Tab", "Ctrl-E")
    #expect(driver.statusLine.contains("is off: over SSH"))
    #expect(!driver.requests.contains { if case .edit = $0 { true } else { $0 == .suspend } })
  }

  @Test func `nobody signs in as somebody else`() throws {
    try house.fixture.addUser("root", role: .administrator)
    driver.press(":")
    driver.type("sign out")
    driver.press("Enter")
    #expect(driver.requests.contains(.leave(because: nil)))
    let other = try Driver(house.fixture, as: house.ada, isOverSSH: true)
    try house.fixture.store.setUser(
      house.ada.id, disabledAt: house.fixture.clock.now, audit: house.fixture.audit(.userDisable))
    other.press("2")
    #expect(
      other.requests.contains(.leave(because: "You were signed out elsewhere; sign in again, or ask an administrator."))
    )
  }
}
