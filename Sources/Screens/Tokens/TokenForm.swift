import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// The form that creates a personal token, or changes the name and scopes of one.
struct TokenForm: FormPage {
  enum Part: Int, CaseIterable {
    case name, expiry, filter, scopes, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .tokens
  private let editing: PersonalToken?
  let parts: [Part]
  private var name: TextField
  private var expiry: ExpiryChoice
  private var filter = TextField(placeholder: "filter")
  private var scopes: ScopeTree
  var buttons: Buttons
  var part = Part.name
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  init(editing token: PersonalToken? = nil, _ desk: Desk) {
    editing = token
    let catalogue = desk.account?.scopes ?? .builtIn
    parts = Part.allCases.filter { ($0 != .expiry || token == nil) && ($0 != .filter || catalogue.offered.count > 6) }
    name = TextField(text: token?.name.text ?? "")
    expiry = ExpiryChoice(now: desk.now)
    scopes = ScopeTree(catalogue, chosen: token?.scopes ?? [])
    buttons = Buttons(["Cancel", token == nil ? "Create" : "Save"])
  }

  var crumbs: [String] { [editing.map { "Edit \($0.name)" } ?? "New personal access token"] }

  var holdsTypedText: Bool {
    name.text != editing?.name.text ?? "" || expiry.isTyped || scopes.chosen != Set(editing?.scopes ?? [])
  }

  var takesText: Bool { part == .name || part == .filter }

  func offers(_ desk: Desk) -> [Offer] {
    var offers = [Offer(.nextField, hint: "field"), Offer(.previousField)]
    let verb = editing == nil ? "create" : "save"
    offers.append(Offer(.submit, verb, hint: verb))
    return offers + [Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] {
    switch part {
    case .expiry: [OwnKey("←/→", "choose")]
    case .scopes: [OwnKey("Space", "toggle"), OwnKey("a", "whole group"), OwnKey("h/l", "fold")]
    default: []
    }
  }

  var capacity: Int { 40 + scopes.rows.count }

  static func part(of field: Field) -> Part {
    switch field {
    case .expiry: .expiry
    case .scopes: .scopes
    default: .name
    }
  }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .name: return name.handle(key)
    case .expiry: return expiry.handle(key)
    case .filter:
      defer { narrow() }
      return filter.handle(key)
    case .scopes: return scopes.handle(key)
    case .buttons: return false
    }
  }

  mutating func click(_ place: Point) -> Part? {
    if name.point(place) { return .name }
    if expiry.point(place) { return .expiry }
    if filter.point(place) { return .filter }
    return scopes.point(place) ? .scopes : nil
  }

  private mutating func narrow() {
    scopes.filter = filter.text
    scopes.clamp()
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    switch part {
    case .name: name.paste(text)
    case .expiry: expiry.paste(text)
    case .filter:
      filter.paste(text)
      narrow()
    case .scopes, .buttons: break
    }
  }

  func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    guard let editing else { return finish(try account.createToken(draft()), &context) }
    let token = try account.editToken(editing.id, name: name.text, scopes: scopes.ids)
    context.ask(.pop)
    context.ask(.refresh)
    context.say(.ok("Saved \"\(token.name)\"."))
  }

  private func draft() throws(AccountError) -> TokenDraft {
    do throws(ValidationFailure) {
      return TokenDraft(name: name.text, scopes: scopes.ids, expiry: try expiry.expiry())
    } catch {
      // What is wrong with the name is said at the same time.
      var issues = error.issues
      do throws(ValidationFailure) { _ = try Name(validating: name.text) } catch { issues = error.issues + issues }
      throw .invalid(ValidationFailure(issues) ?? error)
    }
  }

  private func finish(_ new: NewToken, _ context: inout Context) {
    let token = new.token
    let expiry = token.expiresAt.map { "expires \($0.rfc3339)" } ?? "no expiry"
    context.ask(.pop)
    context.ask(.refresh)
    context.ask(.reveal(token.id.rawValue))
    context.say(.ok("Created \"\(token.name)\"."))
    context.ask(
      .push(
        ShownOncePage(
          tab: .tokens, title: "Token \"\(token.name)\" created", secret: new.secret.text,
          warnings: [
            "Copy it now. You will not see it again.", "Do not share it: it acts as you, within these scopes.",
          ],
          details: [
            DetailLine("Scopes", token.scopes.isEmpty ? "none" : token.scopes.joined(separator: "  ")),
            DetailLine("Expiry", expiry),
          ], fileName: "postern-token")))
  }

  // MARK: Drawing

  /// The status line says what the scope under the cursor allows.
  func position(_ desk: Desk) -> String? { part == .scopes && scopes.current != nil ? "" : position }

  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool {
    guard part == .scopes, let scope = scopes.current else { return false }
    canvas.write(scope.help, at: Point(x: rect.x, y: rect.y), role: .muted, limit: rect.width)
    return true
  }

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    layout.gap()
    var place = layout.place("Name *", on: &canvas)
    let nameWidth = min(44, place.width - 7)
    name.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: nameWidth, focused: part == .name)
    let length = PlainText.trimmed(name.text).count
    canvas.write(
      "\(length)/\(Name.limit)", at: Point(x: place.x + nameWidth + 1, y: place.y),
      role: length > Name.limit ? .error : .muted)
    layout.note(error: failure?.message(for: .name), on: &canvas)
    layout.gap()
    if editing == nil {
      let rows = ExpiryChoice.rows(width: layout.fieldWidth)
      place = layout.place("Expires", rows: rows, on: &canvas)
      expiry.draw(on: &canvas, in: place, focused: part == .expiry, now: desk.now)
      layout.note(error: failure?.message(for: .expiry), on: &canvas)
      layout.gap()
    }
    drawScopes(&layout, on: &canvas)
    return layout.y + 1
  }

  private mutating func drawScopes(_ layout: inout FormLayout, on canvas: inout Canvas) {
    let place = layout.place("Scopes", on: &canvas)
    let tally = "\(scopes.chosen.count) of \(scopes.count) chosen"
    if parts.contains(.filter) {
      let width = min(26, place.width - tally.count - 2)
      filter.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: width, focused: part == .filter)
      canvas.write(tally, at: Point(x: place.x + width + 2, y: place.y), role: .muted)
    } else {
      canvas.write(tally, at: Point(x: place.x, y: place.y), role: .muted)
    }
    layout.note(error: failure?.message(for: .scopes), on: &canvas)
    let x = max(1, layout.fieldX - 2)
    let width = canvas.size.width - x - 2
    scopes.draw(on: &canvas, at: Point(x: x, y: layout.y), width: width, focused: part == .scopes)
    layout.skip(scopes.rows.count)
    layout.gap()
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons)
  }
}
