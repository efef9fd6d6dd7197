import FoundationEssentials
import Model
import Storage
import TerminalUI
import TestSupport
import Testing

@testable import Screens

/// The audit log's tab.
@MainActor @Suite
struct AuditTests {
  let house: SampleHouse

  init() throws {
    house = try SampleHouse()
    try Scenes.eventful(house)
  }

  private func driver() throws -> Driver {
    let driver = try Driver(house.fixture, as: house.ada, size: Size(width: 100, height: 30))
    driver.press("6")
    return driver
  }

  private func record(_ event: AuditEvent, _ target: String) throws {
    try house.fixture.store.record(house.fixture.audit(event, target: target))
  }

  @Test func `the newest is on top, and opening the log is the newest of all, once`() throws {
    let driver = try driver()
    #expect(driver.cursorLine.contains("audit.view"))
    driver.press("1", "6", "2", "6")
    driver.changeElsewhere { _ in }
    #expect(house.count("audit_events WHERE event = 'audit.view'") == 1)
    #expect(driver.statusLine.contains("newest first"))
    driver.press("s")
    #expect(driver.statusLine.contains("oldest first") && driver.cursorLine.contains("old-script"))
  }

  @Test func `somebody who is no administrator has no such tab, and no key leads there`() throws {
    let driver = try Driver(house.fixture, as: house.ben)
    driver.press("6")
    #expect(!driver.shows("Audit") && !driver.shows("WHEN (UTC)"))
    driver.press(":")
    driver.type("audit")
    #expect(!driver.says("go to the audit log"))
    #expect(house.count("audit_events WHERE event = 'audit.view'") == 0)
  }

  @Test func `whoever is demoted while looking sees nothing more`() throws {
    let driver = try driver()
    RawDatabase(house.fixture).run("UPDATE users SET role = 'user'")
    driver.changeElsewhere { _ in }
    #expect(!driver.shows("audit.view") && driver.says("You are no administrator any more."))
    driver.press("6")
    #expect(!driver.shows("WHEN (UTC)"))
  }

  @Test func `a filter is the language of the log, and what is wrong with it leaves the list as it was`() throws {
    let driver = try driver()
    driver.press("/")
    driver.type("event:token.* actor:grace")
    #expect(driver.shows("token.create") && !driver.shows("secret.reset"))
    driver.type(" outcome:")
    #expect(driver.says("! Enter a value after \"outcome:\", such as outcome:refused."))
    #expect(driver.shows("token.create") && !driver.shows("secret.reset"))
    // It cannot be kept like that.
    driver.press("Enter")
    #expect(driver.says("Enter a value after"))
    driver.type("done")
    #expect(!driver.says("Enter a value after") && driver.shows("token.create"))
    driver.press("Enter")
    #expect(driver.statusLine.contains("filter  event:token.* actor:grace outcome:done"))
    driver.press("Esc")
    #expect(driver.shows("secret.reset"))
  }

  @Test func `a filter that nothing matches says so and can be cleared`() throws {
    let driver = try driver()
    driver.press("/")
    driver.type("actor:nobody")
    driver.press("Enter")
    #expect(driver.says("No event matches \"actor:nobody\"."))
    driver.press("/")
    #expect(driver.manager.pages.last?.takesText == true)
  }

  @Test func `whoever follows sees what is new at the top, until they move`() throws {
    let driver = try driver()
    driver.press("j", "j", "F")
    #expect(driver.statusLine.contains("following"))
    try driver.changeElsewhere { _ in try record(.tokenCreate, "brand-new") }
    #expect(driver.cursorLine.contains("brand-new") && driver.statusLine.contains("following"))
    driver.press("j")
    #expect(!driver.statusLine.contains("following"))
    let line = driver.cursorLine
    try driver.changeElsewhere { _ in try record(.tokenRevoke, "brand-new") }
    #expect(driver.cursorLine == line && driver.shows("token.revoke"))
  }

  @Test func `refusals alike are one row with their number, once their minute is over`() throws {
    for _ in 1...12 {
      try house.fixture.store.record(
        AuditRecord(
          at: house.fixture.clock.now, actorID: nil, actor: "-", origin: Origin("http 10.9.9.2"), event: .signInFailed,
          target: "ben", outcome: .refused))
    }
    house.fixture.clock.advance(seconds: 60)
    let driver = try driver()
    #expect(driver.shows("11x ben"))
    driver.press("/")
    driver.type("from:10.9.9.2 actor:-")
    driver.press("Enter", "Enter")
    #expect(driver.says("Times 11") && driver.says("Detail since 2026-11-23T12:30:00Z"))
    driver.press("h")
    #expect(driver.shows("WHEN (UTC)"))
  }

  @Test func `times can be those of the terminal`() throws {
    let driver = try driver()
    driver.press("t")
    #expect(driver.shows("WHEN (local)"))
    driver.press("t")
    #expect(driver.shows("WHEN (UTC)") && driver.cursorLine.contains("2026-11-23 12:30:00"))
  }

  @Test(arguments: [("csv", 0), ("json", 1), ("jsonl", 2)])
  func `what is listed is exported, which is recorded`(ending: String, downs: Int) throws {
    let driver = try driver()
    driver.press("/")
    driver.type("actor:grace")
    driver.press("Enter", "x")
    for _ in 0..<downs { driver.press("Down") }
    driver.press("Enter")
    #expect(driver.says("Wrote 3 events to"))
    let path = house.fixture.folder.file("postern-events.\(ending)")
    let text = String(decoding: TestFile.bytes(of: path), as: UTF8.self)
    #expect(text.contains("secret.reset") && text.contains("old one lives 7 d") && !text.contains("audit.view"))
    if ending == "jsonl" {
      #expect(text.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"id\": ") && $0.hasSuffix("}") })
    }
    #expect(house.count("audit_events WHERE event = 'list.export' AND detail = '3 rows'") == 1)
  }

  @Test func `what looks like a formula is made harmless in CSV`() throws {
    try record(.applicationCreate, "=HYPERLINK(\"http://evil\")")
    let driver = try driver()
    driver.press("x", "Enter")
    let text = String(decoding: TestFile.bytes(of: house.fixture.folder.file("postern-events.csv")), as: UTF8.self)
    #expect(text.contains("\"'=HYPERLINK(\"\"http://evil\"\")\""))
  }
}
