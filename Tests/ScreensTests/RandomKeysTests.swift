import Accounts
import FoundationEssentials
import Model
import TerminalUI
import TestSupport
import Testing

@testable import Screens

/// Somebody who presses keys without looking.
@MainActor @Suite
struct RandomKeysTests {
  static let names =
    "abcdefghijklmnopqrstuvwxyzRETNGFQ123456789/:? ".map { $0 == " " ? "Space" : String($0) } + [
      "Enter", "Enter", "Enter", "Esc", "Esc", "Tab", "Tab", "Shift-Tab", "Up", "Down", "Left", "Right", "Home", "End",
      "PgUp", "PgDn", "Backspace", "Del", "Ctrl-D", "Ctrl-U", "Ctrl-S", "Ctrl-E", "Ctrl-L", "Ctrl-C", "F1", "Ctrl-K",
    ]

  /// Rows whose loss somebody would feel.
  private static let tables = [
    "clients", "client_secrets", "tokens", "grants", "users", "redirect_uris", "browser_sessions", "ssh_keys",
  ]

  private func census(_ database: borrowing RawDatabase) -> [Int] {
    Self.tables.map { database.number("SELECT count(*) FROM \($0)") }
  }

  /// Whether this key, here and now, confirms a question.
  private func mayConfirm(_ driver: Driver) -> Bool { driver.manager.dialogs.last is ConfirmDialog }

  /// Comes back in, should the keys have signed out.
  private func stayInside(_ driver: Driver) {
    guard driver.manager.desk.account == nil else { return }
    // An administrator may have shut themselves out.
    RawDatabase(driver.fixture).run("UPDATE users SET disabled_at = NULL WHERE username = 'ada'")
    driver.resize(80, 24)
    driver.press("Ctrl-U", "Tab", "Ctrl-U", "Tab")
    driver.type("ada")
    driver.press("Tab")
    driver.type("password")
    driver.press("Enter")
  }

  /// Makes Ada an administrator, not the only one.
  private func promote(_ house: SampleHouse) throws {
    try house.fixture.addUser("root", role: .administrator)
    try house.fixture.store.setUser(house.ada.id, role: .administrator, audit: house.fixture.audit())
  }

  /// What is on top: "ListPage<TokenList>", "ConfirmDialog".
  private func place(_ driver: Driver) -> String {
    "\(Swift.type(of: driver.manager.dialogs.last ?? driver.manager.pages[driver.manager.pages.count - 1]))"
  }

  private func resize(_ driver: Driver, _ dice: inout Dice) {
    driver.resize(1 + dice.roll(140), 1 + dice.roll(50))
  }

  @Test(arguments: 1...6)
  func `random keys and sizes break nothing, and destroy nothing without a question`(seed: Int) throws {
    var dice = Dice(UInt64(seed) &* 7919)
    let house = try SampleHouse()
    try house.furnishAccount()
    let database = RawDatabase(house.fixture)
    // Administrators have more to break.
    if seed > 3 { try promote(house) }
    if seed % 4 == 0 { house.fixture.addTokens(700, owner: house.ada) }
    let driver = try Driver(house.fixture, as: house.ada, glyphs: seed % 3 == 0 ? .ascii : .unicode)
    var before = census(database)
    var pressed: [String] = []
    for step in 0..<1000 {
      stayInside(driver)
      switch dice.roll(60) {
      case 0: resize(driver, &dice)
      case 1: driver.resize(80, 24)
      case 2: driver.paste(["text", "two\nlines\n", "https://example.org/callback", "done"][dice.roll(4)])
      case 3: driver.manager.databaseChanged()
      case 4:
        let kind: [MouseEvent.Kind] = [.click, .doubleClick, .wheelUp, .wheelDown]
        let place = Point(x: dice.roll(140), y: dice.roll(50))
        let couldConfirm = mayConfirm(driver)
        driver.manager.handle(.mouse(MouseEvent(kind: kind[dice.roll(4)], at: place)))
        driver.settle()
        if couldConfirm { before = census(database) }
      default:
        let name = Self.names[dice.roll(Self.names.count)]
        pressed.append(name)
        let couldConfirm = mayConfirm(driver)
        driver.press(name)
        if couldConfirm { before = census(database) }
      }
      let now = census(database)
      for (index, table) in Self.tables.enumerated() {
        #expect(
          now[index] >= before[index], "seed \(seed), step \(step): \(table) lost rows after \(pressed.suffix(8))")
      }
      before = now
      let canvas = driver.manager.draw()
      #expect(canvas == driver.manager.draw(), "seed \(seed), step \(step): a second look is different")
      if let cursor = canvas.cursor { #expect(canvas.bounds.contains(cursor), "seed \(seed), step \(step): \(cursor)") }
      if step % 10 == 0 { HostileTextTests.check(driver, "seed \(seed), step \(step)") }
    }
  }

  @Test func `somebody who types everywhere but never answers a question destroys nothing`() throws {
    var dice = Dice(4243)
    let house = try SampleHouse()
    try house.furnishAccount()
    let database = RawDatabase(house.fixture)
    try promote(house)
    let driver = try Driver(house.fixture, as: house.ada)
    let before = census(database)
    var places: Set<String> = []
    for step in 0..<3000 {
      stayInside(driver)
      places.insert(place(driver))
      if mayConfirm(driver) {
        driver.press("Enter")
        if mayConfirm(driver) { driver.press("Esc") }
      }
      driver.press(Self.names[dice.roll(Self.names.count)])
      if step % 97 == 0 { resize(driver, &dice) }
      if step % 97 == 5 { driver.resize(80, 24) }
      let now = census(database)
      for (index, table) in Self.tables.enumerated() {
        #expect(now[index] >= before[index], "step \(step): \(table)")
      }
    }
    #expect(places.count >= 13, "the keys must have been nearly everywhere: \(places.sorted())")
  }

  @Test func `whatever is on the screen, the cursor is on it while something can be chosen`() throws {
    var dice = Dice(99)
    let house = try SampleHouse()
    let driver = try Driver(house.fixture, as: house.ada)
    for step in 0..<1000 {
      stayInside(driver)
      driver.press(Self.names[dice.roll(Self.names.count)])
      if step % 40 == 0 { driver.resize(40 + dice.roll(90), 12 + dice.roll(30)) }
      let canvas = driver.manager.draw()
      #expect(canvas.cursor != nil, "step \(step):\n\(canvas.text())")
    }
  }
}
