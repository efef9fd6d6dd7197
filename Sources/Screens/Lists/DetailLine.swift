import Accounts
import TerminalUI

/// A line of a detail: a label in a column of its own and a value, or a text over both columns.
struct DetailLine: Sendable {
  var label = ""
  var value = ""
  var role = Role.text
  /// Whether the value starts where labels do.
  var isWide = false
  /// What `y` copies here; nothing where there is nothing to copy.
  var copies: String?
  /// The list that Enter opens here; nothing where there is none.
  var opens: Belongings?

  /// A label and its value; without either, an empty line.
  init(
    _ label: String = "", _ value: String = "", role: Role = .text, copies: String? = nil, opens: Belongings? = nil
  ) {
    self.label = label
    self.value = value
    self.role = role
    self.copies = copies
    self.opens = opens
  }

  /// A text over both columns.
  static func wide(_ text: String, role: Role = .text) -> DetailLine {
    var line = DetailLine("", text, role: role)
    line.isWide = true
    return line
  }

  /// A long text in as many lines as it takes.
  static func wrapped(_ text: String, to width: Int, role: Role = .text) -> [DetailLine] {
    text.split(separator: "\n").flatMap { TextWidth.wrapped(String($0), to: width) }.map { .wide($0, role: role) }
  }

  /// The line in as many rows as its value takes, all indented like the first.
  func rows(labelWidth: Int, width: Int) -> [DetailLine] {
    let room = max(1, isWide ? width : width - labelWidth)
    guard TextWidth.of(value) > room else { return [self] }
    let indent = value.prefix { $0 == " " }
    return TextWidth.wrapped(String(value.dropFirst(indent.count)), to: room - indent.count).enumerated().map {
      index, piece in
      var row = self
      row.value = indent + piece
      if index > 0 { row.label = "" }
      return row
    }
  }

  /// Draws the line.
  func draw(on canvas: inout Canvas, at place: Point, labelWidth: Int, width: Int, role: Role? = nil) {
    canvas.write(label, at: place, role: .muted, limit: max(0, min(labelWidth - 1, width)))
    let indent = isWide ? 0 : labelWidth
    canvas.write(
      value, at: Point(x: place.x + indent, y: place.y), role: role ?? self.role, limit: max(0, width - indent))
  }
}
