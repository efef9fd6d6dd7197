import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct AllTokenTests {
  let house: SampleHouse
  let grace: User
  let driver: Driver
  /// A token that somebody found somewhere.
  let found: MachineSecret

  init() throws {
    house = try SampleHouse()
    try house.fixture.addUser("root", role: .administrator)
    grace = try house.fixture.addUser("grace", role: .administrator)
    found = MachineSecret(.personalToken, length: 60, random: house.fixture.random)
    _ = try house.fixture.store.addPersonalToken(
      name: Name(validating: "leaked"), owner: house.ben.id, scopes: ["user:email"], isInternal: false,
      secret: SecretDigest(digest: found.digest, lastFour: found.lastFour), expiresAt: nil,
      at: house.fixture.clock.now, audit: house.fixture.audit())
    driver = try Driver(house.fixture, as: grace)
    driver.press("7")
  }

  private func lines(_ event: AuditEvent) -> Int {
    RawDatabase(house.fixture).number("SELECT count(*) FROM audit_events WHERE event = '\(event.rawValue)'")
  }

  @Test func `everybody's tokens stand there, the newest first`() {
    #expect(driver.shows("Clients > Tokens of all") && driver.statusLine.contains("1 of 11"))
    #expect(driver.cursorLine.contains("leaked") && driver.cursorLine.contains("ben"))
    #expect(driver.lines.contains { $0.contains("access") && $0.contains("Overleaf Sync") && $0.contains("ada") })
    driver.press("s")
    #expect(driver.cursorLine.contains("old-script") && driver.cursorLine.contains("x expired"))
    driver.press("q")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `the way there is in the commands, and once is enough`() {
    driver.press("q", ":")
    driver.type("tokens of all")
    driver.press("Enter")
    #expect(driver.shows("Tokens of all"))
    driver.press("7", "q")
    #expect(driver.shows("[1 Applications]"))
  }

  @Test func `the states are active, expired and all`() {
    driver.press("f")
    #expect(driver.statusLine.contains("1 of 10") && !driver.shows("old-script"))
    driver.press("f")
    #expect(driver.statusLine.contains("1 of 1") && driver.cursorLine.contains("old-script"))
  }

  @Test func `tokens are looked for by user and by application`() {
    driver.press("/")
    driver.type("user:ada client:overleaf")
    driver.press("Enter")
    #expect(driver.statusLine.contains("filter user:ada client:overleaf") || driver.statusLine.contains("1 of 2"))
    driver.press("Esc", "/")
    driver.type("nothing")
    #expect(driver.says("user:NAME finds those of a user"))
  }

  @Test func `a pasted token is found and never seen`() {
    let text = found.text
    driver.press("/")
    driver.paste("Authorization: Bearer \(text)\n")
    #expect(driver.cursorLine.contains("****") && driver.lines.contains { $0.contains("leaked") })
    #expect(!driver.shows("Bearer") && !driver.shows(String(text.prefix(12))))
    driver.press("Enter")
    #expect(driver.statusLine.contains("filter  ****") && driver.statusLine.contains("1 of 1"))
    #expect(!driver.shows(String(text.prefix(12))))
    // It is not fetched back, nor shown where the filter is changed.
    driver.press("/")
    #expect(!driver.shows(String(text.prefix(12))) && driver.shows("****"))
    driver.press("Esc", "/")
    driver.press("Ctrl-P")
    #expect(!driver.shows("psp_") && !driver.shows("****"))
    driver.press("Esc")
    let database = RawDatabase(house.fixture)
    #expect(database.number("SELECT count(*) FROM audit_events WHERE target || detail LIKE '%psp_%'") == 0)
  }

  @Test func `a token that is typed is hidden as soon as its prefix is there`() {
    driver.press("/")
    driver.type("psp")
    #expect(driver.shows("[psp"))
    driver.type("_")
    #expect(!driver.shows("[psp_") && driver.shows("[****"))
    driver.type("abc")
    #expect(driver.shows("[*******") && driver.says("That is no whole token."))
    for _ in 0..<4 { driver.press("Backspace") }
    #expect(driver.shows("[psp"))
  }

  @Test(arguments: [MachineSecret.Kind.accessToken, .refreshToken, .personalToken])
  func `a token that nobody knows is told`(kind: MachineSecret.Kind) {
    driver.press("/")
    driver.paste(MachineSecret(kind, length: 60, random: house.fixture.random).text)
    driver.press("Enter")
    #expect(driver.says("This token is not known here: it does not work."))
  }

  @Test func `an expired or spent token is told`() throws {
    let database = RawDatabase(house.fixture)
    database.run("UPDATE tokens SET expires_at = created_at WHERE name = 'leaked'")
    driver.press("/")
    driver.paste(found.text)
    driver.press("Enter")
    #expect(driver.cursorLine.contains("x expired"))
    let refresh = MachineSecret(.refreshToken, length: 60, random: house.fixture.random)
    let now = house.fixture.clock.now
    try house.fixture.store.bulk { (writer) throws(StorageError) in
      try writer.addTokens(
        to: house.applications[2].id, by: house.ben.id, family: 77, scopes: [],
        access: house.fixture.secret(.accessToken), accessExpiresAt: now.addingTimeInterval(60),
        refresh: SecretDigest(digest: refresh.digest, lastFour: refresh.lastFour),
        refreshExpiresAt: now.addingTimeInterval(600), createdAt: now)
    }
    database.run("UPDATE tokens SET spent_at = created_at WHERE family = 77 AND kind = 'refresh'")
    driver.press("Esc", "/")
    driver.paste(refresh.text)
    driver.press("Enter")
    #expect(driver.cursorLine.contains("x spent"))
    driver.press("Enter")
    #expect(driver.says("It was changed for the next one; whoever uses it again ends the whole family."))
    driver.press("d")
    #expect(driver.says("Its whole family ends: 1 live token stops working at once."))
    driver.press("r")
    #expect(database.number("SELECT count(*) FROM tokens WHERE family = 77") == 0)
    #expect(driver.statusLine.contains("1 token ended."))
  }

  @Test func `opening one tells everything about it, and is recorded once`() throws {
    driver.press("Enter")
    for words in ["psp_****************\(found.lastFour)", "leaked", "ben@example.org", "no expiry"] {
      #expect(driver.shows(words), "\(words)")
    }
    try driver.changeElsewhere { try $0.addToken("other", owner: house.ben) }
    // One line for the list, one for the page.
    #expect(lines(.tokenView) == 2)
    driver.press("d")
    #expect(driver.says("Revoke personal token \"leaked\" of ben? Whatever uses it stops working at once."))
    driver.press("Enter")
    #expect(driver.shows("leaked"))
    driver.press("d", "r")
    #expect(driver.statusLine.contains("Revoked personal token \"leaked\" of ben; 1 token ended."))
    #expect(lines(.tokenRevoke) == 1 && driver.shows("Tokens of all"))
  }

  @Test func `marked tokens are revoked together`() {
    driver.press("Space", "Space", "d")
    #expect(driver.says("Revoke 2 tokens?"))
    driver.press("r")
    #expect(driver.statusLine.contains("Revoked 2 tokens; 2 tokens ended."))
  }

  @Test func `a token that goes meanwhile closes its page`() throws {
    driver.press("Enter")
    driver.changeElsewhere { _ in RawDatabase(house.fixture).run("DELETE FROM tokens WHERE name = 'leaked'") }
    #expect(driver.statusLine.contains("is gone; it was removed elsewhere.") && driver.shows("1 of 10"))
  }

  @Test func `whoever is no administrator finds no way there`() throws {
    let ada = try Driver(house.fixture, as: house.ada)
    ada.press("7")
    #expect(ada.shows("[1 Applications]") && !ada.shows("Tokens of all"))
    ada.press(":")
    ada.type("tokens of all")
    ada.press("Enter")
    #expect(!ada.shows("leaked"))
    try driver.changeElsewhere { try $0.store.setUser(grace.id, role: .user, audit: $0.audit()) }
    #expect(!driver.shows("leaked") && driver.statusLine.contains("no administrator"))
  }
}
