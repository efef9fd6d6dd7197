import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@testable import Screens

/// What administrators do on the users' screens.
@MainActor @Suite
struct UserTests {
  let house: SampleHouse
  let root: User
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    root = try house.fixture.addUser("root", role: .administrator)
    driver = try Driver(house.fixture, as: root)
    driver.press("4")
  }

  private func user(_ name: String) throws -> User? { try house.fixture.store.user(matching: name) }

  private func events(_ event: AuditEvent) -> Int { house.count("audit_events WHERE event = '\(event.rawValue)'") }

  @Test func `everybody is listed, with how much is theirs`() {
    #expect(driver.shows("[4 Users]"))
    let row = driver.lines.first { $0.contains("ada@example.org") } ?? ""
    // Three applications; five tokens of which one has expired, and three of applications.
    #expect(row.split(separator: " ").dropFirst().starts(with: ["ada@example.org", "user", "active", "3", "7"]))
    #expect(driver.statusLine.contains("1 of 3  e-mail ↑  all"))
    driver.press("s")
    #expect(driver.cursorLine.contains("root@example.org"))
  }

  @Test func `somebody is found by part of their username or address`() {
    driver.press("/")
    driver.type("EN@exa")
    #expect(driver.shows("ben@example.org") && !driver.shows("ada@example.org"))
    driver.press("Enter", "Enter")
    #expect(driver.shows("Users > ben@example.org"))
  }

  @Test func `the state filter speaks of disabled users`() throws {
    driver.press("f")
    #expect(driver.statusLine.contains("active"))
    driver.press("f")
    #expect(driver.says("No disabled user."))
    try house.fixture.store.setUser(house.ben.id, disabledAt: house.fixture.clock.now, audit: house.fixture.audit())
    driver.manager.databaseChanged()
    #expect(driver.statusLine.contains("1 of 1  e-mail ↑  disabled") && driver.cursorLine.contains("ben@"))
  }

  @Test func `disabling says what it cuts off, Enter alone does nothing, and it can be taken back`() throws {
    house.addSession(of: house.ada)
    driver.press("L")
    #expect(driver.says("Disable ada@example.org?"))
    #expect(
      driver.says(
        "Cut off at once: 1 browser session, 4 personal tokens, 3 tokens of applications and 3 applications of their own "
          + "(1 user, 2 tokens)."))
    driver.press("Enter")
    #expect(try user("ada")?.isActive == true)
    driver.press("L", "Right", "Enter")
    #expect(try user("ada")?.isActive == false)
    #expect(driver.statusLine.contains("ok Disabled ada@example.org."))
    #expect(driver.cursorLine.contains("disabled"))
    driver.press("L")
    #expect(driver.says("Enable ada@example.org?") && driver.says("They can sign in again."))
    driver.press("e")
    #expect(try user("ada")?.isActive == true)
  }

  @Test func `somebody is promoted and demoted`() throws {
    driver.press("P", "p")
    #expect(try user("ada")?.role == .administrator)
    #expect(driver.cursorLine.contains("admin"))
    driver.press("P")
    #expect(driver.says("Make ada@example.org a user again?"))
    driver.press("d")
    #expect(try user("ada")?.role == .user)
    #expect(driver.statusLine.contains("ada@example.org is no administrator now."))
  }

  @Test func `signing out everywhere ends the browser sessions and nothing else`() throws {
    driver.press("S")
    #expect(driver.statusLine.contains("ada@example.org is signed in with no browser."))
    house.addSession(of: house.ada)
    house.addSession(of: house.ada)
    house.addSession(of: house.ben)
    driver.press("S")
    #expect(driver.says("2 browser sessions end at once."))
    driver.press("s")
    #expect(driver.statusLine.contains("ok Signed ada@example.org out; 2 browser sessions ended."))
    #expect(house.count("browser_sessions") == 1)
    #expect(house.count("tokens WHERE user_id = \(house.ada.id.rawValue)") == 8)
  }

  @Test func `all tokens of somebody are revoked after one question`() throws {
    driver.press("T")
    #expect(
      driver.says(
        "Cut off at once: 4 personal tokens and 3 tokens of applications. The 3 applications that they let in must ask "
          + "again."))
    driver.press("r")
    #expect(driver.statusLine.contains("ok Revoked 7 tokens of ada@example.org."))
    #expect(house.count("tokens WHERE user_id = \(house.ada.id.rawValue)") == 0)
    #expect(house.count("grants WHERE user_id = \(house.ada.id.rawValue)") == 0)
    driver.press("T")
    #expect(driver.statusLine.contains("has no token, and has let no application in"))
  }

  @Test func `deleting asks for the address, exactly`() throws {
    driver.press("d")
    #expect(driver.says("Delete ada@example.org? This cannot be undone."))
    for wrong in ["ada", "@example.org ", ""] {
      driver.type(wrong)
      driver.press("Enter")
      #expect(driver.statusLine.contains("Type the e-mail address exactly: ada@example.org"))
      #expect(try user("ada") != nil)
    }
    driver.press("Ctrl-U")
    driver.type("ada@example.org")
    driver.press("Enter")
    #expect(try user("ada") == nil)
    #expect(driver.statusLine.contains("ok Deleted ada@example.org."))
    #expect(driver.cursorLine.contains("ben@example.org"))
  }

  @Test func `a user's page leaves with the user`() throws {
    driver.press("Enter", "d")
    driver.type("ada@example.org")
    driver.press("Enter")
    #expect(driver.shows("E-MAIL") && driver.statusLine.contains("Deleted ada@example.org."))
    driver.press("Enter")
    #expect(driver.shows("Users > ben@example.org"))
    driver.changeElsewhere { try? $0.store.deleteUser(house.ben.id, audit: $0.audit()) }
    #expect(driver.statusLine.contains("ben@example.org is gone; the account was deleted elsewhere."))
  }

  // MARK: Passwords and new accounts

  @Test func `a password is set, never shown, and what was got with the old one ends`() throws {
    house.addSession(of: house.ada)
    driver.press("p")
    #expect(driver.says("1 browser session ends at once. Personal tokens go on."))
    driver.type("correct horse")
    driver.press("Tab")
    driver.type("correct horse")
    #expect(!driver.shows("correct"))
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("ok Set the password of ada@example.org; 1 browser session and 3 tokens ended."))
    #expect(house.count("tokens WHERE user_id = \(house.ada.id.rawValue) AND kind <> 'personal'") == 0)
    #expect(house.count("tokens WHERE user_id = \(house.ada.id.rawValue) AND kind = 'personal'") == 5)
    let accounts = driver.manager.desk.accounts
    #expect(throws: AccountError.self) {
      try accounts.signIn(as: "ada", password: "password", from: Origin("test"))
    }
    #expect(try accounts.signIn(as: "ada", password: "correct horse", from: Origin("test")).user.id == house.ada.id)
  }

  @Test func `applications keep their tokens when the box is empty`() throws {
    driver.press("p")
    driver.type("correct horse")
    driver.press("Tab")
    driver.type("correct horse")
    driver.press("Tab", "Space", "Ctrl-S")
    #expect(driver.statusLine.contains("0 browser sessions and 0 tokens ended."))
    #expect(house.count("tokens WHERE user_id = \(house.ada.id.rawValue) AND kind <> 'personal'") == 3)
  }

  @Test(arguments: [
    ("correct horse", "correct house", "The two passwords differ"), ("short", "short", "at least 8 characters"),
    ("", "", "at least 8 characters"),
    (String(repeating: "x", count: 1025), String(repeating: "x", count: 1025), "1024"),
  ])
  func `a bad password is refused beside its field`(password: String, again: String, words: String) throws {
    driver.press("p")
    driver.paste(password)
    driver.press("Tab")
    driver.paste(again)
    driver.press("Ctrl-S")
    #expect(driver.says(words) && driver.statusLine.contains("1 field needs attention."))
    #expect(events(.userPassword) == 0)
    driver.press("Esc")
    if !password.isEmpty { #expect(driver.shows("Discard")) }
  }

  @Test func `a user is added, and selected in the list`() throws {
    driver.press("n")
    driver.type("zoe@example.org")
    driver.press("Tab")
    driver.type("zoe")
    driver.press("Tab")
    driver.type("correct horse")
    driver.press("Tab")
    driver.type("correct horse")
    driver.press("Tab", "Space", "Ctrl-S")
    #expect(driver.statusLine.contains("ok Added zoe@example.org."))
    #expect(driver.cursorLine.contains("zoe@example.org"))
    #expect(try user("zoe")?.role == .administrator)
    driver.press("n")
    driver.type("ZOE@example.org")
    driver.press("Tab", "Tab")
    driver.type("correct horse")
    driver.press("Tab")
    driver.type("correct horse")
    driver.press("Ctrl-S")
    #expect(driver.says("There is already an account with that e-mail address; enter another."))
    #expect(house.count("users") == 4)
  }

  // MARK: What is theirs

  @Test func `their lists open from their page, and each look is recorded once`() {
    driver.press("Enter")
    #expect(driver.shows("3 applications, which 1 user let in"))
    driver.press("j", "j", "Enter")
    #expect(driver.shows("Users > ada > Applications") && driver.shows("Zenodo uploader"))
    driver.press("Esc", "j", "Enter")
    #expect(driver.shows("Users > ada > Tokens") && driver.shows("laptop"))
    driver.press("Esc", "j", "Enter")
    #expect(driver.shows("Users > ada > Authorized") && driver.shows("Overleaf Sync"))
    driver.changeElsewhere { _ in }
    #expect(events(.userView) == 2 && events(.applicationView) == 2 && events(.tokenView) == 1)
    // What acts as her is hers alone to make.
    driver.press("Esc", "k", "Enter", "n")
    #expect(driver.statusLine.contains("create a token is off: only ada can do that: it acts as them."))
    driver.press("e")
    #expect(driver.statusLine.contains("is off: only ada can do that"))
    driver.press("Enter", "e")
    #expect(driver.statusLine.contains("edit the token is off: only ada can do that"))
    driver.press("d", "r")
    #expect(driver.statusLine.contains("Revoked \"ci-nightly\"."))
    #expect(events(.tokenRevoke) == 1)
  }

  @Test func `their browsers, keys and activity are told of, and open as the page of their account`() throws {
    house.addSession(of: house.ada)
    try house.addKey("laptop", of: house.ada)
    driver.go("Enter")
    #expect(
      driver.shows("1 session, last used just now") && driver.shows("1 key") && driver.shows("laptop, used never"))
    #expect(driver.shows("Looked at the account of ada, by root"))
    driver.go("j", "j", "j", "j", "j", "Enter")
    #expect(driver.shows("Users > ada > Account") && driver.shows("10.0.3.7"))
    driver.go("j", "d")
    #expect(driver.says("End"))
    driver.go("e")
    #expect(house.count("browser_sessions") == 0)
    driver.go("n")
    #expect(driver.statusLine.contains("is off"))
  }

  @Test func `one's own lists open as one's own, and unrecorded`() {
    driver.go("G", "Enter", "j", "j", "j", "Enter")
    #expect(driver.says("You have no personal access token yet."))
    driver.press("n")
    #expect(driver.shows("New personal access token"))
    // But for the list of all.
    #expect(events(.userView) == 1 && events(.tokenView) == 0)
  }

  @Test func `a mark keeps the questions to one user away, and is exported alone`() {
    driver.press("Space", "L")
    #expect(driver.statusLine.contains("is off: users are changed one at a time; Esc takes marks away."))
    driver.press("x", "Enter")
    #expect(driver.statusLine.contains("Wrote 1 user to"))
    #expect(events(.export) == 1)
  }

  @Test func `an address is copied`() {
    driver.press("y", "Enter", "y")
    #expect(driver.copies == ["ada@example.org", "ada@example.org"])
  }
}
