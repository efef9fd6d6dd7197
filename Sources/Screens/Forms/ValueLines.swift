import TerminalUI

/// Lines of labels and values that can be scrolled, the ones worth copying chosen with the arrows: the body of every
/// detail page.
struct ValueLines: Sendable {
  private var selected = 0
  private var scroll = ScrollArea()

  /// The lines that can be chosen.
  private static func choices(_ lines: [DetailLine]) -> [Int] {
    lines.indices.filter { !(lines[$0].copies ?? "").isEmpty }
  }

  /// What is under the cursor.
  func current(_ lines: [DetailLine]) -> DetailLine? {
    let choices = Self.choices(lines)
    return choices.indices.contains(selected) ? lines[choices[selected]] : nil
  }

  /// Moves the cursor; false if the action is no movement.
  mutating func perform(_ action: Action, _ lines: [DetailLine]) -> Bool {
    let last = max(0, Self.choices(lines).count - 1)
    switch action {
    case .up: selected -= 1
    case .down: selected += 1
    case .top: selected = 0
    case .bottom: selected = last
    case .pageUp, .halfPageUp: selected -= 5
    case .pageDown, .halfPageDown: selected += 5
    default: return false
    }
    selected = max(0, min(selected, last))
    return true
  }

  /// The movements, for help and palette.
  static var offers: [Offer] { [.up, .down, .top, .bottom, .pageUp, .pageDown].map { Offer($0) } }

  mutating func draw(_ lines: [DetailLine], labelWidth: Int, on canvas: inout Canvas, in rect: Rect) {
    let choices = Self.choices(lines)
    selected = max(0, min(selected, choices.count - 1))
    let chosen = choices.indices.contains(selected) ? choices[selected] : nil
    let isLast = chosen == choices.last
    scroll.draw(height: lines.count, on: &canvas, in: rect) { inner in
      for (y, line) in lines.enumerated() {
        let isChosen = y == chosen
        if isChosen { inner.write(">", at: Point(x: 0, y: y), role: .selection) }
        line.draw(
          on: &inner, at: Point(x: 2, y: y), labelWidth: labelWidth, width: inner.size.width - 3,
          role: isChosen ? .selection : nil)
      }
      // The last value draws what follows it into view, the first what stands above.
      if let chosen { inner.cursor = Point(x: 0, y: isLast ? lines.count - 1 : selected == 0 ? 0 : chosen) }
    }
    if let chosen, chosen >= scroll.top, chosen < scroll.top + rect.height {
      canvas.cursor = Point(x: rect.x, y: rect.y + chosen - scroll.top)
    }
  }
}
