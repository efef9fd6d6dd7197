import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct ListTests {
  let house: SampleHouse

  init() throws { house = try SampleHouse() }

  private func driver(tokens count: Int = 0) throws -> Driver {
    house.fixture.addTokens(count, owner: house.ada)
    return try Driver(house.fixture, as: house.ada)
  }

  @Test(arguments: [
    ("1", ["Backup robot", "Notebook viewer", "Zenodo uploader"]),
    ("2", ["ci-nightly", "ci-weekly", "laptop", "notebook", "old-script"]),
    ("3", ["Binder", "Jupyter Hub", "Overleaf Sync"]),
  ])
  func `each list can be walked through with letters and with arrows`(tab: String, names: [String]) throws {
    let driver = try driver()
    driver.press(tab)
    for (down, up) in [("j", "k"), ("Down", "Up")] {
      for name in names {
        #expect(driver.cursorLine.contains("> \(name)") || driver.cursorLine.contains(">  \(name)"))
        driver.press(down)
      }
      for name in names.reversed() {
        #expect(driver.cursorLine.contains(name))
        driver.press(up)
      }
    }
    driver.press("G")
    #expect(driver.cursorLine.contains(names[names.count - 1]))
    #expect(driver.statusLine.contains("\(names.count) of \(names.count)"))
    driver.press("g")
    #expect(driver.cursorLine.contains(names[0]))
    driver.press("End", "Home")
    #expect(driver.cursorLine.contains(names[0]))
  }

  @Test func `pages and half pages go through a long list, which says where it is`() throws {
    let driver = try driver(tokens: 500)
    driver.press("2")
    _ = driver.screen
    #expect(driver.statusLine.contains("1 of 505"))
    driver.press("PgDn")
    #expect(driver.statusLine.contains("18 of 505"))
    driver.press("Ctrl-D")
    #expect(driver.statusLine.contains("26 of 505"))
    driver.press("Ctrl-U", "PgUp")
    #expect(driver.statusLine.contains("1 of 505"))
    for _ in 0..<40 { driver.press("PgDn") }
    #expect(driver.statusLine.contains("505 of 505"))
    driver.press("g", "G")
    #expect(driver.statusLine.contains("505 of 505"))
    driver.press("PgUp")
    #expect(driver.statusLine.contains("488 of 505"))
  }

  @Test(arguments: ["Enter", "l", "Right"])
  func `a row opens, and h, the left arrow, Esc and q come back to it`(key: String) throws {
    let driver = try driver()
    for back in ["h", "Left", "Esc", "q"] {
      driver.press("j", key)
      #expect(driver.shows("Applications > "))
      driver.press(back)
      #expect(!driver.shows("Applications > "))
    }
    #expect(!driver.hasQuit)
    #expect(driver.cursorLine.contains("Zenodo uploader"), "the list is as it was left")
  }

  @Test func `digits and Tab go from screen to screen, and each is as it was left`() throws {
    let driver = try driver()
    driver.press("j", "2", "j", "s")
    #expect(driver.shows("[2 Tokens]"))
    let tokens = driver.lines[3...5]
    driver.press("Tab")
    #expect(driver.shows("[3 Authorized]"))
    driver.press("Tab")
    #expect(driver.shows("[1 Applications]"))
    #expect(driver.cursorLine.contains("Notebook viewer"))
    driver.press("Shift-Tab", "Shift-Tab")
    #expect(driver.shows("[2 Tokens]"))
    #expect(driver.lines[3...5] == tokens)
  }

  @Test func `typing a filter narrows the list, Enter keeps it and Esc clears it`() throws {
    let driver = try driver()
    driver.press("2", "/")
    driver.type("ci-")
    #expect(driver.shows("ci-nightly"))
    #expect(!driver.shows("laptop"))
    #expect(driver.statusLine.contains("[ci-"))
    driver.press("Enter")
    #expect(driver.statusLine.contains("filter  ci-"))
    #expect(driver.statusLine.contains("1 of 2"))
    driver.press("n")
    #expect(driver.cursorLine.contains("ci-weekly"))
    driver.press("N")
    #expect(driver.cursorLine.contains("ci-nightly"))
    #expect(driver.hintLine.contains("n next"))
    #expect(!driver.hintLine.contains("n new"), "n is the next match now")
    driver.press("Esc")
    #expect(driver.shows("laptop"))
    #expect(!driver.statusLine.contains("filter"))
    driver.press("n")
    #expect(driver.shows("New personal access token"))
  }

  @Test func `Esc clears a filter while it is typed`() throws {
    let driver = try driver()
    driver.press("2", "/")
    driver.type("zzz")
    #expect(driver.shows("No token matches \"zzz\"."))
    driver.press("Esc")
    #expect(driver.shows("laptop"))
    driver.press("Esc")
    #expect(driver.shows("laptop"), "Esc never quits")
    #expect(!driver.hasQuit)
  }

  @Test func `letters in a filter are text, whatever they do elsewhere`() throws {
    let driver = try driver()
    driver.press("2", "/")
    driver.type("dnq?:1xs fTRQ/y")
    #expect(driver.statusLine.contains("[dnq?:1xs fTRQ/y"))
    #expect(house.count("tokens WHERE kind = 'personal'") == 5)
    #expect(driver.manager.dialogs.isEmpty)
    #expect(!driver.hasQuit)
    #expect(driver.requests.isEmpty)
  }

  @Test func `arrows move while a filter is typed, and Tab stays with the list`() throws {
    let driver = try driver()
    driver.press("2", "/")
    driver.type("ci")
    driver.press("Down")
    #expect(driver.lines.contains { $0.hasPrefix(">  ci-weekly") })
    driver.press("Tab")
    #expect(driver.shows("[2 Tokens]"))
    #expect(driver.statusLine.contains("filter  ci"))
    #expect(driver.cursorLine.contains("ci-weekly"))
  }

  @Test func `each key that is typed searches anew`() throws {
    let driver = try driver()
    driver.press("2", "/")
    driver.type("not")
    #expect(driver.shows("notebook"))
    #expect(!driver.shows("laptop"))
    driver.press("Backspace", "Backspace", "Backspace")
    #expect(driver.shows("laptop"))
  }

  @Test func `sorting goes through every column, up and down`() throws {
    let driver = try driver()
    driver.press("2")
    var seen: [String] = []
    for _ in 0..<8 {
      let first = driver.lines[3].split(separator: " ").dropFirst().first ?? ""
      let order = driver.statusLine.split(separator: "  ").map(String.init).first {
        $0.hasSuffix("↑") || $0.hasSuffix("↓")
      }
      seen.append("\(order ?? "?"): \(first)")
      driver.press("s")
    }
    #expect(
      seen == [
        "name ↑: ci-nightly", "name ↓: old-script", "last used ↑: ci-nightly", "last used ↓: laptop",
        "created ↑: old-script", "created ↓: notebook", "expires ↑: old-script", "expires ↓: notebook",
      ])
    #expect(driver.statusLine.contains("name ↑"))
  }

  @Test func `the state filter shows active, expired and all tokens`() throws {
    let driver = try driver()
    driver.press("2", "f")
    #expect(driver.statusLine.contains("active"))
    #expect(!driver.shows("old-script"))
    driver.press("f")
    #expect(driver.statusLine.contains("expired"))
    #expect(driver.shows("old-script") && !driver.shows("laptop"))
    driver.press("f")
    #expect(driver.statusLine.contains("all"))
    #expect(driver.shows("old-script") && driver.shows("laptop"))
  }

  @Test func `an empty list says why, and which key helps`() throws {
    let eve = try house.fixture.addUser("eve")
    let driver = try Driver(house.fixture, as: eve, changes: ["new": ["m"]])
    #expect(driver.shows("You have not registered an application yet."))
    #expect(driver.shows("Press m to register"))
    driver.press("3")
    #expect(driver.shows("You have not let any application in."))
    driver.press("2")
    #expect(driver.shows("You have no personal access token yet."))
    driver.press("j", "k", "G", "g", "Enter", "d", "Space", "y", "x", "s", "e")
    #expect(driver.requests.isEmpty)
    driver.press("m")
    #expect(driver.shows("New personal access token"))
  }

  @Test(arguments: [("1", "client id"), ("2", "name"), ("3", "website")])
  func `y copies what the list is about`(tab: String, what: String) throws {
    let driver = try driver()
    driver.press(tab, "y")
    let copied = try #require(driver.requests.last)
    let text = ["1": house.applications[0].clientID.text, "2": "ci-nightly", "3": "https://example.org"][tab] ?? ""
    #expect(copied == .copy(text, what: what))
  }

  @Test func `another program's changes show, and the selection stays where it was`() throws {
    let driver = try driver()
    driver.press("2", "j", "j")
    #expect(driver.cursorLine.contains("laptop"))
    try driver.changeElsewhere { try $0.addToken("aaa", owner: house.ada) }
    #expect(driver.shows("aaa"))
    #expect(driver.cursorLine.contains("laptop"))
    #expect(driver.statusLine.contains("4 of 6"))
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM tokens WHERE name = 'laptop'") }
    #expect(driver.cursorLine.contains("notebook"), "the next row takes its place")
  }

  @Test func `another program's changes keep the selection of a filtered list too`() throws {
    let driver = try driver(tokens: 30)
    driver.press("2", "/")
    driver.type("robot")
    driver.press("Enter", "j", "j", "j")
    #expect(driver.cursorLine.contains("robot-0003"))
    try driver.changeElsewhere { try $0.addToken("a robot", owner: house.ada) }
    #expect(driver.cursorLine.contains("robot-0003"))
    #expect(driver.statusLine.contains("5 of 31"))
    driver.press("g")
    #expect(driver.cursorLine.contains("a robot"))
  }

  @Test func `a list that was scrolled while it was counted is counted again`() throws {
    let driver = try driver(tokens: 500)
    driver.press("2", "G")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM tokens WHERE name = 'robot-0001'") }
    #expect(driver.statusLine.contains("504 of 504"))
    driver.manager.databaseChanged()
    for _ in 0..<30 { driver.manager.handle(.key(.pageUp)) }
    driver.settle()
    #expect(driver.statusLine.contains(" of 504"))
    #expect(!driver.statusLine.contains("?"))
  }

  @Test func `somebody sees their own rows only`() throws {
    let driver = try Driver(house.fixture, as: house.ben)
    #expect(!driver.shows("Zenodo"))
    driver.press("2")
    #expect(!driver.shows("laptop"))
    driver.press("3")
    #expect(driver.shows("Zenodo uploader"))
    #expect(!driver.shows("Binder"))
  }
}
