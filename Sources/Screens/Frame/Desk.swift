import Accounts
import FoundationEssentials
import TerminalUI

/// What every page may look at: who is signed in, the keys, the clock, the house's names.
public struct Desk: Sendable {
  /// The way in, for the sign-in page.
  let accounts: Accounts
  /// Who is signed in.
  var account: Account?
  /// The keys.
  var keymap: Keymap
  /// Rules and markers in Unicode or ASCII.
  var glyphs: GlyphSet
  /// The canvas.
  var size: Size
  /// What the house calls itself.
  let siteName: String
  /// The name of the database file.
  let databaseName: String
  /// Where the authorization server answers, without a slash at the end.
  let issuer: String
  /// What is said under the sign-in form, line by line.
  let signInNotes: [String]
  /// The names of the themes that can be chosen.
  let themes: [String]
  /// The machine that this runs on; nothing for whoever comes in over SSH, who has only the screen.
  let machine: Machine?

  /// Whether a list of moments to the second shows them in the terminal's own time zone rather than in UTC.
  var showsLocalTime = false

  /// What a visit to the account manager starts with.
  ///
  /// - Parameters:
  ///   - accounts: the way in.
  ///   - account: the account that is already open, if the operator opened one.
  ///   - keymap: the keys.
  ///   - glyphs: what rules and markers are drawn with.
  ///   - size: of the terminal, in cells.
  ///   - siteName: what the house calls itself.
  ///   - databaseName: the name of the database file.
  ///   - issuer: where the authorization server answers.
  ///   - signInNotes: what is said under the sign-in form.
  ///   - themes: the names of the themes that can be chosen.
  ///   - machine: the machine that this runs on; nothing for whoever comes in over SSH.
  public init(
    accounts: Accounts, account: Account? = nil, keymap: Keymap = Keymap(), glyphs: GlyphSet = .unicode,
    size: Size = Size(width: 80, height: 24), siteName: String = "postern", databaseName: String,
    issuer: String, signInNotes: [String] = [], themes: [String] = [], machine: Machine? = Machine(exportFolder: ".")
  ) {
    self.accounts = accounts
    self.account = account
    self.keymap = keymap
    self.glyphs = glyphs
    self.size = size
    self.siteName = siteName
    self.databaseName = databaseName
    self.issuer = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
    self.signInNotes = signInNotes
    self.themes = themes
    self.machine = machine
  }

  /// The moment it is now.
  var now: Date { accounts.surroundings.now() }

  /// Why an administrator cannot do in somebody's place what acts as them; nothing to their owner.
  var ownersOnly: String? {
    guard let account, account.isAdministered else { return nil }
    return "only \(account.user.label) can do that: it acts as them"
  }

  /// Whether there is room for the way to the page above it.
  var showsCrumbs: Bool { size.height > 14 }

  /// The key that a text names for an action; the way to the commands if the action has none.
  @MainActor
  func key(for action: Action) -> String { keymap.label(for: action) ?? keymap.label(for: .palette) ?? ":" }

  /// The sign for an order: upward or downward.
  func arrow(descending: Bool) -> String {
    switch glyphs {
    case .unicode: descending ? "↓" : "↑"
    case .ascii: descending ? "v" : "^"
    }
  }
}
