import Accounts
import Model
import TerminalUI

/// A form: parts that take the focus in turn, the buttons last; errors under the fields, and the focus on the first.
@MainActor
protocol FormPage: Page {
  associatedtype Part: Equatable

  /// The parts that can have the focus, from top to bottom.
  var parts: [Part] { get }
  /// The one that has it.
  var part: Part { get set }
  /// The part that a field's error belongs to.
  static func part(of field: Field) -> Part
  /// Cancel, and the one that saves.
  var buttons: Buttons { get set }
  /// What was wrong when it was last saved.
  var failure: ValidationFailure? { get set }
  /// Where it is scrolled to.
  var scroll: ScrollArea { get set }
  /// Gives a key to the part that has the focus; false if it has no use for it.
  mutating func edit(_ key: Key) -> Bool
  /// Takes a click, in cells of the form's own canvas.
  /// - Returns: the part that it fell on.
  mutating func click(_ place: Point) -> Part?
  /// Saves what was entered.
  mutating func save(_ account: Account, _ context: inout Context) throws(AccountError)
  /// Draws the form on a canvas of its own.
  /// - Returns: how many rows it takes.
  mutating func drawFields(on canvas: inout Canvas, _ desk: Desk) -> Int
  /// More rows than the form can take without errors.
  var capacity: Int { get }
}

extension FormPage {
  var isOnButtons: Bool { part == parts.last }
  var position: String { "field \((parts.firstIndex(of: part) ?? 0) + 1) of \(parts.count)" }

  func position(_ desk: Desk) -> String? { position }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    typeCommon(key, &context)
  }

  /// Takes a key as every form does.
  mutating func typeCommon(_ key: Key, _ context: inout Context) -> Bool {
    if isOnButtons ? press(key, &context) : edit(key) { return true }
    switch key {
    case .down, .enter: move(1)
    case .up: move(-1)
    default: return false
    }
    return true
  }

  private mutating func press(_ key: Key, _ context: inout Context) -> Bool {
    if key == .tab || key == .backTab { return false }
    guard let pressed = buttons.press(key) else { return Buttons.moves(key) }
    pressed == 0 ? leave(&context) : submit(&context)
    return true
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    pointCommon(event, &context)
  }

  /// Takes a click as every form does.
  mutating func pointCommon(_ event: MouseEvent, _ context: inout Context) {
    guard let place = scroll.inside(event.at) else { return }
    if let pressed = buttons.point(place, event) {
      pressed == 0 ? leave(&context) : submit(&context)
    } else if let clicked = click(place) {
      part = clicked
    }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    performCommon(action, &context)
  }

  /// Does what every form can.
  mutating func performCommon(_ action: Action, _ context: inout Context) {
    switch action {
    case .nextField: move(1)
    case .previousField: move(-1)
    case .submit: submit(&context)
    case .cancel: leave(&context)
    default: break
    }
  }

  private mutating func move(_ step: Int) {
    let index = parts.firstIndex(of: part) ?? 0
    part = parts[(index + step + parts.count) % parts.count]
  }

  private func leave(_ context: inout Context) {
    holdsTypedText ? context.ask(.present(Discard.dialog(of: self) { $0.ask(.pop) })) : context.ask(.pop)
  }

  private mutating func submit(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      try save(account, &context)
    } catch {
      tell(of: error, &context)
    }
  }

  /// Tells why nothing was saved: under the fields that it is about, else on the status line.
  mutating func tell(of error: AccountError, _ context: inout Context) {
    guard case .invalid(let failure) = error, let first = failure.issues.first else { return context.fail(error) }
    self.failure = failure
    part = Self.part(of: first.field)
    let count = failure.issues.count
    context.say(.error(count == 1 ? "1 field needs attention." : "\(count) fields need attention."))
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    // An error takes at most a row for every ten of its characters.
    let errors = failure?.issues.reduce(0) { $0 + 2 + $1.message.count / 10 } ?? 0
    var form = self
    var scroll = scroll
    scroll.draw(capacity: capacity + errors, on: &canvas, in: rect) { form.drawFields(on: &$0, desk) }
    self = form
    self.scroll = scroll
  }
}
