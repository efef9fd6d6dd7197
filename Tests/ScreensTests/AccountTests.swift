import Accounts
import FoundationEssentials
import Model
import TerminalUI
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct AccountTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    try house.furnishAccount()
    driver = try Driver(house.fixture, as: house.ada)
  }

  private var sessions: Int { RawDatabase(house.fixture).number("SELECT count(*) FROM browser_sessions") }

  private func signsIn(with password: String) -> Bool {
    let accounts = driver.manager.desk.accounts
    return (try? accounts.signIn(as: "ada", password: password, from: Origin("test"))) != nil
  }

  private func change(_ old: String, _ new: String, _ again: String? = nil) {
    driver.press("p")
    driver.type(old)
    driver.press("Tab")
    driver.type(new)
    driver.press("Tab")
    driver.type(again ?? new)
    driver.press("Ctrl-S")
  }

  // MARK: The page

  @Test(arguments: [["1"], ["2"], ["3"], ["1", "Enter"], ["2", "Enter"]])
  func `a opens the account from wherever keys are no text, and Esc leads back`(walk: [String]) {
    for key in walk { driver.press(key) }
    let before = driver.screen
    driver.press("a")
    #expect(driver.shows("BROWSER SESSIONS") && driver.shows("Firefox on Linux") && driver.shows("Chrome on Android"))
    #expect(!driver.shows("192.0.2.9"))
    driver.press("Esc")
    #expect(driver.screen == before)
  }

  @Test func `it is found by name, and is not opened twice`() {
    driver.press(":")
    driver.type("your acc")
    driver.press("Enter")
    #expect(driver.shows("Account") && driver.shows("PASSWORD"))
    driver.press("j", "Enter", "a")
    #expect(driver.shows("In full"))
    driver.press("Esc", "Esc")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `nobody opens it before they have signed in`() throws {
    let nobody = try Driver(house.fixture, as: nil)
    nobody.press("Tab", "a")
    #expect(!nobody.shows("PASSWORD"))
  }

  @Test func `Tab goes from section to section, and past those without rows`() throws {
    driver.press("a")
    #expect(driver.cursorLine.contains("Change the password"))
    for words in ["Firefox on Linux", "laptop", "Signed in", "Change the password"] {
      driver.press("Tab")
      #expect(driver.cursorLine.contains(words))
    }
    driver.press("Shift-Tab", "Shift-Tab")
    #expect(driver.cursorLine.contains("laptop"))
    let eve = try house.fixture.addUser("eve")
    let other = try Driver(house.fixture, as: eve)
    other.press("a", "Tab")
    #expect(other.cursorLine.contains("Signed in"))
    other.press("Tab")
    #expect(other.cursorLine.contains("Change the password"))
  }

  @Test func `what is chosen stays chosen while others come and go`() throws {
    driver.press("a", "j", "j")
    #expect(driver.cursorLine.contains("Chrome on Android"))
    try driver.changeElsewhere { _ in
      try house.addSession(4, of: house.ada, agent: "curl/8.1", from: "192.0.2.10", usedAgo: 0)
    }
    #expect(driver.shows("curl") && driver.cursorLine.contains("Chrome on Android"))
    driver.changeElsewhere {
      RawDatabase($0).run("DELETE FROM browser_sessions WHERE address = '2001:db8::7'")
    }
    #expect(driver.cursorLine.contains("Firefox on Linux"))
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM browser_sessions") }
    #expect(driver.shows("No browser is signed in."))
    #expect(driver.cursorLine.hasPrefix(">"))
  }

  @Test func `a page that is over ends by itself`() {
    driver.press("a", "j", "Enter")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM browser_sessions") }
    #expect(driver.statusLine.contains("The session is over; it ended elsewhere."))
    #expect(driver.shows("PASSWORD"))
    // What stood next is chosen now.
    driver.press("Enter")
    #expect(driver.shows("SHA256:"))
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM ssh_keys") }
    #expect(driver.statusLine.contains("\"laptop\" is gone; it was removed elsewhere."))
  }

  @Test func `whoever is disabled is out at the next look`() {
    driver.press("a")
    driver.changeElsewhere { RawDatabase($0).run("UPDATE users SET disabled_at = 1 WHERE username = 'ada'") }
    #expect(driver.shows("E-mail") && driver.statusLine.contains("signed out"))
  }

  @Test func `d asks before it ends a session, and Enter alone ends none`() {
    driver.press("a", "d")
    #expect(driver.manager.dialogs.isEmpty)
    driver.press("j", "d", "Enter")
    #expect(sessions == 3)
    driver.press("d")
    #expect(driver.says("End the session of Firefox on Linux?"))
    driver.press("e")
    #expect(sessions == 2 && !driver.shows("192.0.2.7"))
    #expect(driver.statusLine.contains("ok Ended the session of Firefox on Linux."))
  }

  @Test func `a session that ended meanwhile is told of, and nothing else ends`() throws {
    driver.press("a", "j", "d")
    try house.addSession(9, of: house.ada, agent: "curl/8.1", from: "192.0.2.10")
    RawDatabase(house.fixture).run("DELETE FROM browser_sessions WHERE address = '192.0.2.7'")
    driver.press("e")
    #expect(driver.statusLine.contains("It was removed elsewhere meanwhile; nothing was changed."))
    #expect(sessions == 3 && !driver.shows("192.0.2.7"))
  }

  @Test func `S signs out of every browser, and of nobody else's`() {
    driver.press("a", "S")
    #expect(driver.says("2 browser sessions end at once."))
    driver.press("s")
    #expect(sessions == 1)
    driver.press("S")
    #expect(driver.statusLine.contains("is off: no browser is signed in."))
  }

  @Test func `y copies the address, or the fingerprint`() {
    driver.press("a", "j", "y", "Tab", "y")
    #expect(driver.copies == ["192.0.2.7", TestSSHKey.ed25519.fingerprint])
  }

  @Test func `a click chooses a row and a double click opens it`() {
    driver.press("a")
    let line = driver.lines.firstIndex { $0.contains("Chrome on Android") } ?? 0
    driver.manager.handle(.mouse(MouseEvent(kind: .click, at: Point(x: 10, y: line))))
    #expect(driver.cursorLine.contains("Chrome on Android"))
    driver.manager.handle(.mouse(MouseEvent(kind: .doubleClick, at: Point(x: 10, y: line))))
    #expect(driver.shows("In full"))
  }

  // MARK: The password

  @Test func `a new password is the one from then on, and browsers end`() {
    driver.press("a")
    change("password", "a brand new password")
    #expect(driver.statusLine.contains("ok Changed the password; 2 browser sessions ended."))
    #expect(driver.shows("No browser is signed in.") && driver.shows("RECENT ACTIVITY"))
    #expect(signsIn(with: "a brand new password") && !signsIn(with: "password"))
    #expect(sessions == 1)
  }

  @Test func `what is typed is never seen`() {
    driver.press("a", "p")
    driver.type("password")
    driver.press("Tab")
    driver.paste("a brand new password\n")
    #expect(driver.shows("********") && driver.shows("Strong.") && !driver.shows("brand"))
  }

  @Test func `everything that is wrong is told at once, and is mended where it stands`() {
    driver.press("a")
    change("", "short", "shirt")
    #expect(driver.statusLine.contains("3 fields need attention."))
    #expect(driver.shows("Enter the password that you have now.") && driver.shows("at least 8 characters"))
    #expect(driver.shows("The two passwords differ"))
    driver.type("wrong")
    driver.press("Tab", "Ctrl-U")
    driver.type("a brand new password")
    driver.press("Tab", "Ctrl-U")
    driver.type("a brand new password")
    driver.press("Ctrl-S")
    #expect(driver.shows("That is not your password. 4 tries left."))
    // The field is empty again, and has the keys.
    driver.type("password")
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("ok Changed the password"))
  }

  @Test func `applications keep their tokens unless the box is ticked`() {
    driver.press("a")
    change("password", "a brand new password")
    let database = RawDatabase(house.fixture)
    let held = "SELECT count(*) FROM tokens WHERE client_id IS NOT NULL AND user_id = \(house.ada.id.rawValue)"
    let personal = "SELECT count(*) FROM tokens WHERE kind = 'personal'"
    #expect(database.number(held) == 3)
    driver.press("p")
    driver.type("a brand new password")
    driver.press("Tab")
    driver.type("another new password")
    driver.press("Tab")
    driver.type("another new password")
    driver.press("Tab", "Space")
    #expect(driver.shows("[x] also end 3 tokens that they hold"))
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("and 3 tokens ended."))
    #expect(database.number(held) == 0 && database.number(personal) == 5)
  }

  @Test func `while a password is being changed, keys do nothing to it`() {
    driver.press("a", "p")
    for text in ["password", "a brand new password", "a brand new password"] {
      driver.type(text)
      driver.press("Tab")
    }
    // Not settled: the other thread still hashes.
    for key in ["Ctrl-S", "x", "Enter", "Esc", "Tab", "Ctrl-S"] {
      if let key = Key(key) { driver.manager.handle(.key(key)) }
    }
    driver.manager.handle(.paste("more"))
    #expect(driver.shows("New password"))
    driver.settle()
    #expect(driver.statusLine.contains("ok Changed the password"))
    #expect(signsIn(with: "a brand new password"))
  }

  @Test func `leaving a form with something in it asks first`() {
    driver.press("a", "p")
    driver.type("x")
    driver.press("Esc")
    #expect(driver.says("Leave and lose it?"))
    driver.press("d")
    #expect(driver.shows("BROWSER SESSIONS"))
  }

  @Test func `the operator cannot change it here, and is told how`() throws {
    let operated = try Driver(house.fixture, as: house.ada, isOperated: true)
    operated.press("a")
    #expect(operated.shows("Use \"postern user password\" instead."))
    operated.press("p", "Enter")
    #expect(!operated.shows("New password"))
    // What is not a matter of the password works.
    operated.press("S", "s")
    #expect(sessions == 1)
  }

  @Test func `an administrator ends somebody's browsers, but neither sets their password here nor adds a key`() throws {
    let root = try house.fixture.addUser("root", role: .administrator)
    let driver = try Driver(house.fixture, as: root)
    driver.press("4", "Enter")
    _ = driver.screen
    for _ in 0..<12 where !driver.cursorLine.contains("Browsers") { driver.press("j") }
    driver.press("Enter")
    #expect(driver.shows("Only ada can change it here") && driver.shows("Firefox on Linux"))
    for key in ["p", "n"] {
      driver.press(key)
      #expect(driver.statusLine.contains("is off"), "\(key)")
    }
    driver.press("Tab", "d", "e", "S", "s")
    #expect(sessions == 1)
    let told = "audit_events WHERE event = 'session.end' AND actor = 'root' AND detail LIKE '%for ada'"
    #expect(house.count(told) == 2)
  }

  // MARK: Keys

  @Test func `a pasted key opens the account, under its comment's name`() {
    driver.press("a", "n")
    driver.paste(TestSSHKey.rsa.withComment + "\n")
    driver.press("Enter", "Ctrl-S")
    #expect(driver.statusLine.contains("ok Added \"ada@laptop\""))
    #expect(driver.shows("ada@laptop") && driver.shows("rsa"))
    #expect(house.count("ssh_keys") == 3)
  }

  @Test(arguments: [
    "", "nonsense", "ssh-ed25519 AAAA", "command=\"sh\" " + TestSSHKey.rsa.line, TestSSHKey.ed25519.line,
  ])
  func `what is no key, or has been added already, is refused under its field`(text: String) {
    driver.press("a", "n")
    driver.paste(text)
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("1 field needs attention."))
    #expect(driver.lines.contains { $0.contains("! ") && !$0.contains("attention") })
    #expect(house.count("ssh_keys") == 2)
  }

  @Test func `a key is removed after a question`() {
    driver.press("a", "Tab", "Tab", "j", "d")
    #expect(driver.says("Remove the key \"work station\", last used never?"))
    driver.press("Enter", "d", "r")
    #expect(house.count("ssh_keys") == 1 && driver.statusLine.contains("ok Removed the key \"work station\"."))
  }

  // MARK: Words

  @Test(arguments: [
    (TestBrowser.firefox, "Firefox on Linux"), (TestBrowser.chrome, "Chrome on Android"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0", "Edge on Windows"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1 Version/17.5 Safari/605.1", "Safari on macOS"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) AppleWebKit/605.1 CriOS/126.0 Mobile Safari/604.1", "Chrome on iPhone"),
    ("Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Chrome on ChromeOS"),
    ("Mozilla/5.0 (X11; FreeBSD amd64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on FreeBSD"),
    ("curl/8.1", "curl"), ("w3m/0.5.3", "w3m"), ("Linux", "an unknown browser on Linux"), ("", "an unknown browser"),
    ("Firefox", "an unknown browser"), ("\u{202E}\u{1B}[31m漢字", "an unknown browser"),
  ])
  func `a browser is called as people call it`(agent: String, name: String) {
    #expect(BrowserName.of(agent) == name)
  }

  private func line(_ event: String, by actor: User?, target: String = "x", isRefused: Bool = false, count: Int = 1)
    -> AuditLine
  {
    AuditLine(
      id: 1, at: house.fixture.clock.now, actorID: actor?.id, subjectID: nil, actor: actor?.label ?? "-",
      origin: "tty", event: event, target: target, outcome: isRefused ? "refused" : "done", detail: "", count: count)
  }

  @Test func `what happened is told in words, with who did it if that was somebody else`() {
    let ada = house.ada
    #expect(ActivityWording.sentence(line("token.create", by: ada, target: "ci"), for: ada) == "Created the token ci")
    #expect(
      ActivityWording.sentence(line("user.password", by: house.ben, target: "ada"), for: ada)
        == "Set the password of ada, by ben")
    #expect(
      ActivityWording.sentence(line("login.failed", by: nil, isRefused: true, count: 3), for: ada)
        == "Wrong password at sign-in, 3 times")
    #expect(
      ActivityWording.sentence(line("password.change", by: ada, isRefused: true), for: ada)
        == "Changed the password, refused")
    #expect(ActivityWording.sentence(line("moon.land", by: ada, target: "50% off"), for: ada) == "moon.land 50% off")
    for event in AuditEvent.allCases {
      #expect(!ActivityWording.sentence(line(event.rawValue, by: ada), for: ada).contains(event.rawValue))
    }
  }
}
