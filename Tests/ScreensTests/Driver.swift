import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import TerminalUI
import TestSupport

@testable import Screens

/// Somebody at the account manager: presses keys on a real database and looks at the screen.
@MainActor
final class Driver {
  let fixture: TestStore
  let manager: AccountManager
  private(set) var requests: [Outside] = []

  /// Sits down at a terminal; signed in unless `user` is nothing.
  init(
    _ fixture: TestStore, as user: User?, size: Size = Size(width: 80, height: 24), glyphs: GlyphSet = .unicode,
    scopes: [Scope] = Driver.scopes, changes: [String: [String]] = [:], isOperated: Bool = false, notes: [String] = [],
    exportFolder: String? = nil, isOverSSH: Bool = false
  ) throws {
    TestLocale.set()
    self.fixture = fixture
    let clock = fixture.clock
    let settings = AccountSettings(
      scopes: try ScopeCatalogue(scopes), passwordCost: PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1))
    let accounts = Accounts(
      store: fixture.store, settings: settings, surroundings: Surroundings(now: { clock.now }, random: fixture.random))
    let account = try user.map {
      isOperated
        ? try accounts.operate(as: $0.email.text, by: "root", from: Origin("test"))
        : try accounts.signIn(as: $0.email.text, password: "password", from: Origin("test"))
    }
    manager = AccountManager(
      desk: Desk(
        accounts: accounts, account: account, keymap: Keymap(changes: changes), glyphs: glyphs, size: size,
        databaseName: "postern.db", issuer: "https://example.org", signInNotes: notes,
        themes: ["terminal", "monochrome"],
        machine: isOverSSH ? nil : Machine(exportFolder: exportFolder ?? fixture.folder.path)))
    settle()
  }

  static let scopes = [
    Scope(id: "deposit:write", help: "Allow upload (but not publishing)"),
    Scope(id: "deposit:actions", help: "Allow publishing of uploads"),
    Scope(id: "house:internal", help: "For the house", isInternal: true),
  ]

  /// Presses keys, by the names that the help shows: "n", "Tab", "Ctrl-S".
  func press(_ names: String...) {
    for name in names {
      guard let key = Key(name) else { fatalError("no key is called \(name)") }
      press(key)
    }
  }

  func press(_ key: Key) {
    manager.handle(.key(key))
    settle()
  }

  /// Types text, character by character.
  func type(_ text: String) {
    for character in text { manager.handle(.key(.character(character))) }
    settle()
  }

  func paste(_ text: String) {
    manager.handle(.paste(text))
    settle()
  }

  func resize(_ width: Int, _ height: Int) {
    manager.handle(.resize(Size(width: width, height: height)))
  }

  /// Another program has written to the database, and the visit has noticed.
  func changeElsewhere(_ change: (TestStore) throws -> Void) rethrows {
    try change(fixture)
    manager.databaseChanged()
    settle()
  }

  func settle() {
    manager.settle()
    requests += manager.takeRequests()
  }

  /// The rows of the screen.
  var screen: String { manager.draw().text() }

  var lines: [String] { screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }

  /// The message on the status line, whole even if it takes several lines; else that line.
  var statusLine: String {
    let lines = lines
    let line = lines.dropLast().last ?? ""
    guard let first = lines.dropLast(2).last, !first.contains("───") else { return line }
    let start = lines.dropLast(2).lastIndex { $0.contains("────") } ?? 0
    return " "
      + lines[(start + 1)..<(lines.count - 1)].joined(separator: " ").split(separator: " ").joined(separator: " ")
  }

  var hintLine: String { lines.last ?? "" }

  /// The line that the cursor is on, so the selected row or the field being typed in.
  var cursorLine: String {
    let canvas = manager.draw()
    guard let cursor = canvas.cursor, lines.indices.contains(cursor.y) else { return "" }
    return lines[cursor.y]
  }

  /// What the dialog on the screen (else the whole screen) says, its lines joined.
  var prose: String {
    let rows = lines.map(Array.init)
    var inside: [String] = []
    var box: Range<Int>?
    for row in rows {
      if let left = row.lastIndex(of: "┌"), let right = row.lastIndex(of: "┐") { box = left + 1..<right }
      if let range = box, row.count >= range.upperBound { inside.append(String(row[range])) }
      if row.contains("└") { box = nil }
    }
    let words = (inside.isEmpty ? lines : inside).joined(separator: " ").split(separator: " ")
    return words.joined(separator: " ")
  }

  /// Whether a sentence is on the screen, however it is broken into lines.
  func says(_ text: String) -> Bool { prose.contains(text) }

  func shows(_ text: String) -> Bool { screen.contains(text) }

  var hasQuit: Bool { requests.contains(.quit) }

  /// What was sent to the clipboard, the latest last.
  var copies: [String] {
    requests.compactMap { if case .copy(let text, _) = $0 { text } else { nil } }
  }
}
