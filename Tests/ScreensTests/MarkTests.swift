import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct MarkTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
    driver.press("2")
  }

  private var tokens: Int { house.count("tokens WHERE kind = 'personal'") }

  @Test func `Space marks a row and goes on; a second time unmarks it; Esc unmarks all`() {
    driver.press("Space", "Space")
    #expect(driver.statusLine.contains("2 marked"))
    #expect(driver.lines[3].hasPrefix(" * ci-nightly"))
    #expect(driver.cursorLine.contains("laptop"))
    driver.press("k", "Space")
    #expect(driver.statusLine.contains("1 marked"))
    #expect(driver.hintLine.contains("Esc unmark"))
    driver.press("Esc")
    #expect(!driver.shows("marked"))
  }

  @Test func `marked tokens are revoked together, after one question that names them`() {
    driver.press("Space", "Space", "d")
    #expect(driver.shows("Revoke 2 tokens?"))
    #expect(driver.shows("ci-nightly, ci-weekly"))
    driver.press("Right", "Enter")
    #expect(tokens == 3)
    #expect(driver.statusLine.contains("ok Revoked 2 tokens."))
    #expect(driver.cursorLine.contains("laptop"))
    driver.press("d")
    #expect(driver.shows("Revoke token \"laptop\"?"), "nothing is marked any more")
  }

  @Test func `marks stay while the list is sorted and filtered`() {
    driver.press("Space", "s", "/")
    driver.type("laptop")
    driver.press("Enter", "Space")
    #expect(driver.statusLine.contains("2 marked"))
    driver.press("d", "r")
    #expect(tokens == 3)
    #expect(!driver.shows("marked"))
    #expect(driver.shows("No token matches \"laptop\"."))
  }

  @Test func `a mark goes with its row, however long the list`() {
    house.fixture.addTokens(400, owner: house.ada)
    driver.manager.databaseChanged()
    driver.settle()
    driver.press("Space", "Space")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM tokens WHERE name = 'ci-nightly'") }
    #expect(driver.statusLine.contains("1 marked"))
    driver.press("d", "r")
    #expect(driver.statusLine.contains("Revoked \"ci-weekly\"."))
    #expect(!driver.shows("marked"))
  }

  @Test func `several applications cannot be deleted at once, and the screen says why`() {
    driver.press("1", "Space", "Space", "d")
    #expect(driver.statusLine.contains("applications are deleted one at a time"))
    #expect(driver.manager.dialogs.isEmpty)
    #expect(!driver.hintLine.contains("d delete"))
  }

  @Test func `marked applications are shut out together`() {
    driver.press("3", "Space", "Space", "Space", "d")
    #expect(driver.shows("Revoke 3 applications?"))
    #expect(driver.shows("3 tokens stop working at once."))
    driver.press("r")
    #expect(driver.statusLine.contains("Revoked 3 applications; 3 tokens ended."))
    #expect(driver.shows("You have not let any application in."))
    #expect(house.count("grants") == 1)
  }
}
