import Cryptography
import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct SecretTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
  }

  /// The secret that is on the screen.
  private func secret(_ prefix: String = "pss_") -> String {
    driver.lines.joined(separator: " ").split(separator: " ").map(String.init).first {
      $0.hasPrefix(prefix) && $0.count > 30 && !$0.contains("*")
    } ?? ""
  }

  private func secrets(of name: String) -> Int {
    house.count("client_secrets WHERE client_id = (SELECT id FROM clients WHERE name = '\(name)')")
  }

  @Test func `a new secret is shown once and is not left by accident`() {
    driver.press("R", "r")
    let shown = secret()
    #expect(shown.count == 60)
    #expect(driver.shows("Copy it now: it cannot be shown again."))
    driver.press("Enter")
    #expect(driver.statusLine.contains("Copy it first, or type \"done\""))
    driver.press("Esc", "q")
    #expect(secret() == shown)
    driver.type("don")
    driver.press("Enter")
    #expect(secret() == shown)
    driver.type("e")
    driver.press("Enter")
    #expect(secret() == "")
    #expect(driver.shows("[1 Applications]"))
    driver.press("Enter")
    #expect(!driver.shows(shown))
    #expect(driver.shows("pss_****************" + String(shown.suffix(4))))
    #expect(!TestFile.contains(shown, in: house.fixture.store.path))
  }

  @Test(arguments: ["2", "Tab", "Shift-Tab", "Ctrl-C", "Q"])
  func `going elsewhere before it was taken asks`(key: String) {
    driver.press("R", "r", key)
    #expect(driver.says("The secret was not copied, and cannot be shown again."))
    #expect(!driver.hasQuit)
    driver.press("Enter")
    #expect(secret() != "")
    driver.press(key, "l")
    #expect(driver.hasQuit == ["Ctrl-C", "Q"].contains(key))
    if !driver.hasQuit { #expect(secret() == "") }
  }

  @Test func `y copies it, and then Enter may leave`() {
    driver.press("R", "r")
    let shown = secret()
    driver.press("y")
    #expect(driver.copies == [shown])
    driver.press("Enter")
    #expect(secret() == shown, "a terminal without clipboard has not taken it")
    driver.manager.copied()
    #expect(driver.hintLine.contains("Enter continue"))
    driver.press("Enter")
    #expect(secret() == "")
  }

  @Test func `w writes it to a file that nobody else can read, never over another`() {
    let path = house.fixture.folder.file("postern-secret.txt")
    TestFile.write("mine", to: path)
    driver.press("R", "r")
    let shown = secret()
    driver.press("w")
    let written = house.fixture.folder.file("postern-secret-2.txt")
    #expect(driver.statusLine.contains("ok Written to "))
    #expect(String(decoding: TestFile.bytes(of: written), as: UTF8.self) == shown + "\n")
    #expect(TestFile.mode(of: written) == 0o600)
    #expect(String(decoding: TestFile.bytes(of: path), as: UTF8.self) == "mine")
    driver.press("Enter")
    #expect(secret() == "")
  }

  @Test func `p shows it plainly for the mouse`() {
    driver.press("R", "r")
    let shown = secret()
    driver.press("p")
    #expect(driver.requests == [.plain(shown)])
    driver.press("Esc")
    #expect(secret() == "")
  }

  @Test func `letters beside done do not count, nor does a paste`() {
    driver.press("R", "r")
    driver.type("dxonze")
    #expect(driver.shows("[done"))
    driver.press("Backspace", "Backspace", "Backspace", "Backspace")
    driver.paste("done")
    driver.press("Enter")
    #expect(secret() != "")
  }

  @Test(arguments: [(0, 1), (1, 2), (2, 2)])
  func `a reset keeps the old secret as long as was chosen`(way: Int, live: Int) {
    driver.press("R")
    #expect(driver.says("Make a new secret for \"Backup robot\"?"))
    for _ in 0..<way { driver.press("Down") }
    driver.press("Right", "Enter")
    #expect(driver.statusLine.contains("ok The secret of \"Backup robot\" was reset."))
    #expect(driver.shows("Old secret") == (live == 2))
    #expect(secrets(of: "Backup robot") == live)
    if way > 0 {
      let end = ["", "2026-11-24T12:00:00Z", "2026-11-30T12:00:00Z"][way]
      #expect(driver.shows("works until \(end)"))
    }
  }

  @Test(arguments: [(0, "old"), (1, "new")])
  func `either of two secrets is ended from the page`(way: Int, which: String) throws {
    driver.press("Enter", "E")
    #expect(driver.statusLine.contains("off: it is the only secret; R makes a new one"))
    #expect(!driver.hintLine.contains("E end"))
    let id = house.applications[0].clientID
    let old = try #require(house.applications[0].secrets.first).lastFour
    driver.press("R", "Down", "r")
    let new = String(secret().suffix(4))
    driver.press("p", "Esc", "E")
    #expect(driver.says("Which secret of \"Backup robot\" ends?"))
    driver.press("Enter")
    #expect(secrets(of: "Backup robot") == 2, "Cancel has the focus")
    driver.press("E")
    for _ in 0..<way { driver.press("Down") }
    driver.press("e")
    let (ended, left) = which == "old" ? (old, new) : (new, old)
    #expect(driver.statusLine.contains("ok Ended the secret \(ended) of \"Backup robot\"."))
    let client = try house.fixture.store.client(id, ownedBy: nil, at: house.fixture.clock.now)
    #expect(client?.secrets.map(\.lastFour) == [left])
    #expect(driver.shows("****\(left)") && !driver.shows("****\(ended)"))
    #expect(house.count("audit_events WHERE event = 'secret.end'") == 1)
  }

  @Test func `a reset asks, and Cancel has the focus`() {
    driver.press("R", "Enter")
    #expect(driver.manager.dialogs.isEmpty)
    driver.press("R", "Esc")
    #expect(driver.manager.dialogs.isEmpty)
    driver.press("R", "c")
    #expect(secret() == "")
    #expect(house.count("audit_events WHERE event = 'secret.reset'") == 0)
  }

  @Test func `a public client has no secret to reset, and the screen says so`() {
    driver.press("j", "R")
    #expect(driver.statusLine.contains("off: a public client has no secret"))
    #expect(!driver.hintLine.contains("R reset"))
    driver.press("Enter", "R")
    #expect(driver.statusLine.contains("off: a public client has no secret"))
  }

  @Test func `deleting asks for the name, says what it cuts off, and refuses another name`() {
    driver.press("j", "j", "d")
    #expect(driver.says("Delete \"Zenodo uploader\"? This cannot be undone."))
    #expect(driver.says("1 user let it in; 2 tokens stop working at once."))
    driver.press("Enter")
    #expect(driver.statusLine.contains("Type the name exactly: Zenodo uploader"))
    driver.type("Zenodo")
    driver.press("Enter", "Tab", "Right", "Enter")
    #expect(house.count("clients WHERE name = 'Zenodo uploader'") == 1)
    #expect(driver.statusLine.contains("Type the name exactly"))
    driver.type(" uploader")
    driver.press("Enter")
    #expect(house.count("clients WHERE name = 'Zenodo uploader'") == 0)
    #expect(driver.statusLine.contains("ok Deleted \"Zenodo uploader\"."))
    #expect(driver.cursorLine.contains("Notebook viewer"), "the row before takes the place of the last")
  }

  @Test func `deleting from its page goes back to the list`() {
    driver.press("Enter", "d")
    driver.type("Backup robot")
    driver.press("Tab", "d")
    #expect(!driver.shows("Applications > "))
    #expect(driver.statusLine.contains("ok Deleted \"Backup robot\"."))
    #expect(driver.cursorLine.contains("Notebook viewer"))
  }

  @Test(arguments: [["Esc"], ["Tab", "Enter"], ["Tab", "c"]])
  func `a deletion can be left`(keys: [String]) {
    driver.press("d")
    driver.type("Backup robot")
    for key in keys { driver.press(key) }
    #expect(driver.manager.dialogs.isEmpty)
    #expect(house.count("clients") == 6)
  }

  @Test func `letters typed into the question are text`() {
    driver.press("d")
    driver.type("Qq?dc")
    #expect(driver.shows("[Qq?dc"))
    #expect(!driver.hasQuit)
  }

  @Test func `every token of an application is revoked after a question`() {
    driver.press("G", "T")
    #expect(driver.says("Revoke every token of \"Zenodo uploader\"?"))
    #expect(driver.says("1 user let it in; 2 tokens stop working at once."))
    driver.press("Enter")
    #expect(house.count("tokens WHERE kind = 'access'") == 5)
    driver.press("T", "r")
    #expect(driver.statusLine.contains("ok Revoked 2 tokens of \"Zenodo uploader\"."))
    #expect(house.count("tokens WHERE kind = 'access'") == 3)
  }

  @Test func `the page of an application shows what it needs and copies each value`() {
    driver.press("G", "Enter")
    #expect(driver.shows("Uploads nightly datasets"))
    #expect(driver.shows("Granted by"))
    let values = [
      house.applications[2].clientID.text, "https://upload.example.org", "https://upload.example.org/callback",
      "http://localhost:8000/callback", "https://example.org/oauth/authorize",
    ]
    for value in values {
      driver.press("y", "Down")
      _ = driver.screen
      #expect(driver.copies.last == value)
    }
    for _ in 0..<40 { driver.press("j"); _ = driver.screen }
    #expect(driver.shows("grant_type"))
    driver.press("y")
    #expect(driver.copies.last?.hasPrefix("curl -u ") == true)
    driver.press("g")
    #expect(driver.shows("Uploads nightly datasets"))
  }

  @Test func `a page whose application was deleted meanwhile closes and says so`() {
    driver.press("G", "Enter")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM clients WHERE name = 'Zenodo uploader'") }
    #expect(!driver.shows("Applications > "))
    #expect(driver.statusLine.contains("! \"Zenodo uploader\" is gone; it was removed elsewhere."))
  }

  @Test func `a question about what was deleted meanwhile does nothing but say so`() {
    driver.press("G", "T")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM clients WHERE name = 'Zenodo uploader'") }
    driver.press("r")
    #expect(driver.statusLine.contains("It was removed elsewhere meanwhile; nothing was changed."))
    #expect(driver.shows("Notebook viewer"))
  }
}
