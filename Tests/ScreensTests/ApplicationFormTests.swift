import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct ApplicationFormTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
  }

  private func fill(name: String = "Weather map", website: String = "https://weather.example.org", uris: String) {
    driver.type(name)
    driver.press("Tab", "Tab")
    driver.type(website)
    driver.press("Tab")
    driver.type(uris)
  }

  @Test func `an empty form says what each field needs and goes to the first`() {
    driver.press("n", "Ctrl-S")
    #expect(driver.shows("! Enter a name."))
    #expect(driver.shows("Website *"))
    #expect(driver.statusLine.contains("! 3 fields need attention."))
    #expect(driver.cursorLine.contains("Name *"))
    #expect(house.count("clients") == 6)
  }

  @Test func `a wrong redirect URI is named under its field; the right one registers`() {
    driver.press("n")
    fill(uris: "http://example.org/callback")
    driver.press("Ctrl-S")
    #expect(driver.shows("http://example.org/callback"))
    #expect(driver.lines.contains { $0.contains("!") && $0.contains("HTTPS") || $0.contains("https") })
    #expect(driver.statusLine.contains("1 field needs attention."))
    #expect(driver.cursorLine.contains("Redirect URIs *"))
    driver.press("Ctrl-U")
    driver.type("https://weather.example.org/callback")
    driver.press("Ctrl-S")
    #expect(driver.shows("Client secret of \"Weather map\""))
    #expect(driver.statusLine.contains("ok Registered \"Weather map\"."))
    #expect(house.count("clients") == 7)
  }

  @Test func `a public application gets no secret and opens at once`() {
    driver.press("n")
    fill(uris: "https://weather.example.org/callback")
    driver.press("Tab", "Space", "Tab")
    #expect(driver.shows("(*) Public"))
    driver.press("Right", "Enter")
    #expect(driver.shows("Applications > Weather map"))
    #expect(driver.shows("none: a public client"))
    driver.press("Esc")
    #expect(driver.shows("Weather map"))
  }

  @Test func `Enter and the arrows go through the fields, and break lines where lines may be`() {
    driver.press("n")
    driver.type("a")
    driver.press("Enter")
    driver.type("one")
    driver.press("Enter")
    driver.type("two")
    #expect(driver.statusLine.contains("field 2 of 6"))
    driver.press("Down")
    #expect(driver.statusLine.contains("field 3 of 6"))
    driver.press("Up", "Up", "Up")
    #expect(driver.statusLine.contains("field 1 of 6"))
    driver.press("Shift-Tab")
    #expect(driver.statusLine.contains("field 6 of 6"))
    #expect(driver.shows("[>Cancel<]"))
    driver.press("Shift-Tab", "Right")
    #expect(driver.shows("(*) Public"))
    driver.press("c")
    #expect(driver.shows("(*) Confidential"))
  }

  @Test func `Esc leaves an empty form, and asks when something was typed`() {
    driver.press("n", "Esc")
    #expect(!driver.shows("New application"))
    driver.press("n")
    driver.type("x")
    driver.press("Esc")
    #expect(driver.says("What you typed here is not saved."))
    #expect(driver.shows("[>Cancel<]"), "Enter alone loses nothing")
    driver.press("Enter")
    #expect(driver.shows("[x"))
    driver.press("Esc", "Esc")
    #expect(driver.shows("[x"))
    driver.press("Esc", "d")
    #expect(!driver.shows("New application"))
    #expect(house.count("clients") == 6)
  }

  @Test(arguments: ["1", "2", "q", "Tab away by mouse"])
  func `no way out of a typed form goes without a question`(key: String) {
    driver.press("n")
    driver.type("x")
    driver.press("Shift-Tab")
    if key.count == 1 {
      driver.press(key)
    } else {
      driver.manager.handle(.mouse(.init(kind: .click, at: .init(x: 28, y: 0))))
    }
    #expect(driver.says("What you typed here is not saved."))
    driver.press("Esc")
    #expect(driver.shows("[x"))
    driver.press("Shift-Tab")
    if key.count == 1 {
      driver.press(key, "d")
      #expect(!driver.shows("New application"))
    }
    #expect(!driver.hasQuit)
  }

  @Test func `letters typed into fields are text, whatever they do elsewhere`() {
    driver.press("n")
    driver.type("qQ?:/123ndyxTR")
    #expect(driver.shows("[qQ?:/123ndyxTR"))
    #expect(driver.manager.dialogs.isEmpty)
  }

  @Test func `pasted text is text: line breaks do not submit or jump`() {
    driver.press("n")
    driver.paste("two\nlines\n")
    #expect(driver.shows("[two lines"))
    driver.press("Tab", "Tab", "Tab")
    driver.paste("https://a.example.org/\nhttps://b.example.org/\n")
    #expect(driver.statusLine.contains("field 4 of 6"))
    #expect(driver.shows("[https://b.example.org/"))
  }

  @Test func `Ctrl-E hands a long field to the editor and takes back what came of it`() {
    driver.press("n", "Tab")
    driver.type("before")
    driver.press("Ctrl-E")
    #expect(driver.requests == [.edit("before")])
    driver.manager.edited("first line\nsecond line")
    #expect(driver.shows("[first line") || driver.shows("[second line"))
    driver.press("Tab", "Tab")
    driver.type("https://a.example.org/")
    driver.press("Ctrl-E")
    #expect(driver.requests.last == .edit("https://a.example.org/"))
    driver.manager.edited("https://c.example.org/")
    #expect(driver.shows("[https://c.example.org/"))
    #expect(driver.shows("second line"))
  }

  @Test func `Ctrl-E in a short field goes to its end`() {
    driver.press("n")
    driver.type("ab")
    driver.press("Home", "Ctrl-E")
    driver.type("c")
    #expect(driver.shows("[abc"))
    #expect(driver.requests.isEmpty)
  }

  @Test func `an application is edited in the same form`() {
    driver.press("j", "j", "e")
    #expect(driver.shows("Applications > Edit Zenodo uploader"))
    #expect(driver.shows("http://localhost:8000/callback"))
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("ok Saved \"Zenodo uploader\"."))
    driver.press("Enter", "e", "Ctrl-U")
    driver.type("Zenodo loader")
    driver.press("Ctrl-S")
    #expect(driver.shows("Applications > Zenodo loader"))
    driver.press("Esc")
    #expect(driver.cursorLine.contains("Zenodo loader"))
    #expect(!driver.shows("Zenodo uploader"))
  }

  @Test func `making an application public asks first, for its secret goes`() {
    driver.press("e", "Shift-Tab", "Shift-Tab", "p", "Ctrl-S")
    #expect(driver.says("Make \"Backup robot\" a public client?"))
    #expect(house.count("client_secrets") == 5)
    driver.press("Enter", "Ctrl-S", "s")
    #expect(driver.statusLine.contains("ok Saved \"Backup robot\"."))
    #expect(house.count("client_secrets") == 4)
    driver.press("e", "Shift-Tab", "Shift-Tab", "c", "Ctrl-S")
    #expect(driver.shows("Client secret of \"Backup robot\""), "the way back makes a new one")
  }

  @Test func `a form whose application was deleted meanwhile keeps what was typed and says so`() {
    driver.press("Enter", "e")
    driver.type(" 2")
    driver.changeElsewhere { RawDatabase($0).run("DELETE FROM clients WHERE name = 'Backup robot'") }
    #expect(driver.shows("Backup robot 2"))
    driver.press("Ctrl-S")
    #expect(driver.statusLine.contains("It was removed elsewhere meanwhile; nothing was changed."))
    driver.press("Esc", "d")
    #expect(driver.cursorLine.contains("Notebook viewer"))
  }

  @Test func `another name of 41 characters is refused where it stands`() {
    driver.press("n")
    fill(name: String(repeating: "n", count: 41), uris: "https://weather.example.org/")
    driver.press("Ctrl-S")
    #expect(driver.shows("! Name is 41 characters long; at most 40 are allowed."))
    #expect(driver.cursorLine.contains("Name *"))
    driver.press("Backspace", "Ctrl-S")
    #expect(driver.shows("Client secret of"))
  }
}
