import TerminalUI

/// A box in a form: `[x] make them an administrator`.
struct CheckBox: Sendable {
  /// What ticking it means.
  let title: String
  /// Whether it is ticked.
  private(set) var isOn: Bool
  /// Where it was drawn.
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)

  init(_ title: String, isOn: Bool = false) {
    self.title = title
    self.isOn = isOn
  }

  /// Takes a key: Space ticks it, or takes the tick away.
  mutating func handle(_ key: Key) -> Bool {
    guard key == .character(" ") else { return false }
    isOn.toggle()
    return true
  }

  /// Takes a click; false if it fell elsewhere.
  mutating func point(_ place: Point) -> Bool {
    guard area.contains(place) else { return false }
    isOn.toggle()
    return true
  }

  /// How many rows it takes.
  func rows(width: Int) -> Int { lines(width: width).count }

  /// Draws it, and the cursor when it is focused.
  mutating func draw(on canvas: inout Canvas, in rect: Rect, focused: Bool) {
    area = rect
    if focused { canvas.cursor = Point(x: rect.x, y: rect.y) }
    let role: Role = focused ? .inputFocus : .text
    let start = canvas.write(isOn ? "[x]" : "[ ]", at: Point(x: rect.x, y: rect.y), role: role) + 1
    for (row, line) in lines(width: rect.width).enumerated() {
      canvas.write(line, at: Point(x: start, y: rect.y + row), role: row == 0 ? role : .text)
    }
  }

  private func lines(width: Int) -> [String] { TextWidth.wrapped(title, to: max(10, width - 4)) }
}
