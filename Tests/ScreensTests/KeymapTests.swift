import TerminalUI
import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct KeymapTests {
  @Test(arguments: [
    ("j", Action.down), ("k", .up), ("Up", .up), ("Down", .down), ("g", .top), ("G", .bottom), ("Home", .top),
    ("End", .bottom), ("Ctrl-D", .halfPageDown), ("Ctrl-U", .halfPageUp), ("PgDn", .pageDown), ("PgUp", .pageUp),
    ("Enter", .open), ("l", .open), ("Right", .open), ("h", .back), ("Left", .back), ("Esc", .cancel), ("q", .quit),
    ("Q", .quitNow), ("Ctrl-C", .quitNow), ("Tab", .nextField), ("Shift-Tab", .previousField), ("1", .applications),
    ("2", .tokens), ("3", .authorized), ("/", .filter), ("N", .previousMatch), ("s", .sort), ("f", .state),
    ("e", .edit), ("d", .delete), ("R", .resetSecret), ("E", .endSecret), ("T", .revokeAll), ("y", .copy),
    ("Space", .mark), ("x", .export), (":", .palette), ("?", .help), ("Ctrl-L", .redraw), ("Ctrl-Z", .suspend),
    ("Ctrl-S", .submit), ("Ctrl-E", .editor), ("Ctrl-P", .earlier), ("Ctrl-N", .later),
  ])
  func `a key asks for what the table says`(name: String, action: Action) throws {
    #expect(Keymap().actions(for: try #require(Key(name))) == [action])
  }

  @Test func `n is the next match while a filter is kept, and new otherwise`() throws {
    #expect(Keymap().actions(for: .character("n")) == [.nextMatch, .new])
  }

  @Test func `the defaults contradict nothing`() {
    #expect(Keymap().problems.isEmpty)
  }

  @Test func `an action may have no key`() {
    let keymap = Keymap(changes: ["quit": []])
    #expect(keymap.problems.isEmpty)
    #expect(keymap.actions(for: .character("q")).isEmpty)
  }

  @Test func `an action gets other keys`() throws {
    let keymap = Keymap(changes: ["delete": ["F8", "Del"], "up": ["Up", "w"]])
    #expect(keymap.problems.isEmpty)
    #expect(keymap.actions(for: .function(8)) == [.delete])
    #expect(keymap.actions(for: .character("d")).isEmpty)
    #expect(keymap.keys(for: .up) == [.up, .character("w")])
  }

  @Test(arguments: [
    (["destroy": ["d"]], "there is no action \"destroy\"; the help (?) names each, on the status line."),
    (["revokeal": ["d"]], "there is no action \"revokeal\"; did you mean \"revokeAll\"?"),
    (["delete": ["Hyper-D"]], "\"Hyper-D\" is no key"),
    (["delete": ["n"]], "keys.delete: n is already \"new\""),
    (["sort": ["Esc"]], "keys.sort: Esc is already \"cancel\""),
  ])
  func `what makes no sense is reported and left out`(changes: [String: [String]], words: String) {
    let keymap = Keymap(changes: changes)
    #expect(keymap.problems.count == 1)
    #expect(keymap.problems.first?.contains(words) == true)
    #expect(keymap.actions(for: .character("d")) == [.delete])
    #expect(keymap.actions(for: .escape) == [.cancel])
  }

  @Test func `two actions may change their keys with each other`() {
    let keymap = Keymap(changes: ["edit": ["d"], "delete": ["e"]])
    #expect(keymap.problems.isEmpty)
    #expect(keymap.actions(for: .character("d")) == [.edit])
  }

  @Test(arguments: 1...20)
  func `whatever is configured, no key has two meanings in one place`(seed: Int) {
    var dice = Dice(UInt64(seed))
    let names = ["a", "d", "n", "q", "Esc", "Tab", "F2", "Ctrl-S", "y", "w", "/"]
    var changes: [String: [String]] = [:]
    for _ in 0..<8 {
      let action = Action.allCases[dice.roll(Action.allCases.count)]
      changes[action.rawValue] = (0...dice.roll(2)).map { _ in names[dice.roll(names.count)] }
    }
    let keymap = Keymap(changes: changes)
    for action in Action.allCases {
      for key in keymap.keys(for: action) {
        let rivals = keymap.actions(for: key).filter { other in
          other != action && Self.meet(action, other)
        }
        #expect(rivals.isEmpty, "\(changes): \(key) is \(action) and \(rivals)")
      }
    }
  }

  private static func meet(_ one: Action, _ other: Action) -> Bool {
    let places = Set(one.defaults.places).union(other.defaults.places)
    return places.contains(.everywhere) || !Set(one.defaults.places).isDisjoint(with: other.defaults.places)
  }

  @Test func `problems are told when the account manager opens, the first by name`() throws {
    let house = try SampleHouse()
    let driver = try Driver(house.fixture, as: house.ada, changes: ["destroy": ["d"], "delete": ["Hyper-D"]])
    #expect(driver.statusLine.contains("\"Hyper-D\" is no key"))
    #expect(driver.statusLine.contains("(and 1 more)"))
  }

  @Test func `hints, help and commands show the keys that were chosen`() throws {
    let house = try SampleHouse()
    let driver = try Driver(
      house.fixture, as: house.ada, size: Size(width: 100, height: 40),
      changes: ["new": ["b"], "quit": ["F10"], "help": ["F1"]])
    #expect(driver.hintLine.contains("b new"))
    #expect(driver.hintLine.contains("F10 quit"))
    driver.press("n", "q", "?")
    #expect(driver.shows("[1 Applications]") && !driver.hasQuit)
    driver.press("F1")
    #expect(driver.says("b register an application"))
    driver.press("Esc", ":")
    driver.type("register")
    #expect(driver.says("> register an application b"))
  }

  @Test func `every hint names a key that works`() throws {
    let house = try SampleHouse()
    for keys in [["1"], ["2"], ["3"], ["1", "Enter"], ["2", "Enter"], ["3", "Enter"], ["2", "Space"]] {
      let driver = try Driver(house.fixture, as: house.ada)
      keys.forEach { driver.press($0) }
      for offer in driver.manager.offers where offer.hint != nil && offer.reason == nil {
        let found = driver.manager.desk.keymap.keys(for: offer.action, among: driver.manager.offers)
        #expect(!found.isEmpty, "\(keys): \(offer.action)")
      }
    }
  }
}

/// What the documents say of keys.
@MainActor @Suite
struct KeyDocumentTests {
  @Test func `the configuration's document lists every action with its keys`() {
    let path = String(#filePath.dropLast("Tests/ScreensTests/KeymapTests.swift".count)) + "docs/configuration.md"
    let document = String(decoding: TestFile.bytes(of: path), as: UTF8.self)
    let rows = Action.allCases.filter { $0 != .theme }.map { action in
      let keys = action.defaults.keys.map { "`\($0)`" }.joined(separator: " ")
      return "| `\(action.rawValue)` | \(keys) | \(action.title) |\n".replacing("|  |", with: "| |")
    }
    let table = "| action | keys | does |\n| --- | --- | --- |\n" + rows.joined()
    #expect(document.contains(table), "the table should be:\n\(table)")
  }

  @Test func `the audit log's document lists every event`() {
    let path = String(#filePath.dropLast("Tests/ScreensTests/KeymapTests.swift".count)) + "docs/audit.md"
    let document = String(decoding: TestFile.bytes(of: path), as: UTF8.self)
    for event in AuditEvent.allCases { #expect(document.contains("\n| `\(event.rawValue)` | ")) }
  }
}
