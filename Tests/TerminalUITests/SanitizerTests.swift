import Testing

@testable import TerminalUI

@Suite struct SanitizerTests {
  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m", "\u{FFFD}[31mred\u{FFFD}[0m", "an escape sequence"),
    ("\u{1B}]0;title\u{07}", "\u{FFFD}]0;title\u{FFFD}", "OSC"),
    ("\u{9B}31m", "\u{FFFD}31m", "CSI in one byte"), ("\u{9D}52;c;\u{9C}", "\u{FFFD}52;c;\u{FFFD}", "OSC in one byte"),
    ("a\u{0}b\u{7F}c\u{85}d", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d", "NUL, DEL, NEL"),
    ("a\r\nb\tc", "a\u{FFFD}\u{FFFD}b\u{FFFD}c", "line ends and tabs"),
    ("a\u{2028}b\u{2029}c", "a\u{FFFD}b\u{FFFD}c", "line and paragraph separators"),
    ("\u{202E}gnp.exe\u{202C}", "gnp.exe", "right-to-left override"),
    ("a\u{2066}b\u{2069}\u{200E}\u{200F}\u{61C}c", "abc", "isolates and marks"),
    ("ad\u{200B}min\u{FEFF}\u{AD}\u{2060}", "admin", "zero width"), ("x\u{E0041}\u{E007F}y", "xy", "tags"),
    ("👨‍👩‍👧‍👦!", "👨!", "a family"), ("👍🏽!", "👍!", "a skin tone"), ("❤️‍🔥!", "❤!", "a heart on fire"), ("🇩🇪!", "DE!", "a flag"),
    ("1️⃣!", "1!", "a keycap"), ("👩\u{200D}x", "👩x", "a joiner before a letter"),
    ("e\u{301}", "e\u{301}", "a mark"), ("e\u{301}\u{302}\u{303}\u{304}\u{305}x", "e\u{301}\u{302}\u{303}x", "a tower"),
    ("\u{301}x", "\u{FFFD}x", "a mark on nothing"), ("क्षि", "क्षि", "an Indic conjunct"),
    ("\u{1112}\u{1161}\u{11AB}", "\u{1112}\u{1161}\u{11AB}", "a Hangul syllable in pieces"),
    ("a\u{A0}b\u{3000}c", "a b  c", "spaces of all kinds"),
    ("\u{10FFFF}\u{378}", "\u{FFFD}\u{FFFD}", "nothing assigned"),
    ("שלום", "שלום", "letters that run from right to left"),
  ])
  func `only what can be shown is drawn`(text: String, shown: String, kind: String) {
    #expect(Array(SafeText.line(text).unicodeScalars) == Array(shown.unicodeScalars), "\(kind)")
  }

  @Test(arguments: ["\u{1B}[31m", "日本語", "é", "e\u{301}", "👨‍👩‍👧", "\u{202E}x", "a\u{9B}b", "🇩🇪", "क्षि", "\u{3000}"])
  func `in ASCII only ASCII is drawn, in as many columns`(text: String) {
    let ascii = SafeText.line(text, glyphs: .ascii)
    #expect(ascii.utf8.allSatisfy { 0x20...0x7E ~= $0 })
    #expect(TextWidth.of(ascii) == TextWidth.of(text))
  }

  @Test func `no scalar at all gets through that could move a terminal`() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var reader = GlyphReader(String(scalar))
      while let glyph = reader.next() {
        let drawn = glyph.base
        guard drawn >= 0x20, !(0x7F...0x9F ~= drawn), !(0x2028...0x202E ~= drawn), !(0x2060...0x206F ~= drawn),
          !(0x200B...0x200F ~= drawn), drawn != 0xFEFF, !(0xE0000...0xE0FFF ~= drawn), 1...2 ~= glyph.width
        else {
          Issue.record("U+\(String(value, radix: 16)) is drawn as U+\(String(drawn, radix: 16))")
          return
        }
      }
    }
  }

  @Test(arguments: [
    ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👨‍👩‍👧", 2), ("\u{1B}", 1), ("\u{200B}", 0), ("", 0), ("ﾊﾝ", 2),
  ])
  func `text is as wide as what is drawn of it`(text: String, width: Int) {
    #expect(TextWidth.of(text) == width)
  }

  @Test(arguments: [
    ("abcdef", 4, GlyphSet.unicode, "abc…"), ("abcdef", 4, .ascii, "ab.."), ("abcd", 4, .unicode, "abcd"),
    ("日本語", 4, .unicode, "日…"), ("日本語", 6, .unicode, "日本語"), ("abc", 0, .unicode, ""), ("abc", 1, .ascii, "a"),
    ("", 0, .unicode, ""), ("e\u{301}e\u{301}e\u{301}", 2, .unicode, "e\u{301}…"),
  ])
  func `text is truncated with an ellipsis`(text: String, width: Int, glyphs: GlyphSet, shown: String) {
    let truncated = TextWidth.truncated(text, to: width, glyphs: glyphs)
    #expect(truncated == shown)
    #expect(TextWidth.of(truncated) <= width)
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("abcdefgh", 3, ["abc", "def", "gh"]), ("a\nb", 5, ["a", "b"]),
    ("", 5, [""]), ("abc  d", 3, ["abc", "d"]), ("日本語", 3, ["日", "本", "語"]), ("日本", 1, ["日", "本"]),
    ("a  b", 9, ["a  b"]), ("one\n\ntwo", 9, ["one", "", "two"]), ("to be", 0, ["t", "o", "b", "e"]),
  ])
  func `text is wrapped at spaces`(text: String, width: Int, lines: [String]) {
    #expect(TextWidth.wrapped(text, to: width) == lines)
  }
}
