import TerminalUI

/// A page of values: they are scrolled, chosen and copied in the same way whatever they are.
@MainActor
protocol ValuePage: Page {
  var values: ValueLines { get set }
  /// What is shown.
  func lines(_ desk: Desk) -> [DetailLine]
  /// The width of the labels, in cells.
  func labelWidth(_ desk: Desk) -> Int
  /// Does what this page alone does.
  ///
  /// - Parameter line: what is under the cursor, if anything.
  /// - Returns: false when it has nothing of its own for that action.
  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool
}

extension ValuePage {
  func labelWidth(_ desk: Desk) -> Int { 12 }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool { false }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let lines = lines(context.desk)
    if values.perform(action, lines) { return }
    let line = values.current(lines)
    if act(action, line, &context) { return }
    switch action {
    case .copy:
      guard let line, let text = line.copies else {
        return context.say(.note("There is nothing to copy under the cursor."))
      }
      context.ask(.outside(.copy(text, what: line.label.isEmpty ? "value" : line.label.lowercased())))
    case .cancel, .back: context.ask(.pop)
    default: break
    }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    values.point(event)
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    values.draw(lines(desk), labelWidth: labelWidth(desk), on: &canvas, in: rect)
  }
}
