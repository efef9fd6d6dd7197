import Model
import Testing

@Suite struct PlainTextTests {
  @Test(arguments: [
    ("", ""), (" ", ""), ("a", "a"), (" a b ", "a b"), ("\n\ta\r\n", "a"), ("\u{A0}a\u{3000}", "a"),
    ("\u{2028}a\u{85}", "a"), ("\u{200B}a", "\u{200B}a"), (" \u{301}", "\u{301}"), ("a\u{301} ", "a\u{301}"),
  ])
  func `white space is trimmed at both ends, scalar by scalar`(text: String, trimmed: String) {
    #expect(PlainText.trimmed(text).unicodeScalars.elementsEqual(trimmed.unicodeScalars))
  }

  @Test(arguments: [
    ("a\r\nb", "a\nb"), ("a\rb\nc", "a\nb\nc"), ("a\r\r\nb", "a\n\nb"), ("a\n\rb", "a\n\nb"), ("a\tb", "a b"), ("", ""),
  ])
  func `line ends become line feeds`(text: String, plain: String) {
    #expect(PlainText.withPlainLines(text) == plain)
  }

  @Test(arguments: [
    ("plain", "plain"), ("a\u{1B}]0;x\u{7}b", "a\u{FFFD}]0;x\u{FFFD}b"), ("a\u{202E}b", "a\u{FFFD}b"),
    ("a\u{200B}b", "a\u{FFFD}b"), ("a\nb", "a\u{FFFD}b"), ("❤️", "❤️"), ("\u{301}a", "\u{25CC}\u{301}a"),
  ])
  func `foreign text in a message shows what cannot be shown as a replacement`(text: String, visible: String) {
    #expect(PlainText.visible(text).unicodeScalars.elementsEqual(visible.unicodeScalars))
  }

  @Test(arguments: ["x", "漢", "🇦🇶", "\u{1B}", "a" + String(repeating: "\u{301}", count: 5000), "👩\u{200D}💻"])
  func `foreign text in a message is bounded`(piece: String) {
    let visible = PlainText.visible(String(repeating: piece, count: 200))
    #expect(visible.count <= 81)
    #expect(visible.unicodeScalars.count <= 800)
    #expect(visible.hasSuffix("…"))
  }

  @Test func `eighty characters are shown whole`() {
    let ascii = String(repeating: "x", count: 80)
    let wide = String(repeating: "漢", count: 80)
    #expect(PlainText.visible(ascii) == ascii)
    #expect(PlainText.visible(wide) == wide)
    #expect(PlainText.visible(ascii + "y") == String(repeating: "x", count: 79) + "…")
  }
}
