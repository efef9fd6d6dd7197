import Accounts
import Model
import Storage
import TerminalUI

/// The form that changes one's own password: the present one, the new one twice, and whether what applications hold ends
/// too.
struct PasswordForm: FormPage {
  /// The parts that can have the focus, from top to bottom.
  enum Part: Int, CaseIterable {
    case current, new, again, tokens, buttons
  }

  let id = Pages.next()
  let crumbs = ["Account", "Change the password"]
  let parts: [Part]
  private var current = TextField(isMasked: true)
  private var new = TextField(isMasked: true)
  private var again = TextField(isMasked: true)
  private var endsTokens: CheckBox
  /// Whether it is being changed: hashing passwords takes longer than a key may.
  private var isChanging = false
  var buttons = Buttons(["Cancel", "Save"])
  var part = Part.current
  var failure: ValidationFailure?
  var scroll = ScrollArea()

  /// - Parameter tokens: how many live ones applications hold.
  init(tokens: Int) {
    endsTokens = CheckBox("also end \(Counting.of(tokens, "token")) that they hold")
    parts = Part.allCases.filter { $0 != .tokens || tokens > 0 }
  }

  var holdsTypedText: Bool { ![current, new, again].allSatisfy(\.text.isEmpty) }
  var takesText: Bool { [.current, .new, .again].contains(part) }
  var capacity: Int { 30 }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.nextField, hint: "field"), Offer(.previousField), Offer(.submit, "save", hint: "save"),
      Offer(.cancel, "cancel", hint: "cancel"),
    ]
  }

  var ownKeys: [OwnKey] { part == .tokens ? [OwnKey("Space", "toggle")] : [] }

  static func part(of field: Field) -> Part {
    switch field {
    case .password: .new
    case .confirmation: .again
    default: .current
    }
  }

  // MARK: Typing

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard isChanging else { return typeCommon(key, &context) }
    // Whoever types on meanwhile means a field, not what a letter does elsewhere.
    return key.isCharacter || key == .enter
  }

  mutating func edit(_ key: Key) -> Bool {
    switch part {
    case .current: return current.handle(key)
    case .new: return new.handle(key)
    case .again: return again.handle(key)
    case .tokens: return endsTokens.handle(key)
    case .buttons: return false
    }
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    if isChanging { return }
    switch part {
    case .current: current.paste(text)
    case .new: new.paste(text)
    case .again: again.paste(text)
    case .tokens, .buttons: break
    }
  }

  mutating func click(_ place: Point) -> Part? {
    if current.point(place) { return .current }
    if new.point(place) { return .new }
    if again.point(place) { return .again }
    return parts.contains(.tokens) && endsTokens.point(place) ? .tokens : nil
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    if !isChanging { pointCommon(event, &context) }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if !isChanging { performCommon(action, &context) }
  }

  // MARK: Saving

  mutating func save(_ account: Account, _ context: inout Context) throws(AccountError) {
    let difference = [NewPassword.difference(new, again)].compactMap(\.self)
    let issues = account.issues(changing: current.text, to: new.text) + difference
    if let failure = ValidationFailure(issues) { throw .invalid(failure) }
    let (old, password, endsTokens) = (current.text, new.text, endsTokens.isOn)
    isChanging = true
    failure = nil
    context.say(.note("Changing the password..."))
    context.ask(
      .work(
        Work(page: id, kind: .password) { account, _ throws(AccountError) in
          guard let account else { throw .signedOut }
          return try account.changePassword(from: old, to: password, endingTokens: endsTokens)
        }))
  }

  mutating func receive(_ answer: Answer, _ context: inout Context) {
    isChanging = false
    switch answer.result {
    case .success(let value):
      guard let change = value as? PasswordChange else { return }
      if let account = context.attempt({ (account: Account) throws(AccountError) in try account.renewed() }) {
        context.ask(.renew(account))
      }
      context.ask(.close(id))
      context.ask(.refresh)
      context.say(.ok(Self.sentence(change, endingTokens: endsTokens.isOn)))
    case .failure(let error):
      if case .invalid(let failure) = error, failure.message(for: .currentPassword) != nil {
        current = TextField(isMasked: true)
      }
      tell(of: error, &context)
    }
  }

  private static func sentence(_ change: PasswordChange, endingTokens: Bool) -> String {
    let sessions = Counting.of(change.sessions, "browser session")
    let tokens = endingTokens ? " and \(Counting.of(change.tokens, "token"))" : ""
    return "Changed the password; \(sessions)\(tokens) ended."
  }

  // MARK: Drawing

  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int {
    var layout = FormLayout(width: canvas.size.width)
    layout.gap()
    draw(&current, "Password now", part: .current, in: &layout, on: &canvas)
    layout.note(error: failure?.message(for: .currentPassword), on: &canvas)
    layout.gap()
    draw(&new, "New password", part: .new, in: &layout, on: &canvas)
    layout.note(error: failure?.message(for: .password), hint: hint(desk), on: &canvas)
    layout.gap()
    draw(&again, "The new one again", part: .again, in: &layout, on: &canvas)
    layout.note(error: failure?.message(for: .confirmation), hint: "Browsers that are signed in end.", on: &canvas)
    layout.gap()
    if parts.contains(.tokens) {
      let rows = endsTokens.rows(width: layout.fieldWidth)
      let place = layout.place("Applications", rows: rows, on: &canvas)
      endsTokens.draw(on: &canvas, in: place, focused: part == .tokens && !isChanging)
      layout.gap()
    }
    buttons.draw(on: &canvas, at: Point(x: layout.fieldX, y: layout.y), active: part == .buttons && !isChanging)
    return layout.y + 1
  }

  private func draw(
    _ field: inout TextField, _ label: String, part: Part, in layout: inout FormLayout, on canvas: inout Canvas
  ) {
    let place = layout.place(label, on: &canvas)
    field.draw(
      on: &canvas, at: Point(x: place.x, y: place.y), width: min(44, place.width),
      focused: self.part == part && !isChanging)
  }

  /// What the new password should be, or is, while it is typed.
  private func hint(_ desk: Desk) -> String {
    guard !new.text.isEmpty, let rules = desk.account?.passwordRules else {
      return "At least \(PasswordRules.minimum) characters; several words are good."
    }
    return switch rules.strength(of: new.text) {
    case .refused: rules.problem(with: new.text) ?? ""
    case .fair: "Fair: a longer one is harder to guess."
    case .good: "Good."
    case .strong: "Strong."
    }
  }
}
