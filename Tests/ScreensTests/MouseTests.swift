import TerminalUI
import TestSupport
import Testing

@testable import Screens

/// The mouse, once it was turned on: a click goes where the keys would have to be sent first.
@MainActor @Suite
struct MouseTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
  }

  /// Clicks on the first place where a text is seen, so many cells further to the right.
  private func click(_ text: String, plus cells: Int = 0, _ kind: MouseEvent.Kind = .click) {
    for (y, line) in driver.lines.enumerated() {
      guard let range = line.firstRange(of: text) else { continue }
      let x = line.distance(from: line.startIndex, to: range.lowerBound) + cells
      driver.manager.handle(.mouse(MouseEvent(kind: kind, at: Point(x: x, y: y))))
      return driver.settle()
    }
    Issue.record("\(text) is not seen")
  }

  @Test func `a click goes to a field, and to the place in its text`() {
    driver.press("n")
    driver.type("Weather map")
    click("Website *", plus: 25)
    driver.type("https://weather.example.org")
    click("Weather", plus: 7)
    driver.type(" 日本")
    click("本", plus: 1)  // Behind a character that takes two cells.
    driver.type("!")
    #expect(driver.shows("[Weather 日!本 map "))
    #expect(driver.shows("[https://weather.example.org "))
  }

  @Test func `a click goes to the line of a field that has several`() {
    driver.press("n", "Tab", "Tab", "Tab")
    driver.paste("https://one.example.org\nhttps://two.example.org")
    click("one", plus: 3)
    driver.type("!")
    #expect(driver.shows("[https://one!.example.org "))
    click("two.example.org", plus: 40)
    driver.type("/cb")
    #expect(driver.shows("[https://two.example.org/cb "))
  }

  @Test func `a click chooses a client type, an expiry, a scope, and folds a group`() {
    driver.press("n")
    click("( ) Public", plus: 25)
    #expect(driver.cursorLine.contains("(*) Public"))
    driver.press("Esc", "d", "2", "n")
    click("90 days")
    #expect(driver.cursorLine.contains("(*) 90 days"))
    click("never")
    #expect(driver.shows("(*) never"))
    click("( ) on [", plus: 9)
    #expect(driver.shows("(*) on ["))
    click("deposit:write")
    #expect(driver.shows("[x] deposit:write"))
    click("deposit ")
    #expect(!driver.shows("deposit:write"))
    click("deposit ")
    click("[x] deposit:write")
    #expect(driver.cursorLine.contains("[ ] deposit:write"))
  }

  @Test func `a scrolled form is clicked where it is seen`() {
    driver.resize(40, 12)
    driver.press("n", "Tab", "Tab", "Tab")
    driver.type("https://weather.example.org/cb")
    click("Website *")
    #expect(driver.statusLine.contains("field 4 of 6"), "a label is no field")
    let y = (driver.lines.firstIndex { $0.contains("Website *") } ?? 0) + 1
    driver.manager.handle(.mouse(MouseEvent(kind: .click, at: Point(x: 5, y: y))))
    driver.type("https://weather.example.org")
    #expect(driver.cursorLine.contains("[https://weather.example.org "))
    #expect(driver.statusLine.contains("field 3 of 6"))
  }

  @Test func `commands and help: a click chooses, a double click runs`() {
    driver.press("2", ":")
    click("revoke all expired")
    #expect(driver.says("> revoke all expired tokens"))
    click("revoke all expired", .doubleClick)
    #expect(driver.shows("Revoke expired tokens"))
    driver.press("Esc", "?")
    click("create a token")
    #expect(driver.cursorLine.contains("create a token"))
    click("create a token", .doubleClick)
    #expect(driver.shows("New personal access token"))
  }

  @Test func `the wheel goes through the commands`() {
    driver.press(":")
    click("register", .wheelDown)
    #expect(driver.statusLine.contains("4 of"))
    click("register", .wheelUp)
    #expect(driver.statusLine.contains("1 of"))
  }

  @Test func `a click chooses among the ways of a question, and the field of another`() {
    driver.press("R")
    click("7 more days")
    #expect(driver.says("(*) It works for 7 more days"))
    driver.press("Esc", "d", "Tab")
    driver.type("x")
    click("Type its name", plus: 20)
    driver.type("Backup robot")
    driver.press("Enter")
    #expect(driver.statusLine.contains("Deleted \"Backup robot\"."))
  }

  @Test func `a click chooses the format of an export`() {
    driver.press("x", "Tab")
    click("( ) JSON")
    #expect(driver.says("(*) JSON"))
    click(".json", plus: 5)
    driver.type("!")
    #expect(driver.says(".json!"))
  }

  @Test func `a click chooses the value that is copied`() {
    driver.press("Enter")
    click("https://")
    driver.press("y")
    #expect(driver.copies.first?.hasPrefix("https://") == true)
  }

  @Test func `a click goes to a field of the sign-in`() throws {
    let driver = try Driver(house.fixture, as: nil)
    driver.type("ada")
    _ = driver.screen
    driver.manager.handle(.mouse(MouseEvent(kind: .click, at: Point(x: 20, y: 7))))
    driver.type("secret")
    #expect(driver.cursorLine.contains("Password   [****** "))
    driver.manager.handle(.mouse(MouseEvent(kind: .click, at: Point(x: 17, y: 5))))
    driver.type("!")
    #expect(driver.cursorLine.contains("[!ada "))
  }
}
