import Accounts
import Model
import TerminalUI

/// The form that lets a key open the account over SSH.
struct SSHKeyForm: FormPage {
  /// The parts that can have the focus, from top to bottom.
  enum Part: Int, CaseIterable {
    case key, name, buttons
  }

  let id = Pages.next()
  let crumbs = ["Account", "Add an SSH key"]
  private var key = TextField()
  private var name = TextField()
  var buttons = Buttons(["Cancel", "Add"])
  var part = Part.key
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  let parts = Part.allCases
  let capacity = 24
  var holdsTypedText: Bool { !key.text.isEmpty || !name.text.isEmpty }
  var takesText: Bool { part != .buttons }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "add", hint: "add"),
      Offer(.cancel, "cancel", hint: "cancel"),
    ]
  }

  static func part(of field: Field) -> Part { field == .name ? .name : .key }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .key: self.key.handle(key)
    case .name: name.handle(key)
    case .buttons: false
    }
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    switch part {
    case .key: key.paste(text)
    case .name: name.paste(text)
    case .buttons: break
    }
  }

  mutating func click(_ place: Point) -> Part? {
    if key.point(place) { return .key }
    return name.point(place) ? .name : nil
  }

  func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    let added = try account.addSSHKey(key.text, name: name.text)
    context.ask(.pop)
    context.ask(.refresh)
    context.say(.ok("Added \"\(added.name)\"; it opens this account over SSH."))
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    layout.gap()
    var place = layout.place("Public key *", on: &canvas)
    key.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: place.width, focused: part == .key)
    layout.note(
      error: failure?.message(for: .sshKey), hint: "Paste the line of a .pub file, such as ~/.ssh/id_ed25519.pub.",
      on: &canvas)
    layout.gap()
    place = layout.place("Name", on: &canvas)
    name.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: min(44, place.width), focused: part == .name)
    layout.note(
      error: failure?.message(for: .name), hint: "Without one it is called by the comment of the key.", on: &canvas)
    layout.gap()
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
    return layout.y + 1
  }
}
