import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct ClientTests {
  let house: SampleHouse
  let grace: User
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    try house.fixture.addUser("root", role: .administrator)
    grace = try house.fixture.addUser("grace", role: .administrator)
    driver = try Driver(house.fixture, as: grace)
    driver.press("5")
  }

  private func state(of name: String) -> Int {
    RawDatabase(house.fixture).number("SELECT disabled_at IS NOT NULL FROM clients WHERE name = '\(name)'")
  }

  private func lines(_ event: AuditEvent) -> Int {
    RawDatabase(house.fixture).number("SELECT count(*) FROM audit_events WHERE event = '\(event.rawValue)'")
  }

  @Test func `everybody's applications stand there, each with its owner`() {
    for (name, owner) in [("Backup robot", "ada"), ("Binder", "ben"), ("Overleaf Sync", "ben"), ("Zenodo", "ada")] {
      #expect(driver.lines.contains { $0.contains(name) && $0.contains(owner) }, "\(name)")
    }
    #expect(driver.statusLine.contains("1 of 6"))
  }

  @Test func `an application is found by its owner, by name and by client id`() {
    driver.press("/")
    driver.type("owner:ada zen")
    #expect(driver.statusLine.contains("1 of 6") || !driver.shows("Zenodo uploader"))
    for _ in 0..<13 { driver.press("Backspace") }
    driver.type("zen owner:ada")
    #expect(driver.shows("Zenodo uploader") && !driver.shows("Backup robot"))
    driver.press("Esc", "/")
    driver.paste(house.applications[0].clientID.text)
    #expect(driver.shows("Backup robot") && !driver.shows("Zenodo uploader"))
    driver.press("Esc", "/")
    driver.type("owner:nobody")
    #expect(driver.shows("No application matches"))
  }

  @Test func `opening one shows it with its owner's name, and is recorded once`() throws {
    driver.press("G", "Enter")
    #expect(driver.shows("Clients > ada > Applications > Zenodo uploader") && driver.shows("Granted by"))
    try driver.changeElsewhere { try $0.addToken("other", owner: house.ben) }
    // One line for the list, one for the page.
    #expect(lines(.applicationView) == 2)
    driver.press("q")
    #expect(driver.cursorLine.contains("Zenodo uploader"))
  }

  @Test func `edit, reset and delete work in the owner's place`() {
    driver.press("G", "Enter", "e")
    driver.type(" two")
    driver.press("Ctrl-S")
    #expect(driver.says("Saved \"Zenodo uploader two\"."))
    driver.press("R", "r")
    #expect(driver.shows("Client secret of \"Zenodo uploader two\""))
    driver.type("done")
    driver.press("Enter", "d")
    driver.type("Zenodo uploader two")
    driver.press("Enter")
    #expect(driver.statusLine.contains("Deleted \"Zenodo uploader two\"."))
    #expect(driver.statusLine.isEmpty == false && !driver.shows("Zenodo uploader  "))
    let database = RawDatabase(house.fixture)
    #expect(
      database.number("SELECT count(*) FROM audit_events WHERE actor = 'grace' AND detail LIKE '%for ada'") == 3)
  }

  @Test func `disabling asks first, and says what it cuts off`() {
    driver.press("G", "L")
    #expect(driver.says("Disable \"Zenodo uploader\" of ada? 1 user let it in; 2 tokens stop working at once."))
    driver.press("Enter")
    #expect(state(of: "Zenodo uploader") == 0)
    driver.press("L", "d")
    #expect(state(of: "Zenodo uploader") == 1 && lines(.applicationDisable) == 1)
    #expect(driver.statusLine.contains("Disabled \"Zenodo uploader\" of ada."))
    #expect(driver.cursorLine.contains("x disabled") && driver.hintLine.contains("L enable"))
    driver.press("L")
    #expect(driver.says("Enable \"Zenodo uploader\" of ada? Its secrets work again, and so do 2 tokens."))
    driver.press("e")
    #expect(state(of: "Zenodo uploader") == 0 && lines(.applicationEnable) == 1)
  }

  @Test func `the states are active, disabled and all`() throws {
    try Scenes.oneDisabled(house)
    driver.press("f")
    #expect(driver.statusLine.contains("active") && !driver.shows("Notebook viewer"))
    driver.press("f")
    #expect(driver.statusLine.contains("1 of 1") && driver.statusLine.contains("disabled"))
    driver.press("L", "e")
    #expect(driver.shows("No disabled application."))
  }

  @Test(arguments: [
    ("", "Enter the new owner"), ("nobody", "No user \"nobody\" was found"), ("ada", "ada owns it already"),
    ("zoe", "The account of zoe is disabled"),
  ])
  func `a wrong new owner is told under the field, and can be mended`(name: String, words: String) throws {
    let zoe = try house.fixture.addUser("zoe")
    try house.fixture.store.setUser(zoe.id, disabledAt: house.fixture.clock.now, audit: house.fixture.audit())
    driver.press("G", "O")
    driver.type(name)
    driver.press("Ctrl-S")
    #expect(driver.lines.contains { $0.contains("! \(words.prefix(20))") })
    #expect(driver.statusLine.contains("1 field needs attention."))
    driver.press("Ctrl-U")
    driver.type("ben")
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("Gave \"Zenodo uploader\" of ada to ben."))
    #expect(driver.cursorLine.contains("ben") && lines(.applicationTransfer) == 1)
  }

  @Test func `given away from its page, it is shown in its new owner's account`() {
    driver.press("G", "Enter", "O")
    #expect(driver.says("ada neither sees nor changes it any more. 1 user and 2 tokens go on working."))
    driver.type("ben")
    driver.press("Tab", "Right", "Enter")
    #expect(driver.shows("Clients > ben > Applications > Zenodo uploader"))
    driver.press("q")
    #expect(driver.shows("Clients") && driver.cursorLine.contains("Zenodo uploader"))
  }

  @Test func `leaving the form asks before it drops what was typed`() {
    driver.press("G", "O", "Esc")
    #expect(driver.cursorLine.contains("Zenodo"))
    driver.press("O")
    driver.type("b")
    driver.press("Esc")
    #expect(driver.says("Leave and lose it?"))
  }

  @Test func `its owner sees that it is disabled, and who can change that`() throws {
    try Scenes.oneDisabled(house)
    let ada = try Driver(house.fixture, as: house.ada)
    ada.press("j")
    #expect(ada.cursorLine.contains("off") && ada.shows("x disabled since"))
    ada.press("Enter")
    #expect(ada.shows("x disabled since") && ada.says("only an administrator can enable it; ask one"))
    for key in ["L", "O", "5", "7"] {
      ada.press(key)
      #expect(ada.shows("x disabled since"), "\(key)")
    }
    #expect(state(of: "Notebook viewer") == 1)
  }

  @Test func `whoever is demoted is out of everybody's applications at once`() throws {
    driver.press("G", "Enter")
    try driver.changeElsewhere {
      try $0.store.setUser(grace.id, role: .user, audit: $0.audit())
    }
    #expect(driver.shows("You are no administrator any more.") || driver.statusLine.contains("no administrator"))
    #expect(!driver.shows("Zenodo uploader"))
    driver.press("5")
    #expect(!driver.shows("Zenodo uploader"))
  }

  @Test func `a list that is exported has the owners, and is recorded`() throws {
    driver.press("x")
    driver.press("Enter")
    let path = house.fixture.folder.file("postern-applications.csv")
    let text = String(decoding: TestFile.bytes(of: path), as: UTF8.self)
    #expect(text.hasPrefix("client_id,name,owner,owner_email,"))
    #expect(text.contains("Zenodo uploader,ada,ada@example.org,") && text.split(separator: "\r\n").count == 7)
    #expect(lines(.export) == 1)
  }
}
