// Signatures that Screens is written against; each moves to a file of its own as it is built.

/// Which characters rules, markers and ellipses are drawn with.
public enum GlyphSet: Sendable {
  case unicode, ascii
}

/// A grid of cells that views draw on. Whatever is written is sanitized first.
public struct Canvas: Sendable {
  public let size: Size
  public let glyphs: GlyphSet
  /// Where the terminal's cursor sits (the selected row or field, for screen readers).
  public var cursor: Point?
  /// Whether that cursor is shown (text is being typed).
  public var cursorVisible: Bool = false
  public init(size: Size, glyphs: GlyphSet = .unicode) { fatalError("pending") }
  public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }
  /// Writes one line from a place, cut at `limit` columns with an ellipsis; returns the column behind the text.
  @discardableResult
  public mutating func write(_ text: String, at point: Point, role: Role = .text, limit: Int? = nil) -> Int {
    fatalError("pending")
  }
  /// The same, ending before column `end`.
  public mutating func writeRight(_ text: String, endingAt end: Int, y: Int, role: Role = .text) {
    fatalError("pending")
  }
  /// Blanks a part and gives it a role.
  public mutating func fill(_ rect: Rect, role: Role = .text) { fatalError("pending") }
  /// Gives cells another role, their text kept.
  public mutating func paint(_ rect: Rect, role: Role) { fatalError("pending") }
  public mutating func horizontalRule(y: Int, x: Int, width: Int, role: Role = .rule) { fatalError("pending") }
  public mutating func verticalRule(x: Int, y: Int, height: Int, role: Role = .rule) { fatalError("pending") }
  /// Blanks a part and draws a frame around it, a title in its upper edge.
  public mutating func box(_ rect: Rect, title: String = "", role: Role = .dialog) { fatalError("pending") }
  /// Rows as text, trailing blanks trimmed.
  public func text() -> String { fatalError("pending") }
}

/// The widths of text on this terminal.
public enum TextWidth {
  /// Columns that text takes when drawn (after sanitizing).
  public static func of(_ text: String) -> Int { fatalError("pending") }
  /// Text cut to so many columns, with an ellipsis if cut.
  public static func truncated(_ text: String, to width: Int, glyphs: GlyphSet = .unicode) -> String {
    fatalError("pending")
  }
  /// Text in lines of at most so many columns, broken at spaces where possible.
  public static func wrapped(_ text: String, to width: Int) -> [String] { fatalError("pending") }
}

/// A key as the terminal sent it.
public enum Key: Hashable, Sendable, CustomStringConvertible {
  /// A character that can be typed; the space bar is `.character(" ")`.
  case character(Character)
  /// Ctrl and a letter (lower case) or sign.
  case control(Character)
  case enter, escape, tab, backTab, up, down, left, right, home, end, pageUp, pageDown, backspace, delete, insert
  case function(Int)
  /// "Ctrl-D", "Enter", "g", "Space", "F1".
  public var description: String { fatalError("pending") }
  /// Reads what `description` writes, without regard to case where that is unambiguous.
  public init?(_ text: String) { fatalError("pending") }
}

public struct MouseEvent: Sendable, Hashable {
  public enum Kind: Sendable { case click, doubleClick, wheelUp, wheelDown }
  public var kind: Kind
  public var at: Point
  public init(kind: Kind, at: Point) {
    self.kind = kind
    self.at = at
  }
}

/// What comes from the terminal.
public enum InputEvent: Sendable, Hashable {
  case key(Key)
  /// Bracketed paste: text, never keys.
  case paste(String)
  case mouse(MouseEvent)
  case resize(Size)
  /// The terminal is gone.
  case endOfInput
}

/// A line of text being typed: insertion point, horizontal scrolling, word moves; a paste goes in with its line breaks
/// as spaces. Control characters never enter.
public struct TextField: Sendable, Equatable {
  public var text: String
  public var isMasked: Bool
  public var placeholder: String
  public init(text: String = "", isMasked: Bool = false, placeholder: String = "") { fatalError("pending") }
  /// Takes a key that edits: characters, Backspace, Delete, arrows, Home, End, Ctrl-A/E/U/K/W. False if not its own.
  public mutating func handle(_ key: Key) -> Bool { fatalError("pending") }
  public mutating func paste(_ text: String) { fatalError("pending") }
  /// Draws `[text      ]` in `width` columns, and the cursor when focused.
  public mutating func draw(on canvas: inout Canvas, at point: Point, width: Int, focused: Bool) {
    fatalError("pending")
  }
}

/// Several lines of text being typed: Enter breaks the line, arrows move between lines; the same keys as a `TextField`.
public struct TextArea: Sendable, Equatable {
  public var text: String
  public init(text: String = "") { fatalError("pending") }
  /// False if the key is not its own: also Up on the first line and Down on the last.
  public mutating func handle(_ key: Key) -> Bool { fatalError("pending") }
  public mutating func paste(_ text: String) { fatalError("pending") }
  /// Draws each line as `[text   ]` in the part, scrolled so that the cursor is seen.
  public mutating func draw(on canvas: inout Canvas, in rect: Rect, focused: Bool) { fatalError("pending") }
}
