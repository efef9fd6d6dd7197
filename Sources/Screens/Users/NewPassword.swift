import Accounts
import Model
import TerminalUI

/// The two hidden fields of a new password.
@MainActor
enum NewPassword {
  /// What is wrong unless both are the same.
  static func difference(_ password: TextField, _ again: TextField) -> FieldIssue? {
    guard password.text != again.text else { return nil }
    return FieldIssue(.confirmation, "The two passwords differ; type the same one twice.")
  }

  /// Throws unless both are the same.
  static func requireSame(_ password: TextField, _ again: TextField) throws(AccountError) {
    if let issue = difference(password, again) { throw .invalid(ValidationFailure(issue)) }
  }

  /// Draws both, with what is wrong with them.
  static func draw(
    _ password: inout TextField, isFocused: Bool, again: inout TextField, isAgainFocused: Bool,
    failure: ValidationFailure?, with layout: inout FormLayout, on canvas: inout Canvas
  ) {
    layout.gap()
    var place = layout.place("Password *", on: &canvas)
    password.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: min(44, place.width), focused: isFocused)
    layout.note(error: failure?.message(for: .password), on: &canvas)
    layout.gap()
    place = layout.place("Again *", on: &canvas)
    again.draw(on: &canvas, at: Point(x: place.x, y: place.y), width: min(44, place.width), focused: isAgainFocused)
    layout.note(error: failure?.message(for: .confirmation), on: &canvas)
    layout.gap()
  }
}
