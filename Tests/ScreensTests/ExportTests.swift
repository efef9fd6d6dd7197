import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Screens

@MainActor @Suite
struct ExportTests {
  let house: SampleHouse
  let driver: Driver

  init() throws {
    house = try SampleHouse()
    driver = try Driver(house.fixture, as: house.ada)
  }

  private func text(_ name: String) -> String {
    String(decoding: TestFile.bytes(of: house.fixture.folder.file(name)), as: UTF8.self)
  }

  @Test func `tokens are exported as CSV to a file that nobody else can read`() {
    driver.press("2", "x")
    #expect(driver.shows("Write 5 tokens to a file"))
    driver.press("Enter")
    #expect(driver.statusLine.contains("ok Wrote 5 tokens to "))
    let lines = text("postern-tokens.csv").split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7)
    #expect(lines[0] == "id,name,scopes,last_four,created_at,expires_at,last_used_at")
    #expect(lines[2].hasPrefix("4,ci-weekly,deposit:actions,"))
    #expect(lines[2].hasSuffix(",2026-11-23T12:00:00Z,2027-11-23T12:00:00Z,2026-11-22T11:59:00Z"))
    #expect(lines[1].hasSuffix(","), "what never happened is empty")
    #expect(TestFile.mode(of: house.fixture.folder.file("postern-tokens.csv")) == 0o600)
  }

  @Test func `the arrows choose JSON, and the name of the file follows`() throws {
    driver.press("2", "x", "Down")
    #expect(driver.shows("postern-tokens.json"))
    driver.press("Enter")
    let data = Data(TestFile.bytes(of: house.fixture.folder.file("postern-tokens.json")))
    let rows = try JSONDecoder().decode([Row].self, from: data)
    #expect(rows.map(\.name) == ["ci-nightly", "ci-weekly", "laptop", "notebook", "old-script"])
    #expect(rows[1].scopes == ["deposit:actions"])
    #expect(rows[0].last_used_at == nil)
    #expect(TestFile.mode(of: house.fixture.folder.file("postern-tokens.json")) == 0o600)
  }

  private struct Row: Decodable {
    let name: String
    let scopes: [String]
    let last_used_at: String?
  }

  @Test func `what is filtered is exported, and no more`() {
    driver.press("2", "/")
    driver.type("ci-")
    driver.press("Enter", "x", "Enter")
    #expect(driver.statusLine.contains("Wrote 2 tokens"))
    #expect(!text("postern-tokens.csv").contains("laptop"))
  }

  @Test func `marked rows are exported, and no more`() {
    driver.press("2", "j", "Space", "x")
    #expect(driver.shows("Write 1 token to a file"))
    driver.press("Enter")
    #expect(text("postern-tokens.csv").contains("ci-weekly"))
    #expect(!text("postern-tokens.csv").contains("ci-nightly"))
  }

  @Test func `more rows than memory holds are exported, each once`() {
    house.fixture.addTokens(2500, owner: house.ada)
    driver.press("2", "x", "Enter")
    #expect(driver.statusLine.contains("Wrote 2,505 tokens"))
    let names = text("postern-tokens.csv").split(separator: "\r\n").dropFirst().compactMap {
      $0.split(separator: ",", omittingEmptySubsequences: false).dropFirst().first
    }
    #expect(names.count == 2505)
    #expect(Set(names).count == 2505)
  }

  @Test func `an existing file is refused and left as it was`() {
    TestFile.write("mine", to: house.fixture.folder.file("mine.csv"))
    driver.press("x", "Ctrl-U")
    driver.type(house.fixture.folder.file("mine.csv"))
    driver.press("Enter")
    #expect(driver.shows("is there already; choose another name."))
    #expect(text("mine.csv") == "mine")
  }

  @Test func `the proposed name is free`() {
    driver.press("x", "Enter", "x")
    #expect(driver.shows("postern-applications-2.csv"))
    driver.press("Enter")
    #expect(driver.statusLine.contains("ok Wrote 3 applications"))
  }

  @Test func `a name without a folder lies in the folder of exports`() {
    driver.press("x", "Ctrl-U")
    driver.type("mine.csv")
    driver.press("Enter")
    #expect(driver.statusLine.contains("ok Wrote 3 applications"))
    #expect(text("mine.csv").contains("Zenodo uploader"))
  }

  @Test func `no name is no file`() {
    driver.press("x", "Ctrl-U", "Enter")
    #expect(driver.statusLine.contains("Enter the name of a file."))
    #expect(driver.shows("Export"))
  }

  @Test(arguments: ["Esc", "Ctrl-C"])
  func `an export can be left`(key: String) {
    driver.press("x", key)
    #expect(house.fixture.folder.names.allSatisfy { !$0.hasSuffix(".csv") })
    #expect(driver.hasQuit == (key == "Ctrl-C"))
  }

  @Test func `Tab goes to the buttons, and Cancel is the first`() {
    driver.press("x", "Tab", "Enter")
    #expect(driver.manager.dialogs.isEmpty)
    driver.press("x", "Tab", "Right", "Enter")
    #expect(driver.statusLine.contains("ok Wrote 3 applications"))
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
    ("=1,2", "\"'=1,2\""), ("a\"b", "\"a\"\"b\""), ("a,b", "\"a,b\""), ("a\nb", "\"a\nb\""), ("a\r\nb", "\"a\r\nb\""),
    ("plain", "plain"), ("a=b", "a=b"),
  ])
  func `a cell that a spreadsheet would run is defused`(text: String, cell: String) {
    #expect(Export.csv(.text(text)) == cell)
  }

  @Test func `names that hold what formats mean come back as they were`() throws {
    let name = "\"a\", b\\c\u{8}\n=d"
    let object = Export.object(["name"], [.text(name)])
    #expect(try JSONDecoder().decode([String: String].self, from: Data(object.utf8)) == ["name": name])
  }
}
