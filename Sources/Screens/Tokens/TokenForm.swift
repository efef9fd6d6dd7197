import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// The form that creates a personal token, or changes the name and scopes of one.
struct TokenForm: Page {
  enum Part: Int, CaseIterable {
    case name, expiry, filter, scopes, buttons
  }

  let id = Pages.next()
  let tab: Tab? = .tokens
  private let editing: PersonalToken?
  private let parts: [Part]
  private var name: TextField
  private var expiry: ExpiryChoice
  private var filter = TextField(placeholder: "filter")
  private var scopes: ScopeTree
  private var buttons: Buttons
  private var part = Part.name
  private var failure: ValidationFailure?
  private var scroll = ScrollArea()

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

  func position(_ desk: Desk) -> String? {
    "field \((parts.firstIndex(of: part) ?? 0) + 1) of \(parts.count)"
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    let taken: Bool
    switch part {
    case .name: taken = name.handle(key)
    case .expiry: taken = expiry.handle(key)
    case .filter:
      taken = filter.handle(key)
      scopes.filter = filter.text
      scopes.clamp()
    case .scopes: taken = scopes.handle(key)
    case .buttons: taken = press(key, &context)
    }
    if taken { return true }
    switch key {
    case .down, .enter: move(1)
    case .up: move(-1)
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
    case .expiry: expiry.paste(text)
    case .filter:
      filter.paste(text)
      scopes.filter = filter.text
      scopes.clamp()
    case .scopes, .buttons: break
    }
  }

  private mutating func move(_ step: Int) {
    let index = parts.firstIndex(of: part) ?? 0
    part = parts[(index + step + parts.count) % parts.count]
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .nextField: move(1)
    case .previousField: move(-1)
    case .submit: submit(&context)
    case .cancel: leave(&context)
    default: break
    }
  }

  private func leave(_ context: inout Context) {
    holdsTypedText ? context.ask(.present(Discard.dialog(of: self) { $0.ask(.pop) })) : context.ask(.pop)
  }

  private mutating func submit(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      if let editing {
        let token = try account.editToken(editing.id, name: name.text, scopes: scopes.ids)
        context.ask(.pop)
        context.ask(.refresh)
        context.say(.ok("Saved \"\(token.name)\"."))
      } else {
        finish(try account.createToken(draft()), &context)
      }
    } catch {
      guard case .invalid(let failure) = error, let first = failure.issues.first else { return context.fail(error) }
      self.failure = failure
      part = first.field == .expiry ? .expiry : first.field == .scopes ? .scopes : .name
      let count = failure.issues.count
      context.say(.error(count == 1 ? "1 field needs attention." : "\(count) fields need attention."))
    }
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
          ], fileStem: "\(context.desk.exportFolder)/postern-token")))
  }

  // MARK: Drawing

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let capacity = 40 + scopes.rows.count + (failure?.issues.reduce(0) { $0 + $1.message.count / 10 } ?? 0)
    var form = self
    scroll.draw(capacity: capacity, on: &canvas, in: rect) { form.drawFields(on: &$0, desk) }
    let scroll = scroll
    self = form
    self.scroll = scroll
  }

  /// - Returns: how many rows the form takes.
  private mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
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
