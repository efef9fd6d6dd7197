import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct HelpTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada, size: .init(width: 80, height: 40))
    driver.press("2")
  }

  @Test(arguments: ["?", "F1"])
  func `the keys of this very screen are shown, and leave as they came`(key: String) {
    driver.press(key)
    #expect(driver.says("revoke token \"ci-nightly\""))
    #expect(driver.says("k Up up"))
    for close in ["?", "q", "Esc"] {
      driver.press(close)
      #expect(driver.manager.dialogs.isEmpty)
      #expect(!driver.hasQuit)
      driver.press(key)
    }
  }

  @Test func `every key that the help shows does what it says there`() {
    driver.press("?")
    let rows = driver.lines.filter { $0.contains("│") }
    #expect(rows.count > 20)
    #expect(driver.says("Esc close, clear the filter, or back"))
    #expect(driver.says("Tab next screen"))
    #expect(!driver.says("next match"), "there is no filter")
  }

  @Test func `the help is filtered while typing, and Enter runs a line`() {
    driver.press("?", "/")
    driver.type("CREATE A")
    #expect(driver.says("create a token"))
    #expect(!driver.says("revoke token"))
    driver.press("Enter", "Enter")
    #expect(driver.shows("New personal access token"))
  }

  @Test func `Esc clears the help's filter, then closes the help`() {
    driver.press("?", "/")
    driver.type("create")
    driver.press("Enter")
    #expect(driver.says("filter create"))
    driver.press("Esc")
    #expect(driver.says("revoke token \"ci-nightly\""))
    driver.press("Esc")
    #expect(driver.manager.dialogs.isEmpty)
  }

  @Test func `the arrows choose while the help is filtered`() {
    _ = driver.screen
    driver.press("?", "/")
    driver.type("page")
    driver.press("Down", "Enter", "Enter")
    #expect(driver.manager.dialogs.isEmpty)
    #expect(driver.cursorLine.contains("old-script"), "down, not up")
  }

  @Test func `what is off is shown with its reason, and running it says so`() {
    driver.press("1", "j", "?")
    #expect(driver.says("R is off: a public client has no secret."))
    driver.press("/")
    driver.type("reset")
    driver.press("Enter", "Enter")
    #expect(driver.statusLine.contains("off: a public client has no secret."))
  }

  @Test func `letters in the help's filter are text`() {
    driver.press("?", "/")
    driver.type("q?jkG")
    #expect(driver.says("[q?jkG"))
  }

  @Test func `the commands find every action by its name and show its key`() {
    driver.press(":")
    driver.type("rev")
    #expect(driver.says("> revoke token \"ci-nightly\" d"))
    #expect(driver.says("revoke all expired tokens"))
    driver.press("Enter")
    #expect(driver.says("Revoke token \"ci-nightly\"?"))
  }

  @Test func `Tab completes a command, the arrows choose one`() {
    driver.press(":")
    driver.type("go to")
    driver.press("Down", "Down", "Tab")
    #expect(driver.says("[go to authorized applications"))
    driver.press("Enter")
    #expect(driver.shows("[3 Authorized]"))
  }

  @Test func `a command that does not exist is named`() {
    driver.press(":")
    driver.type("sudo\u{1B}")
    driver.press("Enter")
    #expect(driver.statusLine.contains("No action is called \"sudo\"."))
    driver.press("Esc")
    #expect(driver.manager.dialogs.isEmpty)
  }

  @Test func `themes and the mouse are chosen from the commands`() {
    driver.press(":")
    driver.type("theme mono")
    driver.press("Enter", ":")
    driver.type("mouse")
    driver.press("Enter")
    #expect(driver.requests == [.theme("monochrome"), .toggleMouse])
  }

  @Test func `letters in the commands are text`() {
    driver.press(":")
    driver.type("q1/?dn")
    #expect(driver.says("[q1/?dn") || driver.shows(":[q1/?dn"))
    #expect(!driver.hasQuit)
  }
}
