/// The widths of text on this terminal, in columns.
public enum TextWidth {
  /// Columns that text takes when drawn (after sanitizing).
  public static func of(_ text: String) -> Int {
    if let count = plainCount(text) { return count }
    var reader = GlyphReader(text)
    var width = 0
    while let glyph = reader.next() { width += glyph.width }
    return width
  }

  /// Text cut to so many columns, with an ellipsis if cut.
  public static func truncated(_ text: String, to width: Int, glyphs: GlyphSet = .unicode) -> String {
    if let count = plainCount(text), count <= width { return text }
    let room = width - glyphs.ellipsisWidth
    guard room >= 0 else { return of(text) <= width ? text : String(prefix(of: text, columns: width)) }
    var reader = GlyphReader(text)
    var column = 0
    var cut = text.startIndex
    while let glyph = reader.next() {
      if column <= room { cut = reader.start }
      column += glyph.width
      if column > width { return text[..<cut] + glyphs.ellipsis }
    }
    return text
  }

  /// The beginning of a text that fits in so many columns.
  static func prefix(of text: String, columns: Int) -> Substring {
    var reader = GlyphReader(text)
    var column = 0
    while let glyph = reader.next() {
      column += glyph.width
      if column > columns { return text[..<reader.start] }
    }
    return Substring(text)
  }

  /// Text in lines of at most so many columns, broken at spaces where possible; line feeds break always.
  public static func wrapped(_ text: String, to width: Int) -> [String] {
    let width = max(1, width)
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrapped(line: $0, to: width) }
  }

  private static func wrapped(line: Substring, to width: Int) -> [String] {
    var lines: [String] = []
    var current: (text: String, width: Int)?
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      let length = of(String(word))
      if let begun = current, begun.width + 1 + length <= width {
        current = (begun.text + " " + word, begun.width + 1 + length)
        continue
      }
      if let begun = current { lines.append(begun.text) }
      // Spaces at which a line was broken are not carried over.
      guard !word.isEmpty else {
        current = nil
        continue
      }
      let (full, rest) = broken(word: String(word), at: width)
      lines += full
      current = rest.isEmpty ? nil : (rest, of(rest))
    }
    if let begun = current { lines.append(begun.text) }
    return lines.isEmpty ? [""] : lines
  }

  /// A word longer than a line, cut where lines end, and what is left of it.
  private static func broken(word: String, at width: Int) -> (full: [String], rest: String) {
    var full: [String] = []
    var rest = word
    while of(rest) > width {
      let fitting = prefix(of: rest, columns: width)
      let piece = fitting.isEmpty ? rest.prefix(1) : fitting
      full.append(String(piece))
      rest = String(rest[piece.endIndex...])
    }
    return (full, rest)
  }

  /// How many characters a text has if all of them are printable ASCII.
  private static func plainCount(_ text: String) -> Int? {
    for byte in text.utf8 where !(0x20...0x7E ~= byte) { return nil }
    return text.utf8.count
  }
}
