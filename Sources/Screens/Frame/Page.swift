import Accounts
import TerminalUI

/// A screen or a dialog: its state, what can be done on it, and how it looks. Pages are values; whatever reaches beyond
/// the page goes through the ``Context``.
@MainActor
protocol Page {
  /// Tells pages apart, so that the answer of a background query finds the page that asked.
  var id: PageID { get }
  /// The way to the page, from its tab: `["New application"]`; empty for a tab's own list.
  var crumbs: [String] { get }
  /// Which tab is lit.
  var tab: Tab? { get }
  /// Whether something was typed that leaving would lose.
  var holdsTypedText: Bool { get }
  /// What to say before it is left all the same.
  var loss: Loss { get }
  /// Whether characters are text here, so that only other keys ask for actions.
  var takesText: Bool { get }
  /// What can be done here and now, in the order of the hint line.
  func offers(_ desk: Desk) -> [Offer]
  /// Keys that it takes as text and what they do, for the hint line: those that are no actions.
  var ownKeys: [OwnKey] { get }
  /// Right side of the status line: position, order, filter. Nothing leaves there what the page below says.
  func position(_ desk: Desk) -> String?
  /// What the status line says while nothing else is said, such as the filter being typed; draws the cursor too.
  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool
  /// Called once, when the page is shown first.
  mutating func appear(_ context: inout Context)
  /// Takes a key as text, before it can be an action; false if it is none here.
  mutating func type(_ key: Key, _ context: inout Context) -> Bool
  /// Takes pasted text.
  mutating func paste(_ text: String, _ context: inout Context)
  /// Takes the text that came back from the editor.
  mutating func edited(_ text: String, _ context: inout Context)
  /// Does one of its offers.
  mutating func perform(_ action: Action, _ context: inout Context)
  /// Reads again what it shows, keeping the selection: the database has changed.
  mutating func refresh(_ context: inout Context)
  /// Selects a row by its number, if it shows it.
  mutating func reveal(_ row: Int64)
  /// Takes the answer of a background query.
  mutating func receive(_ answer: Answer, _ context: inout Context)
  /// Takes a click, in canvas cells.
  mutating func point(_ event: MouseEvent, _ context: inout Context)
  /// Draws itself; may scroll so that what is selected is seen.
  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk)
}

/// What leaving a page would lose.
struct Loss {
  var title = "Discard"
  var lines = ["What you typed here is not saved.", "Leave and lose it?"]
  /// What the button says that leaves.
  var verb = "Discard"
}

/// A key of a page's own and what it does there.
struct OwnKey: Sendable {
  let key: String
  let hint: String

  init(_ key: String, _ hint: String) {
    self.key = key
    self.hint = hint
  }
}

/// The number of a page.
typealias PageID = Int

extension Page {
  var crumbs: [String] { [] }
  var tab: Tab? { nil }
  var holdsTypedText: Bool { false }
  var loss: Loss { Loss() }
  var takesText: Bool { false }
  var ownKeys: [OwnKey] { [] }
  func position(_ desk: Desk) -> String? { nil }
  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool { false }
  mutating func appear(_ context: inout Context) {}
  mutating func type(_ key: Key, _ context: inout Context) -> Bool { false }
  mutating func paste(_ text: String, _ context: inout Context) {}
  mutating func edited(_ text: String, _ context: inout Context) {}
  mutating func refresh(_ context: inout Context) {}
  mutating func reveal(_ row: Int64) {}
  mutating func receive(_ answer: Answer, _ context: inout Context) {}
  mutating func point(_ event: MouseEvent, _ context: inout Context) {}
}
