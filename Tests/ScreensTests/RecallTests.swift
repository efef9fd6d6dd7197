import Testing

@testable import Screens

/// What was typed before is fetched back.
@Suite @MainActor struct RecallTests {
  @Test func `it goes back to the oldest and forth to what was typed`() {
    var recall = Recall()
    for text in ["one", "two", "one", "", "three"] { recall.keep(text) }
    #expect(recall.earlier == ["three", "one", "two"])
    #expect(recall.back(from: "on") == "three")
    #expect(recall.back(from: "three") == "one")
    #expect(recall.back(from: "one") == "two")
    #expect(recall.back(from: "two") == nil)
    #expect(recall.forth() == "one")
    #expect(recall.forth() == "three")
    #expect(recall.forth() == "on")
    #expect(recall.forth() == nil)
  }

  @Test func `what stands in the field already is no step`() {
    var recall = Recall(["one", "two"])
    #expect(recall.back(from: "one") == "two")
    #expect(recall.forth() == "one")
    #expect(Recall().earlier.isEmpty)
  }
}

/// What was typed before comes back where it was typed.
@MainActor @Suite
struct RecallOnScreenTests {
  let driver: Driver

  init() throws {
    let house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
    driver.press("2")
  }

  private func filter(_ text: String, then key: String) {
    driver.press("/", "Ctrl-U")
    driver.type(text)
    driver.press(key)
  }

  @Test func `filters come back, the newest first, each with its rows`() {
    filter("ci", then: "Enter")
    filter("lap", then: "Esc")
    driver.press("/")
    #expect(driver.hintLine.contains("Ctrl-P earlier"))
    driver.type("no")
    driver.press("Ctrl-P")
    #expect(driver.statusLine.contains("filter [lap "))
    #expect(driver.cursorLine.contains("lap "))
    driver.press("Ctrl-P", "Ctrl-P")
    #expect(driver.shows("ci-nightly") && !driver.shows("laptop"))
    driver.press("Ctrl-N", "Ctrl-N")
    #expect(driver.statusLine.contains("filter [no "))
    #expect(driver.shows("notebook") && !driver.shows("laptop"))
  }

  @Test func `nothing comes back where nothing was typed`() {
    driver.press("/")
    #expect(!driver.hintLine.contains("earlier"))
    driver.press("Ctrl-P", "Ctrl-N")
    #expect(driver.shows("laptop"))
  }

  @Test func `commands come back by what they are called now`() {
    driver.press(":")
    driver.type("sort")
    driver.press("Enter", ":")
    driver.type("edit token")
    driver.press("Enter", "Esc", "j", ":", "Up")
    #expect(driver.says(":[edit token \"notebook\""))
    driver.press("Up")
    #expect(driver.says(":[sort: next column or order"))
    driver.press("Up", "Down")
    #expect(driver.says(":[edit token \"notebook\""))
    driver.press("Down")
    #expect(driver.says(":[ "))
    driver.press("Down", "Up", "Ctrl-P", "Enter")
    #expect(driver.shows("Edit notebook"))
  }

  @Test func `the next person finds no commands of the one before`() {
    driver.press(":")
    driver.type("sign out")
    driver.press("Enter")
    #expect(driver.manager.commands.isEmpty)
  }
}
