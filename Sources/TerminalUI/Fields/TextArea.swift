/// Several lines of text being typed: Enter breaks the line, arrows move between lines; the same keys as a `TextField`.
public struct TextArea: Sendable, Equatable {
  private var content: EditedText
  private var top = 0
  private var scroll = 0
  /// Where it was drawn, and the line that the insertion point was in.
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)
  private var caretLine = 0

  /// What was typed, lines divided by line feeds. Setting it moves the insertion point behind it.
  public var text: String {
    get { content.text }
    set { content = EditedText(EditedText.typed(newValue, keepLines: true)) }
  }

  /// An area with text, the insertion point behind it.
  public init(text: String = "") {
    content = EditedText(EditedText.typed(text, keepLines: true))
  }

  /// False if the key is not its own: also Up on the first line and Down on the last.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .enter: content.insert("\n")
    case .character(let character): paste(String(character))
    case .up: return content.moveLine(by: -1)
    case .down: return content.moveLine(by: 1)
    default: return content.handle(key)
    }
    return true
  }

  /// Puts text in at the insertion point, with its line breaks.
  public mutating func paste(_ text: String) {
    content.insert(EditedText.typed(text, keepLines: true))
  }

  /// Takes a click: the insertion point goes there; false if it fell elsewhere.
  public mutating func point(_ place: Point) -> Bool {
    guard area.contains(place) else { return false }
    let line = top + place.y - area.y
    var start = 0
    for _ in 0..<line where content.lineEnd(of: start) < content.characters.count {
      start = content.lineEnd(of: start) + 1
    }
    // Only the line with the insertion point is scrolled.
    let column = place.x - area.x - 1 + (line == caretLine ? scroll : 0)
    content.move(to: content.place(inLineAt: start, column: column))
    return true
  }

  /// Draws each line as `[text   ]` in the part, scrolled so that the cursor is seen.
  public mutating func draw(on canvas: inout Canvas, in rect: Rect, focused: Bool) {
    let room = rect.width - 2
    guard room > 0, rect.height > 0 else { return }
    area = rect
    let role: Role = focused ? .inputFocus : .input
    let lines = content.text.split(separator: "\n", omittingEmptySubsequences: false).map { EditedText(String($0)) }
    let start = content.lineStart(of: content.caret)
    caretLine = content.characters[..<start].count { $0 == "\n" }
    let column = content.width(from: start, to: content.caret)
    top = focused ? max(0, min(top, lines.count - rect.height, caretLine), caretLine - rect.height + 1) : 0
    scroll = focused ? TextField.scroll(scroll, toShow: column, of: lines[caretLine], in: room) : 0

    for row in 0..<rect.height {
      let y = rect.y + row
      canvas.fill(Rect(x: rect.x, y: y, width: rect.width, height: 1), role: role)
      canvas.write("[", at: Point(x: rect.x, y: y), role: role)
      canvas.write("]", at: Point(x: rect.maxX - 1, y: y), role: role)
      guard top + row < lines.count else { continue }
      let line = lines[top + row]
      let inside = Point(x: rect.x + 1, y: y)
      if focused, top + row == caretLine {
        canvas.write(line.window(from: scroll, columns: room), at: inside, role: role)
      } else {
        canvas.write(line.text, at: inside, role: role, limit: room)
      }
    }
    guard focused else { return }
    canvas.cursor = Point(x: rect.x + 1 + column - scroll, y: rect.y + caretLine - top)
    canvas.cursorVisible = true
  }
}
