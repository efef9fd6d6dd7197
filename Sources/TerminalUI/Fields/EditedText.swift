import Model

/// Text and the place where the next character goes: what a line and an area of text share.
struct EditedText: Sendable, Equatable {
  private(set) var characters: [Character]
  /// Characters before the insertion point.
  private(set) var caret: Int
  /// Where Up and Down aim for, in columns, until another key is pressed.
  private var aim: Int?

  init(_ text: String = "") {
    characters = Array(text)
    caret = characters.count
  }

  var text: String { String(characters) }

  /// Puts text in at the insertion point.
  mutating func insert(_ text: String) {
    // Marks join the character before them, so the pieces are cut into characters anew.
    let before = Array(String(characters[..<caret]) + text)
    characters = before + characters[caret...]
    caret = before.count
    aim = nil
    guard text.unicodeScalars.contains(where: { !$0.isASCII }) else { return }
    characters = Array(String(characters))
    caret = min(caret, characters.count)
  }

  /// Takes a key that edits or moves along the line; false if it does neither.
  mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .character(let character): insert(String(character))
    case .backspace: remove(from: caret - 1, to: caret)
    case .delete: remove(from: caret, to: caret + 1)
    case .left: move(to: caret - 1)
    case .right: move(to: caret + 1)
    case .wordLeft: move(to: wordStart)
    case .wordRight: move(to: wordEnd)
    case .home, .control("a"): move(to: lineStart(of: caret))
    case .end, .control("e"): move(to: lineEnd(of: caret))
    case .control("u"): remove(from: lineStart(of: caret), to: caret)
    case .control("k"): remove(from: caret, to: lineEnd(of: caret))
    case .control("w"): remove(from: wordStart, to: caret)
    default: return false
    }
    return true
  }

  /// Moves a line up or down, keeping the column as far as lines are long enough; false where there is none.
  mutating func moveLine(by step: Int) -> Bool {
    let column = aim ?? width(from: lineStart(of: caret), to: caret)
    let start: Int
    if step < 0 {
      guard lineStart(of: caret) > 0 else { return false }
      start = lineStart(of: lineStart(of: caret) - 1)
    } else {
      guard lineEnd(of: caret) < characters.count else { return false }
      start = lineEnd(of: caret) + 1
    }
    move(to: place(inLineAt: start, column: column))
    aim = column
    return true
  }

  /// The place in a line whose character reaches over a column; its end where it is shorter.
  func place(inLineAt start: Int, column: Int) -> Int {
    let end = lineEnd(of: start)
    var place = start
    while place < end, width(from: start, to: place + 1) <= column { place += 1 }
    return place
  }

  mutating func move(to place: Int) {
    caret = max(0, min(characters.count, place))
    aim = nil
  }

  private mutating func remove(from start: Int, to end: Int) {
    let start = max(0, start)
    let end = min(characters.count, end)
    aim = nil
    guard start < end else { return }
    characters.removeSubrange(start..<end)
    caret = start
  }

  /// Columns of some characters.
  func width(from start: Int, to end: Int) -> Int {
    characters[start..<end].reduce(0) { $0 + TextWidth.of(String($1)) }
  }

  func lineStart(of place: Int) -> Int {
    (characters[..<place].lastIndex(of: "\n") ?? -1) + 1
  }

  func lineEnd(of place: Int) -> Int {
    characters[place...].firstIndex(of: "\n") ?? characters.count
  }

  private var wordStart: Int {
    var place = caret
    while place > 0, !EditedText.isWord(characters[place - 1]) { place -= 1 }
    while place > 0, EditedText.isWord(characters[place - 1]) { place -= 1 }
    return place
  }

  private var wordEnd: Int {
    var place = caret
    while place < characters.count, !EditedText.isWord(characters[place]) { place += 1 }
    while place < characters.count, EditedText.isWord(characters[place]) { place += 1 }
    return place
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// Text without what may not be typed: control characters, and what nobody would see and so nobody could delete.
  ///
  /// - Parameter keepInvisible: for passwords, which are what they are.
  static func typed(_ text: String, keepInvisible: Bool = false, keepLines: Bool = false) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if PlainText.isControl(scalar) {
        if scalar == "\n" { scalars.append(keepLines ? "\n" : " ") }
        if scalar == "\t" { scalars.append(" ") }
      } else if keepInvisible || !(PlainText.isDirectional(scalar) || PlainText.isInvisible(scalar)) {
        scalars.append(scalar)
      }
    }
    return String(scalars)
  }
}
