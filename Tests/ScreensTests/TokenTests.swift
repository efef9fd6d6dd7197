import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct TokenTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
    driver.press("2")
  }

  /// The rest of a token's row, for comparing.
  private func ends(_ name: String) -> Int? {
    let database = RawDatabase(house.fixture)
    let end = database.number("SELECT ifnull(max(ifnull(expires_at, -1)), -2) FROM tokens WHERE name = '\(name)'")
    return end == -2 ? nil : end
  }

  private func days(_ count: Int) -> Int { Int(TestClock.start.timeIntervalSince1970) + count * 86_400 }

  @Test(arguments: [
    ([], 30), (["Left"], 7), (["Right"], 90), (["Right", "Right"], 365), (["Space", "Space", "Left"], 90),
  ])
  func `a token ends after the chosen days`(keys: [String], length: Int) {
    driver.press("n")
    driver.type("new")
    driver.press("Tab")
    for key in keys { driver.press(key) }
    driver.press("Ctrl-S")
    #expect(driver.shows("Token \"new\" created"))
    #expect(ends("new") == days(length))
  }

  @Test func `a token never ends if that is chosen`() {
    driver.press("n")
    driver.type("new")
    driver.press("Tab", "Right", "Right", "Right", "Right", "Ctrl-S")
    #expect(driver.shows("no expiry"))
    #expect(ends("new") == -1)
  }

  @Test func `a day is typed`() {
    driver.press("n")
    driver.type("new")
    driver.press("Tab")
    driver.type("2027-01-31")
    #expect(driver.shows("2027-01-31T00:00:00Z"))
    driver.press("Ctrl-S")
    #expect(ends("new") == Int(CalendarDay("2027-01-31")?.start.timeIntervalSince1970 ?? 0))
  }

  @Test func `a day is pasted`() {
    driver.press("n")
    driver.type("new")
    driver.press("Tab")
    driver.paste("2027-01-31\n")
    driver.press("Ctrl-S")
    #expect(driver.shows("2027-01-31T00:00:00Z"))
  }

  @Test(arguments: [
    ("2027-02-30", "Enter the day as YYYY-MM-DD"), ("2027", "Enter the day as YYYY-MM-DD"),
    ("2026-11-23", "The expiry date has passed"), ("2227-01-31", "too far away"),
  ])
  func `a wrong day is refused under its field`(day: String, words: String) {
    driver.press("n")
    driver.type("new")
    driver.press("Tab")
    driver.type(day)
    driver.press("Ctrl-S")
    #expect(driver.lines.contains { $0.contains("! ") && $0.contains(words) })
    #expect(driver.statusLine.contains("1 field needs attention."))
    #expect(ends("new") == nil)
    driver.press("Esc")
    #expect(driver.says("What you typed here is not saved."))
  }

  @Test func `everything that is wrong is said at once`() {
    driver.press("n", "Tab")
    driver.type("2027-13-01")
    driver.press("Ctrl-S")
    #expect(driver.shows("Enter a name."))
    #expect(driver.shows("Enter the day as YYYY-MM-DD"))
    #expect(driver.statusLine.contains("2 fields need attention."))
    #expect(driver.cursorLine.contains("Name *"))
  }

  @Test func `a name that is taken is refused under its field`() {
    driver.press("n")
    driver.type("LAPTOP")
    driver.press("Ctrl-S")
    #expect(driver.shows("You already have a token of that name; choose another."))
    #expect(driver.cursorLine.contains("Name *"))
    driver.press("Backspace")
    driver.type("2")
    driver.press("Ctrl-S")
    #expect(driver.shows("Token \"LAPTO2\" created"))
  }

  @Test func `scopes are toggled one by one and by group, and internal ones are not offered`() {
    driver.press("n")
    driver.type("new")
    driver.press("Tab", "Tab")
    #expect(driver.shows("0 of 3 chosen"))
    #expect(!driver.shows("house:internal"))
    #expect(driver.cursorLine.contains("user"))
    driver.press("j", "Space")
    #expect(driver.cursorLine.contains("[x] user:email"))
    driver.press("Down", "a")
    #expect(driver.shows("3 of 3 chosen"))
    #expect(driver.shows("v 2/2"))
    driver.press("a")
    #expect(driver.shows("1 of 3 chosen"))
    driver.press("j", "Space", "h")
    #expect(driver.shows("> 1/2"))
    #expect(!driver.shows("deposit:actions"))
    driver.press("l", "Enter")
    #expect(driver.shows("[>Cancel<]"))
    driver.press("Right", "Enter")
    #expect(driver.shows("Token \"new\" created"))
    #expect(house.count("tokens WHERE name = 'new' AND scopes = 'user:email deposit:write'") == 1)
  }

  @Test func `keys of the scopes are no actions`() {
    driver.press("n")
    driver.type("x")
    driver.press("Tab", "Tab", "j", "k", "k", "a", "h", "l", "n", "e", "x", "s", "f", "y")
    #expect(driver.shows("New personal access token"))
    #expect(driver.requests.isEmpty)
  }

  @Test func `more than six scopes can be filtered`() throws {
    let many = (1...8).map { Scope(id: "room\($0):enter", help: "Enter room \($0)") }
    let driver = try Driver(house.fixture, as: house.ada, scopes: many)
    driver.press("2", "n")
    driver.type("new")
    driver.press("Tab", "Tab")
    driver.type("room 7")
    #expect(driver.shows("room7:enter"))
    #expect(!driver.shows("room6:enter"))
    driver.press("Tab", "j", "Space")
    #expect(driver.shows("1 of 9 chosen"))
    driver.press("Shift-Tab", "Ctrl-U")
    #expect(driver.shows("room1:enter"))
    driver.press("Ctrl-S")
    #expect(house.count("tokens WHERE name = 'new' AND scopes = 'room7:enter'") == 1)
  }

  @Test func `a group chosen while scopes are filtered leaves hidden ones alone`() throws {
    let many = (1...8).map { Scope(id: "room:\($0)", help: "Enter room \($0)") }
    let driver = try Driver(house.fixture, as: house.ada, scopes: many)
    driver.press("2", "n")
    driver.type("new")
    driver.press("Tab", "Tab")
    driver.type("room 7")
    driver.press("Tab", "a", "Ctrl-S")
    #expect(house.count("tokens WHERE name = 'new' AND scopes = 'room:7'") == 1)
  }

  @Test func `the scope under the cursor says what it allows, however narrow the terminal`() {
    driver.resize(60, 12)
    driver.press("n", "Tab", "Tab", "j")
    #expect(driver.statusLine.contains("Allow access to email address (read-only)"))
  }

  @Test func `a new token is shown once`() {
    driver.press("n")
    driver.type("new")
    driver.press("Ctrl-S")
    #expect(driver.shows("psp_"))
    #expect(driver.shows("Copy it now. You will not see it again."))
    driver.press("Enter")
    #expect(driver.statusLine.contains("Copy it first"))
    driver.type("done")
    driver.press("Enter")
    #expect(driver.shows("[2 Tokens]"))
    #expect(!driver.shows("psp_"))
    #expect(driver.shows("new"))
  }

  @Test func `a token is renamed and its scopes changed, never its expiry`() {
    driver.press("e")
    #expect(driver.shows("Tokens > Edit ci-nightly"))
    #expect(!driver.shows("Expires"))
    driver.type("-2")
    driver.press("Tab", "Space", "Ctrl-S")
    #expect(driver.statusLine.contains("ok Saved \"ci-nightly-2\"."))
    #expect(driver.cursorLine.contains("ci-nightly-2"))
    #expect(ends("ci-nightly-2") == days(30))
  }

  @Test func `a token whose scope is no longer registered keeps it unless it is taken away`() throws {
    driver.changeElsewhere {
      RawDatabase($0).run("UPDATE tokens SET scopes = 'user:email gone:away' WHERE name = 'ci-nightly'")
    }
    driver.press("e", "Tab", "Down", "Down", "Down", "Down", "Down", "Down")
    #expect(driver.shows("[x] gone:away"))
    #expect(driver.shows("no longer registered"))
    driver.press("Shift-Tab")
    driver.type("2")
    driver.press("Ctrl-S")
    #expect(house.count("tokens WHERE name = 'ci-nightly2' AND scopes = 'user:email gone:away'") == 1)
  }

  @Test func `the page of a token shows what it may do, and says that a lost one must be replaced`() {
    driver.press("j", "j", "Enter")
    #expect(driver.shows("Tokens > laptop"))
    #expect(driver.shows("psp_****************"))
    #expect(driver.shows("A lost token cannot be shown again: revoke it, create another."))
    #expect(driver.shows("Allow upload (but not publishing) (deposit:write)"))
    #expect(driver.shows("! in 6 days"))
    driver.press("y")
    #expect(driver.requests.last == .copy("laptop", what: "name"))
    driver.press("d")
    #expect(driver.says("Revoke token \"laptop\"?"))
    driver.press("r")
    #expect(!driver.shows("Tokens > "))
    #expect(driver.statusLine.contains("ok Revoked \"laptop\"."))
    #expect(driver.cursorLine.contains("notebook"))
  }

  @Test func `revoking asks, and Enter alone does not revoke`() {
    driver.press("d")
    #expect(driver.says("Whatever uses it stops working at once."))
    driver.press("Enter")
    #expect(house.count("tokens WHERE kind = 'personal'") == 5)
    driver.press("G", "d")
    #expect(driver.says("It has expired already: nothing stops working."))
    driver.press("Left", "Enter")
    #expect(house.count("tokens WHERE name = 'old-script'") == 0)
    #expect(driver.cursorLine.contains("notebook"))
  }

  @Test func `all expired tokens go together, from the commands`() {
    driver.press(":")
    driver.type("expired")
    driver.press("Enter")
    #expect(driver.says("Revoke 1 expired token?"))
    driver.press("r")
    #expect(driver.statusLine.contains("ok Revoked 1 expired token."))
    driver.press(":")
    driver.type("expired")
    driver.press("Enter")
    #expect(driver.statusLine.contains("No token has expired."))
  }
}
