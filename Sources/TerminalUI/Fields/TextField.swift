/// A line of text being typed: insertion point, horizontal scrolling, word moves; a paste goes in with its line breaks
/// as spaces. Control characters never enter, nor do invisible and direction-changing ones, except into a password.
public struct TextField: Sendable, Equatable {
  private var content: EditedText
  private var scroll = 0
  /// Where it was drawn.
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Whether stars are drawn in place of the text.
  public var isMasked: Bool
  /// Drawn while there is no text.
  public var placeholder: String

  /// What was typed. Setting it moves the insertion point behind it.
  public var text: String {
    get { content.text }
    set { content = EditedText(EditedText.typed(newValue, keepInvisible: isMasked)) }
  }

  /// A field with text, the insertion point behind it.
  public init(text: String = "", isMasked: Bool = false, placeholder: String = "") {
    content = EditedText(EditedText.typed(text, keepInvisible: isMasked))
    self.isMasked = isMasked
    self.placeholder = placeholder
  }

  /// Takes a key that edits: characters, Backspace, Delete, arrows, Home, End, Ctrl-A/E/U/K/W, Ctrl with an arrow. False
  /// if not its own.
  public mutating func handle(_ key: Key) -> Bool {
    guard case .character(let character) = key else { return content.handle(key) }
    paste(String(character))
    return true
  }

  /// Puts text in at the insertion point; line breaks at its end are dropped.
  public mutating func paste(_ text: String) {
    var text = Substring(text)
    while let last = text.last, last.isNewline { text.removeLast() }
    content.insert(EditedText.typed(String(text), keepInvisible: isMasked))
  }

  /// Takes a click: the insertion point goes there; false if it fell elsewhere.
  public mutating func point(_ place: Point) -> Bool {
    guard area.contains(place) else { return false }
    content.move(to: shown.place(inLineAt: 0, column: scroll + place.x - area.x - 1))
    return true
  }

  private var shown: EditedText {
    isMasked ? EditedText(String(repeating: "*", count: content.characters.count)) : content
  }

  /// Draws `[text      ]` in `width` columns, and the cursor when focused.
  public mutating func draw(on canvas: inout Canvas, at point: Point, width: Int, focused: Bool) {
    let role: Role = focused ? .inputFocus : .input
    let room = width - 2
    guard room > 0 else { return }
    area = Rect(x: point.x, y: point.y, width: width, height: 1)
    canvas.fill(area, role: role)
    canvas.write("[", at: point, role: role)
    canvas.write("]", at: Point(x: point.x + width - 1, y: point.y), role: role)
    let inside = Point(x: point.x + 1, y: point.y)

    let shown = shown
    let column = shown.width(from: 0, to: content.caret)
    scroll = focused ? TextField.scroll(scroll, toShow: column, of: shown, in: room) : 0
    if content.characters.isEmpty {
      canvas.write(placeholder, at: inside, role: .placeholder, limit: room)
    } else if focused {
      canvas.write(shown.window(from: scroll, columns: room), at: inside, role: role)
    } else {
      canvas.write(shown.text, at: inside, role: role, limit: room)
    }
    guard focused else { return }
    canvas.cursor = Point(x: inside.x + column - scroll, y: inside.y)
    canvas.cursorVisible = true
  }

  /// Columns hidden on the left, so that a column is in view, and no more than needed.
  static func scroll(_ scroll: Int, toShow column: Int, of text: EditedText, in room: Int) -> Int {
    let total = text.width(from: 0, to: text.characters.count)
    // One column is left for the cursor behind the last character.
    let most = max(0, total + 1 - room)
    return max(0, min(scroll, most, column), column - room + 1)
  }
}

extension EditedText {
  /// What is seen of the text through a window of so many columns.
  func window(from start: Int, columns: Int) -> String {
    var result = ""
    var column = 0
    for character in characters {
      let next = column + TextWidth.of(String(character))
      defer { column = next }
      if next <= start { continue }
      if next > start + columns { break }
      // Half of a wide character stays blank.
      result += column < start ? " " : String(character)
    }
    return result
  }
}
