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
    var current = ""
    var column = 0
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      var word = String(word)
      var length = of(word)
      if column + 1 + length <= width, !(lines.isEmpty && current.isEmpty && column == 0) {
        current += " " + word
        column += 1 + length
        continue
      }
      if column > 0 { lines.append(current) }
      // A word longer than a line is broken where the line ends.
      while length > width {
        var piece = prefix(of: word, columns: width)
        if piece.isEmpty { piece = word.prefix(1) }
        lines.append(String(piece))
        word = String(word[piece.endIndex...])
        length = of(word)
      }
      current = word
      column = length
    }
    if column > 0 || lines.isEmpty { lines.append(current) }
    return lines
  }

  /// How many characters a text has if all of them are printable ASCII.
  private static func plainCount(_ text: String) -> Int? {
    for byte in text.utf8 where !(0x20...0x7E ~= byte) { return nil }
    return text.utf8.count
  }
}
