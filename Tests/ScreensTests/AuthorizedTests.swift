import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct AuthorizedTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
    driver.press("3")
  }

  @Test func `beside the list stands what the application may do`() {
    #expect(driver.shows("by ben") || driver.shows("ben"))
    #expect(driver.shows("Allow upload (but not publishing)"))
    #expect(driver.shows("Allow access to email address"))
  }

  @Test func `its page shows the permissions in groups`() {
    driver.press("Enter")
    #expect(driver.shows("Authorized > Binder"))
    #expect(driver.shows("It can"))
    #expect(driver.shows("deposit:write"))
    driver.press("y")
    #expect(driver.requests.last == .copy("https://example.org", what: "website"))
  }

  @Test func `an application without permissions says so`() {
    driver.changeElsewhere { RawDatabase($0).run("UPDATE grants SET scopes = ''") }
    driver.press("Enter")
    #expect(driver.shows("No permissions granted."))
  }

  @Test func `revoking says how many tokens end, and can be cancelled`() {
    driver.press("G", "d")
    #expect(driver.says("Revoke \"Overleaf Sync\"?"))
    #expect(driver.says("2 tokens stop working at once."))
    driver.press("Enter")
    #expect(house.count("grants") == 4)
    driver.press("d", "r")
    #expect(house.count("grants") == 3)
    #expect(driver.statusLine.contains("ok Revoked \"Overleaf Sync\"; 2 tokens ended."))
    #expect(driver.cursorLine.contains("Jupyter Hub"))
  }

  @Test func `revoking from its page goes back to the list`() {
    driver.press("j", "Enter", "d")
    #expect(driver.says("No token is live."))
    driver.press("Right", "Enter")
    #expect(!driver.shows("Authorized > "))
    #expect(driver.cursorLine.contains("Overleaf Sync"))
  }

  @Test func `an application that was shut out elsewhere meanwhile closes its page`() {
    driver.press("Enter")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM grants") }
    #expect(driver.shows("You have not let any application in."))
    #expect(driver.statusLine.contains("! \"Binder\" is gone; it was removed elsewhere."))
  }
}
