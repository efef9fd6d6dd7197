import Accounts
import FoundationEssentials
import Model
import TerminalUI
import TestSupport
import Testing

@testable import Screens

/// Text that nobody could have typed, put into the database past every rule, and shown everywhere.
@MainActor @Suite
struct HostileTextTests {
  nonisolated static let texts = [
    "bidi \u{202E}txt.exe\u{202C} \u{2066}x\u{2069} \u{061C}\u{200F}",
    "zero\u{200B}width\u{200D}\u{FEFF}\u{00AD}\u{2060}here",
    "c0 \u{1}\u{7}\u{8}\u{B}\u{C}\u{1B}[31mred\u{1B}[0m\u{7F}",
    "c1 \u{80}\u{85}\u{9B}31m\u{9D}0;title\u{9C}\u{90}q\u{9C}",
    "osc \u{1B}]52;c;ZXZpbA==\u{7}\u{1B}]0;title\u{1B}\\ \u{1B}P1$r\u{1B}\\",
    "lines\none\r\ntwo\ttab\u{2028}ls\u{2029}ps",
    "wide 漢字カナ한글 ａｂｃ 🧑🏽‍🚀👩‍👩‍👧‍👦🇩🇪 end",
    "zalgo " + "Z" + String(repeating: "\u{0301}", count: 60) + "e\u{0302}\u{0303}\u{0304}\u{0305}\u{0306}",
    "\u{0301}\u{0301}leading marks", "\u{E0001}\u{E0061}\u{E007F}tags\u{FFF9}\u{FFFB}",
    "private \u{E000}\u{F8FF}\u{10FFFD} noncharacter \u{FFFF}", "", " ", String(repeating: "漢", count: 300),
    String(repeating: "\u{202E}", count: 500) + "end",
  ]

  /// What no terminal may be sent: what moves its cursor, reorders a line or hides.
  nonisolated static func isHostile(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" { return false }
    return PlainText.isControl(scalar) || PlainText.isDirectional(scalar) || PlainText.isInvisible(scalar)
  }

  /// Looks at what was drawn: no hostile character, and each row as wide as the canvas says.
  static func check(_ driver: Driver, _ note: String) {
    let canvas = driver.manager.draw()
    let text = canvas.text()
    let bad = text.unicodeScalars.filter(isHostile)
    #expect(bad.isEmpty, "\(note): \(bad.map { String($0.value, radix: 16) })")
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows.count == max(1, canvas.size.height), "\(note)")
    for row in rows { #expect(TextWidth.of(String(row)) <= canvas.size.width, "\(note): \(row)") }
    if canvas.glyphs == .ascii { #expect(text.unicodeScalars.allSatisfy { $0.value < 0x7F }, "\(note)") }
    if let cursor = canvas.cursor { #expect(canvas.bounds.contains(cursor), "\(note): cursor at \(cursor)") }
  }

  private func poison(_ house: SampleHouse, with text: String) {
    let database = RawDatabase(house.fixture)
    database.run(
      "UPDATE clients SET name = ? || id, name_key = ? || id, description = ?, website = ?", [text, text, text, text])
    database.run("UPDATE redirect_uris SET uri = ?", [text])
    database.run("UPDATE client_secrets SET last_four = ?", [text])
    database.run(
      "UPDATE tokens SET name = ? || id, name_key = ? || id, scopes = ? WHERE kind = 'personal'", [text, text, text])
    database.run("UPDATE grants SET scopes = ?", [text])
    database.run("UPDATE browser_sessions SET user_agent = ?, address = ?", [text, text])
    database.run("UPDATE ssh_keys SET name = ?, key = ?, fingerprint = ? || id", [text, text, text])
    database.run(
      """
      INSERT INTO audit_events (id, at, actor_id, actor, origin, event, target, outcome, detail, count, hash)
      SELECT max(id) + 1, ?, ?, ?, ?, ?, ?, 'refused', ?, 2, randomblob(32) FROM audit_events
      """, [house.fixture.clock.now, Int(house.ada.id.rawValue), text, text, text, text, text])
    database.run("UPDATE users SET username = ? || id", [text])
  }

  /// Ways through every screen and dialog that shows what is stored.
  private static let walks: [[String]] = [
    ["1"], ["1", "d"], ["1", "R"], ["1", "R", "r"], ["1", "T"], ["1", "e"], ["1", "?"], ["1", ":"], ["1", "x"],
    ["1", "Enter"], ["1", "Enter", "PgDn"], ["1", "Enter", "G"], ["1", "Enter", "d", "Enter"], ["1", "e", "Ctrl-S"],
    ["2"], ["2", "d"], ["2", "Space", "Space", "d"], ["2", "e"], ["2", "e", "Ctrl-S"], ["2", "Enter"],
    ["2", "Enter", "d"], ["2", "d", "r"], ["2", ":"], ["2", "?"], ["2", "y"], ["3"], ["3", "Enter"], ["3", "d"],
    ["3", "Space", "Space", "d"], ["3", "d", "r"], ["a"], ["a", "G", "Enter"], ["a", "j", "Enter"], ["a", "j", "d"],
    ["a", "Tab", "Tab", "Enter"], ["a", "Tab", "Tab", "d"], ["a", "Tab", "Tab", "Tab", "Enter"], ["2", "s"],
    ["2", "s", "s", "s"],
  ]

  @Test(arguments: Self.texts)
  func `no stored text moves the cursor, hides or breaks a row, wherever it is shown`(text: String) throws {
    let isShort = text.utf8.count.isMultiple(of: 2)
    for (size, glyphs) in [((80, 24), GlyphSet.unicode), isShort ? ((40, 12), .unicode) : ((120, 40), .ascii)] {
      let house = try SampleHouse()
      try house.furnishAccount()
      poison(house, with: text)
      let store = house.fixture.store
      let ada = try #require(try store.user(house.ada.id))
      let driver = try Driver(
        house.fixture, as: ada, size: Size(width: size.0, height: size.1), glyphs: glyphs)
      for walk in Self.walks {
        for key in walk { driver.press(key) }
        Self.check(driver, "\(walk) at \(size)")
        for _ in 0..<4 { driver.press("Esc") }
        if driver.shows("done") {
          driver.type("done")
          driver.press("Enter")
        }
        if !driver.manager.dialogs.isEmpty { driver.press("d") }
      }
    }
  }

  /// The same for administrators.
  private static let administratorWalks: [[String]] = [
    ["4"], ["4", "Enter"], ["4", "Enter", "j", "j", "Enter"], ["4", "Enter", "d", "Enter"], ["4", "L"],
    ["4", "L", "d"],
    ["4", "P"], ["4", "P", "p"], ["4", "d", "Enter"], ["4", "S"], ["4", "T"], ["4", "T", "r"], ["4", "p"], ["4", "?"],
    ["4", ":"], ["4", "x"], ["4", "y"], ["4", "s", "s"], ["4", "Space"],
  ]

  @Test(arguments: Self.texts)
  func `nor does an address or a username, to administrators`(text: String) throws {
    for (size, glyphs) in [((80, 24), GlyphSet.unicode), ((40, 12), .unicode), ((120, 40), .ascii)] {
      let house = try SampleHouse()
      let root = try house.fixture.addUser("root", role: .administrator)
      let driver = try Driver(house.fixture, as: root, size: Size(width: size.0, height: size.1), glyphs: glyphs)
      RawDatabase(house.fixture).run(
        "UPDATE users SET email = ? || id, username = ? || id WHERE username <> 'root'", [text, text])
      for walk in Self.administratorWalks {
        for key in walk { driver.go(key) }
        Self.check(driver, "\(walk) at \(size)")
        for _ in 0..<4 { driver.press("Esc") }
        if !driver.manager.dialogs.isEmpty { driver.press("d") }
      }
    }
  }

  @Test(arguments: Self.texts)
  func `no typed or pasted text breaks a field, a filter, a command or a message`(text: String) throws {
    let house = try SampleHouse()
    let driver = try Driver(house.fixture, as: house.ada)
    for walk in [
      ["n"], ["n", "Tab"], ["n", "Tab", "Tab"], ["2", "n"], ["2", "n", "Tab"], ["/"], [":"], ["x"], ["d"], ["?", "/"],
      ["a", "n"], ["a", "n", "Tab"], ["a", "p"], ["a", "p", "Tab"],
    ] {
      for key in walk { driver.press(key) }
      driver.paste(text)
      Self.check(driver, "\(walk)")
      for character in text.prefix(40) { driver.press(.character(character)) }
      Self.check(driver, "\(walk), typed")
      driver.press("Ctrl-S")
      Self.check(driver, "\(walk), submitted")
      driver.press("Enter")
      Self.check(driver, "\(walk), entered")
      driver.press("Esc", "Esc", "d", "Esc", "d")
    }
  }

  @Test(arguments: Self.texts)
  func `no message from outside breaks the status line`(text: String) throws {
    let house = try SampleHouse()
    let driver = try Driver(house.fixture, as: house.ada)
    driver.manager.report(text, isError: true)
    Self.check(driver, "report")
    driver.press("n", "Tab")
    driver.manager.edited(text)
    Self.check(driver, "edited")
  }

  @Test(arguments: Self.texts.filter { !$0.isEmpty && $0 != " " })
  func `a hostile name can still be deleted, by typing what is seen of it`(text: String) throws {
    let house = try SampleHouse()
    RawDatabase(house.fixture).run("UPDATE clients SET name = ? WHERE name = 'Backup robot'", [text])
    let driver = try Driver(house.fixture, as: house.ada)
    driver.press("d")
    for character in TextField(text: text).text { driver.press(.character(character)) }
    driver.press("Tab", "d")
    #expect(house.count("clients") == 5)
  }
}
