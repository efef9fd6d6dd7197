import Accounts
import Model
import Storage
import TerminalUI

/// The form that gives an application to another owner: it says what that changes, and asks for whom.
struct TransferForm: FormPage {
  /// The parts that can have the focus, from top to bottom.
  enum Part: CaseIterable {
    case owner, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .clients
  private let client: Client
  /// Its owner's.
  private let account: Account
  private let impact: Impact
  /// Whether the page below is about the application in its old owner's account.
  private let leavesPage: Bool
  private var owner = TextField()
  var buttons = Buttons(["Cancel", "Transfer"])
  var part = Part.owner
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  init(_ client: Client, of account: Account, impact: Impact, leavesPage: Bool) {
    self.client = client
    self.account = account
    self.impact = impact
    self.leavesPage = leavesPage
  }

  var crumbs: [String] { ["Transfer \(client.profile.name)"] }
  var holdsTypedText: Bool { !owner.text.isEmpty }
  var takesText: Bool { part == .owner }
  var parts: [Part] { Part.allCases }
  var capacity: Int { 24 }

  static func part(of field: Field) -> Part { .owner }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "transfer", hint: "transfer"),
      Offer(.cancel, "cancel", hint: "cancel"),
    ]
  }

  mutating func edit(_ key: Key) -> Bool { part == .owner ? owner.handle(key) : false }

  mutating func click(_ place: Point) -> Part? { owner.point(place) ? .owner : nil }

  mutating func paste(_ text: String, _ context: inout Context) {
    if part == .owner { owner.paste(text) }
  }

  func save(_ own: Account, _ context: inout Context) throws(AccountError) {
    let given = try account.transferApplication(client.clientID, to: owner.text)
    context.ask(.pop)
    if leavesPage {
      context.ask(.pop)
      context.ask(.visit(given.account, ApplicationPage(given.client)))
    }
    context.ask(.refresh)
    context.say(.ok("Gave \"\(client.profile.name)\" of \(account.user.label) to \(given.account.user.label)."))
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    let old = account.user.label
    let uses =
      impact.users + impact.tokens == 0
      ? "Nobody uses it yet."
      : "\(Counting.of(impact.users, "user")) and \(Counting.of(impact.tokens, "token")) go on working."
    let secret = client.secrets.isEmpty ? "" : " \(old) may know its secret: reset it if they shall not use it."
    layout.gap()
    for line in ["\(old) neither sees nor changes it any more. \(uses)\(secret)"].flatMap({
      TextWidth.wrapped($0, to: canvas.size.width - 2)
    }) {
      canvas.write(line, at: Point(x: 1, y: layout.y), role: .text)
      layout.skip(1)
    }
    layout.gap()
    let place = layout.place("New owner *", on: &canvas)
    owner.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: place.width, focused: part == .owner)
    layout.note(
      error: failure?.message(for: .owner), hint: "An e-mail address, a username or an id.", on: &canvas)
    layout.gap()
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
    return layout.y + 1
  }
}
