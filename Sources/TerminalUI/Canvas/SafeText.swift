/// Text that a terminal may show without being moved, reordered or told what to do by it.
public enum SafeText {
  /// What the canvas would draw of a text, as a string: for output that goes past the canvas.
  ///
  /// Line feeds become U+FFFD too: split the text first where lines are meant.
  public static func line(_ text: String, glyphs: GlyphSet = .unicode) -> String {
    var scalars = String.UnicodeScalarView()
    var reader = GlyphReader(text, glyphs: glyphs)
    while let glyph = reader.next() { scalars.append(glyph) }
    return String(scalars)
  }
}

extension String.UnicodeScalarView {
  mutating func append(_ glyph: Glyph) {
    if let base = Unicode.Scalar(glyph.base) { append(base) }
    var marks = glyph.marks
    while marks != 0 {
      if let mark = Unicode.Scalar(UInt32(marks & 0x1F_FFFF)) { append(mark) }
      marks >>= 21
    }
  }
}
