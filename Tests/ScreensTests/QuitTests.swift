import TerminalUI
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct QuitTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
  }

  @Test func `q goes back, and at the top quits`() {
    driver.press("Enter", "q")
    #expect(!driver.hasQuit)
    driver.press("q")
    #expect(driver.hasQuit)
  }

  @Test(arguments: ["Q", "Ctrl-C"])
  func `Q and Ctrl-C quit from anywhere`(key: String) throws {
    for keys in [[], ["Enter"], ["?"], ["R"], ["Enter", "T"], ["2", "j"]] {
      let driver = try Driver(house.fixture, as: house.ada)
      for name in keys { driver.press(name) }
      driver.press(key)
      #expect(driver.hasQuit, "after \(keys)")
    }
  }

  @Test(arguments: [["/"], [":"], ["x"], ["d"], ["n"]])
  func `Q is text where text is typed; Ctrl-C is not`(keys: [String]) {
    for name in keys { driver.press(name) }
    driver.press("Q")
    #expect(!driver.hasQuit)
    driver.press("Ctrl-C")
    #expect(driver.hasQuit == (keys != ["n"]))
    guard !driver.hasQuit else { return }
    #expect(driver.says("What you typed here is not saved."))
    driver.press("Ctrl-C")
    #expect(driver.hasQuit, "whoever asks twice means it")
  }

  @Test func `a question over a form is no leave to quit without another`() {
    driver.press("e", "Shift-Tab", "Shift-Tab", "p", "Ctrl-S")
    #expect(driver.says("Make \"Backup robot\" a public client?"))
    driver.press("Ctrl-C")
    #expect(!driver.hasQuit)
    #expect(driver.says("What you typed here is not saved."))
    driver.press("Ctrl-C")
    #expect(driver.hasQuit)
  }

  @Test func `the wheel turns lists, pages and the help`() {
    func turn(_ kind: MouseEvent.Kind) {
      _ = driver.screen
      driver.manager.handle(.mouse(MouseEvent(kind: kind, at: Point(x: 5, y: 9))))
    }
    turn(.wheelDown)
    #expect(driver.cursorLine.contains("Zenodo uploader"))
    driver.press("Enter")
    for _ in 0..<9 { turn(.wheelDown) }
    #expect(driver.cursorLine.contains("curl"))
    for _ in 0..<9 { turn(.wheelUp) }
    #expect(driver.cursorLine.contains("Client ID"))
    driver.press("?")
    turn(.wheelDown)
    #expect(driver.statusLine.contains("4 of "))
    driver.press("Esc", "n")
    turn(.wheelDown)
    #expect(driver.requests.isEmpty)
  }

  @Test(arguments: [40, 63, 64, 120])
  func `the operator is announced however narrow the terminal`(width: Int) throws {
    let driver = try Driver(house.fixture, as: house.ada, size: Size(width: width, height: 24), isOperated: true)
    #expect(driver.lines[0].contains("OPERATOR"))
    #expect(driver.lines[0].contains("3 Auth"))
  }

  @Test func `Esc never quits`() {
    for name in ["Enter", "Enter", "?", "2", "/", "n"] { driver.press(name) }
    for _ in 0..<20 { driver.press("Esc") }
    #expect(!driver.hasQuit)
    driver.press("d")
    for _ in 0..<20 { driver.press("Esc") }
    #expect(!driver.hasQuit)
  }

  @Test func `the end of input quits`() {
    driver.press("n")
    driver.type("x")
    driver.manager.handle(.endOfInput)
    driver.settle()
    #expect(driver.hasQuit)
  }

  @Test func `Ctrl-L paints anew and Ctrl-Z suspends, from anywhere`() {
    for keys in [[], ["n"], ["?"], ["R"], ["/"], [":"], ["d"]] {
      for name in keys { driver.press(name) }
      driver.press("Ctrl-L", "Ctrl-Z")
      #expect(driver.requests.suffix(2) == [.redraw, .suspend], "after \(keys)")
      driver.press("Esc")
    }
  }

  @Test func `a terminal that is too small says so, and keys that nobody sees do nothing`() {
    driver.resize(39, 12)
    #expect(driver.screen.hasPrefix("Please enlarge the terminal to 40x12."))
    driver.press("d", "n", "q", "2", "Space")
    driver.paste("text")
    driver.resize(80, 24)
    #expect(driver.shows("[1 Applications]"))
    #expect(driver.manager.dialogs.isEmpty)
    #expect(!driver.shows("marked"))
    driver.resize(40, 11)
    driver.press("Ctrl-L", "Ctrl-C")
    #expect(driver.requests == [.redraw, .quit])
  }

  @Test(arguments: [(1, 1), (0, 0), (1, 30), (300, 1), (39, 40), (40, 11)])
  func `no size is too small to say so`(width: Int, height: Int) {
    driver.resize(width, height)
    #expect(driver.manager.draw().size == Size(width: width, height: height))
    #expect(!driver.shows("Applications"))
  }

  @Test func `the mouse chooses tabs, rows and buttons`() {
    func click(_ x: Int, _ y: Int, _ kind: MouseEvent.Kind = .click) {
      _ = driver.screen
      driver.manager.handle(.mouse(MouseEvent(kind: kind, at: Point(x: x, y: y))))
      driver.settle()
    }
    click(5, 5)
    #expect(driver.cursorLine.contains("Zenodo uploader"))
    click(5, 3, .doubleClick)
    #expect(driver.shows("Applications > Backup robot"))
    click(28, 0)
    #expect(driver.shows("[2 Tokens]"))
    click(5, 9, .wheelDown)
    #expect(driver.cursorLine.contains("notebook"))
    driver.press("d")
    let row = driver.lines.firstIndex { $0.contains("[ Revoke ]") } ?? 0
    let column = driver.lines[row].split(separator: "[ Revoke ]").first?.count ?? 0
    click(column + 3, row)
    #expect(driver.statusLine.contains("Revoked \"notebook\"."))
    driver.press("n")
    let cancel = driver.lines.firstIndex { $0.contains("[ Cancel ]") } ?? 0
    click(22, cancel)
    #expect(!driver.shows("New personal"))
  }
}
