import Model
import TerminalUI

/// Where labels, fields and errors of a form go: labels beside the fields, or above them where the terminal is narrow.
struct FormLayout {
  let width: Int
  /// The next free row.
  private(set) var y = 0

  /// Where fields start and how wide they are.
  var fieldX: Int { width >= 60 ? 19 : 1 }
  var fieldWidth: Int { min(60, width - fieldX - 2) }

  init(width: Int) {
    self.width = width
  }

  /// Writes a label and gives the place of its field.
  mutating func place(_ label: String, rows: Int = 1, on canvas: inout Canvas) -> Rect {
    canvas.write(label, at: Point(x: 1, y: y), role: .text, limit: width - 2)
    if width < 60 { y += 1 }
    defer { y += rows }
    return Rect(x: fieldX, y: y, width: fieldWidth, height: rows)
  }

  /// Writes what is wrong with the field, or a hint, under it.
  mutating func note(error: String?, hint: String? = nil, on canvas: inout Canvas) {
    if let error {
      for line in error.split(separator: "\n") {
        for (index, part) in TextWidth.wrapped(String(line), to: fieldWidth - 2).enumerated() {
          if index == 0 { canvas.write("!", at: Point(x: fieldX, y: y), role: .error) }
          canvas.write(part, at: Point(x: fieldX + 2, y: y), role: .error)
          y += 1
        }
      }
    } else if let hint {
      for line in TextWidth.wrapped(hint, to: width - fieldX - 1) {
        canvas.write(line, at: Point(x: fieldX, y: y), role: .muted)
        y += 1
      }
    }
  }

  /// Leaves rows free; none where the terminal is narrow.
  mutating func gap(_ rows: Int = 1) {
    if width >= 60 { y += rows }
  }

  /// Goes on a row further.
  mutating func skip(_ rows: Int) {
    y += rows
  }
}
