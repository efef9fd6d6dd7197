import Accounts
import Model
import TerminalUI

/// The form that registers an application or changes one.
struct ApplicationForm: Page {
  /// The parts that can have the focus, from top to bottom.
  enum Part: Int, CaseIterable {
    case name, description, website, redirectURIs, type, buttons

    init(_ field: Field) {
      self =
        switch field {
        case .description: .description
        case .website: .website
        case .redirectURIs: .redirectURIs
        case .clientType: .type
        default: .name
        }
    }
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
  private var buttons: Buttons
  private var part = Part.name
  private var failure: ValidationFailure?
  private var scroll = ScrollArea()

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
    if part == .description || part == .redirectURIs { offers.append(Offer(.editor, hint: "$EDITOR")) }
    return offers + [Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] { part == .type ? [OwnKey("Space", "choose")] : [] }

  func position(_ desk: Desk) -> String? { "field \(part.rawValue + 1) of \(Part.allCases.count)" }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    let taken =
      switch part {
      case .name: name.handle(key)
      case .description: description.handle(key)
      case .website: website.handle(key)
      case .redirectURIs: redirectURIs.handle(key)
      case .type: chooseType(key)
      case .buttons: press(key, &context)
      }
    if taken { return true }
    switch key {
    case .down, .enter: move(1)
    case .up: move(-1)
    default: return false
    }
    return true
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

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    guard let place = scroll.inside(event.at), let pressed = buttons.point(place, event) else { return }
    pressed == 0 ? leave(&context) : submit(&context)
  }

  private mutating func press(_ key: Key, _ context: inout Context) -> Bool {
    if key == .tab || key == .backTab { return false }
    guard let pressed = buttons.press(key) else { return Buttons.moves(key) }
    pressed == 0 ? leave(&context) : submit(&context)
    return true
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

  private mutating func move(_ step: Int) {
    let parts = Part.allCases
    part = parts[(part.rawValue + step + parts.count) % parts.count]
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .nextField: move(1)
    case .previousField: move(-1)
    case .submit: submit(&context)
    case .editor where part == .description: context.ask(.outside(.edit(description.text)))
    case .editor: context.ask(.outside(.edit(redirectURIs.text)))
    case .cancel: leave(&context)
    default: break
    }
  }

  private func leave(_ context: inout Context) {
    holdsTypedText ? context.ask(.present(Discard.dialog(of: self) { $0.ask(.pop) })) : context.ask(.pop)
  }

  private mutating func submit(_ context: inout Context) {
    // What is wrong in the form comes before the question.
    guard let editing, original.type == .confidential, type == .public,
      (try? ClientProfile(validating: draft)) != nil
    else { return save(&context) }
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

  private mutating func save(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      if let editing {
        finish(try account.editApplication(editing, draft), &context)
      } else {
        finish(try account.registerApplication(draft), &context)
      }
    } catch {
      guard case .invalid(let failure) = error, let first = failure.issues.first else { return context.fail(error) }
      self.failure = failure
      part = Part(first.field)
      let count = failure.issues.count
      context.say(.error(count == 1 ? "1 field needs attention." : "\(count) fields need attention."))
    }
  }

  private func finish(_ registration: Registration, _ context: inout Context) {
    let client = registration.client
    context.ask(.pop)
    context.ask(.refresh)
    context.say(.ok("\(editing == nil ? "Registered" : "Saved") \"\(client.profile.name)\"."))
    if editing == nil { context.ask(.push(ApplicationPage(client))) }
    if let secret = registration.secret {
      context.ask(.push(ApplicationWording.shownOnce(secret, of: client, context.desk)))
    }
  }

  // MARK: Drawing

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    // Every error line and every label may take a row more than the fields.
    let capacity = 40 + (failure?.issues.reduce(0) { $0 + $1.message.count / 10 } ?? 0)
    var form = self
    scroll.draw(capacity: capacity, on: &canvas, in: rect) { form.drawFields(on: &$0) }
    let scroll = scroll
    self = form
    self.scroll = scroll
  }

  private func error(for part: Part) -> String? {
    switch part {
    case .name: failure?.message(for: .name)
    case .description: failure?.message(for: .description)
    case .website: failure?.message(for: .website)
    case .redirectURIs: failure?.message(for: .redirectURIs)
    case .type, .buttons: nil
    }
  }

  /// - Returns: how many rows the form takes.
  private mutating func drawFields(on canvas: inout Canvas) -> Int {
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

  private func drawType(_ layout: inout FormLayout, on canvas: inout Canvas) {
    let place = layout.place("Client type", rows: 2, on: &canvas)
    let ways = [
      (ClientType.confidential, "Confidential", "can keep a secret: a web server"),
      (ClientType.public, "Public", "cannot: browser, mobile, desktop"),
    ]
    for (row, (way, title, help)) in ways.enumerated() {
      let y = place.y + row
      let isChosen = way == type
      let focused = part == .type && isChosen
      if focused { canvas.cursor = Point(x: place.x, y: y) }
      canvas.write(
        "\(isChosen ? "(*)" : "( )") \(title)", at: Point(x: place.x, y: y), role: focused ? .inputFocus : .text)
      canvas.write(help, at: Point(x: place.x + 19, y: y), role: .muted, limit: canvas.size.width - place.x - 20)
    }
  }
}
