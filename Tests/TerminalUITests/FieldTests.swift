import Testing

@testable import TerminalUI

@Suite struct FieldTests {
  /// Keys as words: letters type, the rest are key names.
  private func keys(_ script: String) -> [Key] { script.split(separator: " ").compactMap { Key(String($0)) } }

  @Test(arguments: [
    ("abc", "", "abc"), ("abc", "Backspace", "ab"), ("abc", "Left Backspace", "ac"), ("abc", "Home Del", "bc"),
    ("abc", "Home Backspace", "abc"), ("abc", "Del", "abc"), ("abc", "Ctrl-A x End y", "xabcy"),
    ("one two", "Ctrl-W", "one "), ("one two", "Ctrl-W Ctrl-W Ctrl-W", ""), ("one two", "Ctrl-Left x", "one xtwo"),
    ("one two", "Home Ctrl-Right x", "onex two"), ("one two", "Ctrl-U", ""), ("one two", "Ctrl-Left Ctrl-K", "one "),
    ("one two", "Ctrl-Left Ctrl-U", "two"), ("日本", "Left é", "日é本"), ("👨‍👩‍👧x", "Left Backspace", "👨👩x"),
    ("e\u{301}x", "Left Backspace", "x"), ("a", "Space b", "a b"),
  ])
  func `keys edit a line`(text: String, script: String, result: String) {
    var field = TextField(text: text)
    for key in keys(script) {
      let isTaken = field.handle(key)
      #expect(isTaken)
    }
    #expect(field.text == result)
  }

  @Test(arguments: [Key.enter, .escape, .tab, .up, .down, .pageUp, .function(1), .control("s"), .control("c")])
  func `keys that edit nothing are left to others`(key: Key) {
    var field = TextField(text: "abc")
    let isTaken = field.handle(key)
    #expect(!isTaken)
    #expect(field.text == "abc")
  }

  @Test(arguments: [
    ("a\nb", "a b"), ("a\u{1B}[2Jb", "a[2Jb"), ("a\u{200B}b\u{202E}c", "abc"), ("url\n", "url"), ("a\tb\u{9B}", "a b"),
    ("a\r\nb", "a b"),
  ])
  func `a paste goes in as one harmless line`(pasted: String, result: String) {
    var field = TextField()
    field.paste(pasted)
    #expect(field.text == result)
  }

  @Test func `a password is what was typed, and stars are shown`() {
    var field = TextField(isMasked: true)
    field.paste("👨‍👩‍👧é\u{200D}")
    #expect(Array(field.text.unicodeScalars) == Array("👨‍👩‍👧é\u{200D}".unicodeScalars))
    var canvas = Canvas(size: Size(width: 10, height: 1))
    field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 10, focused: true)
    #expect(canvas.text() == "[**      ]")
  }

  @Test(arguments: [
    ("abc", "", "[abc   ]", 4), ("abcdefgh", "", "[defgh ]", 6), ("abcdefgh", "Home", "[abcdef]", 1),
    ("abcdefgh", "Left Left Left Left Left Left", "[cdefgh]", 1), ("日本語日", "", "[ 語日 ]", 6),
    ("abcdefgh", "Backspace Backspace Backspace", "[abcde ]", 6),
  ])
  func `the window follows the insertion point`(text: String, script: String, shown: String, cursor: Int) {
    var field = TextField(text: text)
    var canvas = Canvas(size: Size(width: 8, height: 1))
    field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 8, focused: true)
    for key in keys(script) { _ = field.handle(key) }
    field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 8, focused: true)
    #expect(canvas.text() == shown)
    #expect(canvas.cursor == Point(x: cursor, y: 0))
    #expect(canvas.cursorVisible)
  }

  @Test func `without focus the beginning is shown, or the placeholder`() {
    var canvas = Canvas(size: Size(width: 8, height: 2))
    var field = TextField(text: "abcdefgh")
    field.draw(on: &canvas, at: Point(x: 0, y: 0), width: 8, focused: false)
    var empty = TextField(placeholder: "URL")
    empty.draw(on: &canvas, at: Point(x: 0, y: 1), width: 8, focused: false)
    #expect(canvas.text() == "[abcde…]\n[URL   ]")
    #expect(canvas.cursor == nil)
    #expect(canvas.roleMap().contains("placeholder"))
  }

  @Test(arguments: [
    ("ab", "Enter c", "ab\nc"), ("ab\ncd", "Up x", "abx\ncd"), ("ab\ncd", "Home Backspace", "abcd"),
    ("ab\ncd", "Up End Del", "abcd"), ("ab\ncd", "Ctrl-U", "ab\n"), ("ab\ncd\nef", "Up Ctrl-K", "ab\ncd\nef"),
    ("abcd\n\nef", "Up Up x", "abxcd\n\nef"), ("日本\nab", "Up x", "日x本\nab"),
  ])
  func `keys edit several lines`(text: String, script: String, result: String) {
    var area = TextArea(text: text)
    for key in keys(script) {
      let isTaken = area.handle(key)
      #expect(isTaken)
    }
    #expect(area.text == result)
  }

  @Test func `up on the first line and down on the last are left to others`() {
    var area = TextArea(text: "a\nb")
    let taken = [Key.down, .up, .up, .tab].map { area.handle($0) }
    #expect(taken == [false, true, false, false])
  }

  @Test func `an area shows the lines around the insertion point`() {
    var area = TextArea()
    area.paste("one\r\ntwo\nthree")
    #expect(area.text == "one\ntwo\nthree")
    var canvas = Canvas(size: Size(width: 8, height: 2))
    area.draw(on: &canvas, in: canvas.bounds, focused: true)
    #expect(canvas.text() == "[two   ]\n[three ]")
    #expect(canvas.cursor == Point(x: 6, y: 1))
    area.draw(on: &canvas, in: canvas.bounds, focused: false)
    #expect(canvas.text() == "[one   ]\n[two   ]")
  }

  @Test(arguments: 0..<50) func `random keys keep the insertion point inside`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var area = TextArea(text: "日本\ne\u{301}x\n\n👨‍👩‍👧")
    var field = TextField(text: area.text)
    for _ in 0..<200 {
      let key = KeyTests.keys.randomElement(using: &random) ?? .enter
      _ = area.handle(key)
      _ = field.handle(key)
      if Int.random(in: 0..<9, using: &random) == 0 { area.paste("\u{301}\n") }
      var canvas = Canvas(size: Size(width: 7, height: 3))
      area.draw(on: &canvas, in: Rect(x: 0, y: 0, width: 7, height: 2), focused: true)
      #expect(canvas.cursor.map { Rect(x: 1, y: 0, width: 5, height: 2).contains($0) } == true)
      field.draw(on: &canvas, at: Point(x: 0, y: 2), width: 7, focused: true)
      #expect(canvas.cursor.map { Rect(x: 1, y: 2, width: 5, height: 1).contains($0) } == true)
    }
  }
}
