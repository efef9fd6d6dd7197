import Accounts
import Model
import TerminalUI

/// The form that registers an application or changes one.
struct ApplicationForm: FormPage {
  /// The parts that can have the focus, from top to bottom.
  enum Part: Int, CaseIterable {
    case name, description, website, redirectURIs, type, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .applications
  /// The application that is changed; nothing while a new one is registered.
  private let editing: ClientID?
  private let original: ClientDraft
  private var name: TextField
  private var description: TextArea
  private var website: TextField
  private var redirectURIs: TextArea
  private var type: ClientType
  /// Where the types were drawn, the confidential one first.
  private var typePlaces: [Rect] = []
  var buttons: Buttons
  var part = Part.name
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  init(editing client: Client? = nil) {
    let draft = client.map { ClientDraft($0.profile) } ?? ClientDraft()
    editing = client?.clientID
    original = draft
    name = TextField(text: draft.name)
    description = TextArea(text: draft.description)
    website = TextField(text: draft.website)
    redirectURIs = TextArea(text: draft.redirectURIs)
    type = draft.type
    buttons = Buttons(["Cancel", client == nil ? "Register" : "Save"])
  }

  var crumbs: [String] { [editing == nil ? "New application" : "Edit \(original.name)"] }
  var holdsTypedText: Bool { draft != original }
  var takesText: Bool { part != .type && part != .buttons }

  private var draft: ClientDraft {
    ClientDraft(
      name: name.text, description: description.text, website: website.text, redirectURIs: redirectURIs.text,
      type: type)
  }

  func offers(_ desk: Desk) -> [Offer] {
    var offers = [Offer(.nextField, hint: "field"), Offer(.previousField)]
    offers.append(Offer(.submit, editing == nil ? "register" : "save", hint: editing == nil ? "register" : "save"))
    if part == .description || part == .redirectURIs {
      offers.append(Offer(.editor, hint: "$EDITOR", off: desk.machine == nil ? Machine.isNotYours : nil))
    }
    return offers + [Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] { part == .type ? [OwnKey("Space", "choose")] : [] }

  var parts: [Part] { Part.allCases }
  var capacity: Int { 40 }

  static func part(of field: Field) -> Part {
    switch field {
    case .description: .description
    case .website: .website
    case .redirectURIs: .redirectURIs
    case .clientType: .type
    default: .name
    }
  }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .name: name.handle(key)
    case .description: description.handle(key)
    case .website: website.handle(key)
    case .redirectURIs: redirectURIs.handle(key)
    case .type: chooseType(key)
    case .buttons: false
    }
  }

  private mutating func chooseType(_ key: Key) -> Bool {
    switch key {
    case .character(" "): type = type == .confidential ? .public : .confidential
    case .character("c"), .left: type = .confidential
    case .character("p"), .right: type = .public
    default: return false
    }
    return true
  }

  mutating func click(_ place: Point) -> Part? {
    if name.point(place) { return .name }
    if description.point(place) { return .description }
    if website.point(place) { return .website }
    if redirectURIs.point(place) { return .redirectURIs }
    guard let clicked = typePlaces.firstIndex(where: { $0.contains(place) }) else { return nil }
    type = clicked == 0 ? .confidential : .public
    return .type
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    switch part {
    case .name: name.paste(text)
    case .description: description.paste(text)
    case .website: website.paste(text)
    case .redirectURIs: redirectURIs.paste(text)
    case .type, .buttons: break
    }
  }

  mutating func edited(_ text: String, _ context: inout Context) {
    switch part {
    case .description: description = TextArea(text: text)
    case .redirectURIs: redirectURIs = TextArea(text: text)
    default: break
    }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    guard action == .editor else { return performCommon(action, &context) }
    context.ask(.outside(.edit(part == .description ? description.text : redirectURIs.text)))
  }

  func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    guard let editing else { return finish(try account.registerApplication(draft), &context) }
    guard original.type == .confidential, type == .public else {
      return finish(try account.editApplication(editing, draft), &context)
    }
    // What is wrong in the form comes before the question.
    do throws(ValidationFailure) { _ = try ClientProfile(validating: draft) } catch { throw .invalid(error) }
    context.ask(.present(question(beforeMakingPublic: editing)))
  }

  /// Asks before the secret goes.
  private func question(beforeMakingPublic client: ClientID) -> ConfirmDialog {
    ConfirmDialog(
      title: "Make it public",
      lines: [
        "Make \"\(original.name)\" a public client?", "Its secret ends: whatever uses it stops working at once.",
      ], verb: "Save"
    ) { [self] _, context in
      let saved = context.attempt { (account: Account) throws(AccountError) in
        try account.editApplication(client, draft)
      }
      if let saved { finish(saved, &context) }
    }
  }

  private func finish(_ registration: Registration, _ context: inout Context) {
    let client = registration.client
    context.ask(.pop)
    context.ask(.refresh)
    context.ask(.reveal(client.id.rawValue))
    context.say(.ok("\(editing == nil ? "Registered" : "Saved") \"\(client.profile.name)\"."))
    if editing == nil { context.ask(.push(ApplicationPage(client))) }
    if let secret = registration.secret {
      context.ask(.push(ApplicationWording.shownOnce(secret, of: client, context.desk)))
    }
  }

  // MARK: Drawing

  private func error(for part: Part) -> String? {
    switch part {
    case .name: failure?.message(for: .name)
    case .description: failure?.message(for: .description)
    case .website: failure?.message(for: .website)
    case .redirectURIs: failure?.message(for: .redirectURIs)
    case .type, .buttons: nil
    }
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    layout.gap()
    var place = layout.place("Name *", on: &canvas)
    name.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: place.width, focused: part == .name)
    layout.note(error: error(for: .name), on: &canvas)
    layout.gap()
    place = layout.place("Description", rows: 2, on: &canvas)
    description.draw(on: &canvas, in: place, focused: part == .description)
    layout.note(error: error(for: .description), on: &canvas)
    layout.gap()
    place = layout.place("Website *", on: &canvas)
    website.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: place.width, focused: part == .website)
    layout.note(error: error(for: .website), on: &canvas)
    layout.gap()
    place = layout.place("Redirect URIs *", rows: 3, on: &canvas)
    redirectURIs.draw(on: &canvas, in: place, focused: part == .redirectURIs)
    layout.note(
      error: error(for: .redirectURIs), hint: "One per line. HTTPS, except for localhost.", on: &canvas)
    layout.gap()
    drawType(&layout, on: &canvas)
    layout.gap()
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
    return layout.y + 1
  }

  private mutating func drawType(_ layout: inout FormLayout, on canvas: inout Canvas) {
    // Where there is no room beside it, what a type means stands under it.
    let rows = canvas.size.width < 60 ? 2 : 1
    let place = layout.place("Client type", rows: 2 * rows, on: &canvas)
    let ways = [
      (ClientType.confidential, "Confidential", "can keep a secret: a web server"),
      (ClientType.public, "Public", "cannot: browser, mobile, desktop"),
    ]
    typePlaces = ways.indices.map {
      Rect(x: place.x, y: place.y + $0 * rows, width: canvas.size.width - place.x, height: rows)
    }
    for (index, (way, title, help)) in ways.enumerated() {
      let y = place.y + index * rows
      let isChosen = way == type
      let focused = part == .type && isChosen
      if focused { canvas.cursor = Point(x: place.x, y: y) }
      canvas.write(
        "\(isChosen ? "(*)" : "( )") \(title)", at: Point(x: place.x, y: y), role: focused ? .inputFocus : .text)
      let start = rows == 1 ? Point(x: place.x + 19, y: y) : Point(x: place.x + 4, y: y + 1)
      canvas.write(help, at: start, role: .muted, limit: canvas.size.width - start.x - 1)
    }
  }
}
