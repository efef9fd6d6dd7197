import Testing

@testable import TerminalUI

@Suite struct CanvasTests {
  private func canvas(_ width: Int, _ height: Int = 1, glyphs: GlyphSet = .unicode) -> Canvas {
    Canvas(size: Size(width: width, height: height), glyphs: glyphs)
  }

  @Test(arguments: [
    ("hello", nil, "hello", 5), ("hello world", nil, "hello worl", 10), ("hello world", 8, "hello w…", 8),
    ("hello", 5, "hello", 5), ("hello", 1, "…", 1), ("hello", 0, "", 0), ("日本語", 5, "日本…", 5),
    ("日本語", 4, "日…", 3), ("日本語日本語", nil, "日本語日本", 10), ("añb", nil, "añb", 3), ("", 5, "", 0),
  ])
  func `text is cut at its limit or at the edge`(text: String, limit: Int?, shown: String, end: Int) {
    var canvas = canvas(10)
    let column = canvas.write(text, at: Point(x: 0, y: 0), limit: limit)
    #expect(canvas.text() == shown)
    #expect(column == end)
  }

  @Test(arguments: [("hello world", 8, "hello .."), ("é", 5, "?"), ("日本", 8, "????"), ("日本語", 5, "???..")])
  func `in ASCII nothing else is drawn, and widths stay the same`(text: String, limit: Int, shown: String) {
    var canvas = canvas(10, glyphs: .ascii)
    canvas.write(text, at: Point(x: 0, y: 0), limit: limit)
    #expect(canvas.text() == shown)
  }

  @Test(arguments: [
    (0, "a 本", "half of the left"), (1, " a本", "the right half"), (2, "日a", "the left half of the next"),
  ])
  func `overwriting half of a wide character blanks the other half`(x: Int, shown: String, part: String) {
    var canvas = canvas(6)
    canvas.write("日本", at: Point(x: 0, y: 0))
    canvas.write("a", at: Point(x: x, y: 0))
    #expect(canvas.text() == shown, "\(part)")
    expectWhole(canvas)
  }

  @Test func `a wide character does not fit in the last column`() {
    var canvas = canvas(3)
    #expect(canvas.write("日本", at: Point(x: 0, y: 0), role: .selection) == 3)
    #expect(canvas.text() == "日")
    #expect(canvas.roleMap() == "ggg\ng selection")
    expectWhole(canvas)
  }

  @Test func `what lies left of the canvas is not drawn`() {
    var canvas = canvas(4)
    canvas.write("abcdef", at: Point(x: -2, y: 0))
    #expect(canvas.text() == "cdef")
    canvas.write("日本語", at: Point(x: -1, y: 0))
    #expect(canvas.text() == " 本")
    expectWhole(canvas)
  }

  @Test func `drawing off the canvas does nothing`() {
    var canvas = canvas(4, 2)
    let empty = canvas
    canvas.write("abc", at: Point(x: 0, y: 2))
    canvas.write("abc", at: Point(x: 4, y: 0))
    canvas.write("日", at: Point(x: 0, y: -1))
    canvas.fill(Rect(x: 9, y: 9, width: 9, height: 9), role: .error)
    canvas.horizontalRule(y: 7, x: -3, width: 100)
    canvas.verticalRule(x: 7, y: -3, height: 100)
    canvas.writeRight("abc", endingAt: -1, y: 0)
    #expect(canvas == empty)
    #expect(Canvas(size: Size(width: 0, height: 0)).text() == "")
  }

  @Test func `text can end at a column`() {
    var canvas = canvas(10)
    canvas.writeRight("3 of 9", endingAt: 10, y: 0)
    #expect(canvas.text() == "    3 of 9")
  }

  @Test(arguments: [
    (GlyphSet.unicode, "┌─ Title ──┐\n│          │\n└──────────┘"),
    (GlyphSet.ascii, "+- Title --+\n|          |\n+----------+"),
  ])
  func `a box has its title in the upper edge`(glyphs: GlyphSet, shown: String) {
    var canvas = canvas(12, 3, glyphs: glyphs)
    canvas.write("covered by the box", at: Point(x: 0, y: 1))
    canvas.box(canvas.bounds, title: "Title")
    #expect(canvas.text() == shown)
  }

  @Test func `a title longer than its box is cut`() {
    var canvas = canvas(12, 2)
    canvas.box(canvas.bounds, title: "A very long title")
    #expect(canvas.text() == "┌─ A ver… ─┐\n└──────────┘")
  }

  @Test func `painting changes roles and keeps the text`() {
    var canvas = canvas(6)
    canvas.write("ab日cd", at: Point(x: 0, y: 0))
    canvas.paint(Rect(x: 1, y: 0, width: 2, height: 1), role: .match)
    #expect(canvas.text() == "ab日cd")
    #expect(canvas.roleMap() == ".iii..\n. text\ni match")
    expectWhole(canvas)
  }

  @Test func `every role has a letter of its own`() {
    #expect(Set(Role.allCases.map(Canvas.letter(of:))).count == Role.allCases.count)
  }

  @Test(arguments: 0..<200) func `no half of a wide character ever stands alone`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var canvas = canvas(Int.random(in: 0...12, using: &random), Int.random(in: 0...4, using: &random))
    let texts = ["a", "日本語", "a日b", "👩‍👩‍👧x", "e\u{301}\u{302}\u{303}\u{304}", "\u{1B}[2J日", "", "🇩🇪日"]
    for _ in 0..<40 {
      let x = Int.random(in: -5...14, using: &random)
      let y = Int.random(in: -1...5, using: &random)
      let width = Int.random(in: 0...9, using: &random)
      let role = Role.allCases.randomElement(using: &random) ?? .text
      let rect = Rect(x: x, y: y, width: width, height: 2)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: canvas.fill(rect, role: role)
      case 1: canvas.paint(rect, role: role)
      case 2: canvas.box(rect, title: texts.randomElement(using: &random) ?? "", role: role)
      case 3: canvas.horizontalRule(y: y, x: x, width: width, role: role)
      case 4: canvas.write(texts.randomElement(using: &random) ?? "", at: Point(x: x, y: y), role: role, limit: width)
      default: canvas.write(texts.randomElement(using: &random) ?? "", at: Point(x: x, y: y), role: role)
      }
      expectWhole(canvas)
    }
  }

  /// Every wide character has its tail, of the same role, and every tail its head.
  private func expectWhole(_ canvas: Canvas, location: SourceLocation = #_sourceLocation) {
    for y in 0..<canvas.size.height {
      let row = Array(canvas.row(y))
      for (x, cell) in row.enumerated() {
        switch cell.width {
        case 0: #expect(x > 0 && row[x - 1].width == 2, sourceLocation: location)
        case 2:
          #expect(x + 1 < row.count && row[x + 1] == .tail(cell.role), sourceLocation: location)
        default: #expect(cell.width == 1 && cell.base != 0, sourceLocation: location)
        }
      }
    }
  }
}

/// The same numbers for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
