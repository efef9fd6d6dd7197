import Testing

@testable import TerminalUI

@Suite struct InputDecoderTests {
  private func decode(_ text: String, inPieces size: Int = .max) -> [InputEvent] {
    var decoder = InputDecoder()
    var events: [InputEvent] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      events += decoder.feed(rest.prefix(size), at: 0)
      rest = rest.dropFirst(size)
    }
    return events + decoder.settle(at: 100)
  }

  @Test(arguments: [
    ("a", [Key.character("a")]), ("é日", [.character("é"), .character("日")]), ("\r", [.enter]), ("\n", [.enter]),
    ("\t", [.tab]), ("\u{7F}\u{8}", [.backspace, .backspace]),
    (
      "\u{3}\u{1A}\u{11}\u{13}",
      [.control("c"), .control("z"), .control("q"), .control("s")]
    ), ("\0", [.control(" ")]),
    ("\u{1B}", [.escape]), ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}j", [.escape, .character("j")]),
    ("\u{1B}[A\u{1B}OB", [.up, .down]), ("\u{1B}[1;5C\u{1B}[1;3D\u{1B}[1;2C", [.wordRight, .wordLeft, .right]),
    ("\u{1B}[H\u{1B}[4~\u{1B}[7~\u{1B}OF", [.home, .end, .home, .end]), ("\u{1B}[Z", [.backTab]),
    ("\u{1B}OP\u{1B}[11~\u{1B}[[A\u{1B}[24~", [.function(1), .function(1), .function(1), .function(12)]),
    ("\u{1B}[3~\u{1B}[2~\u{1B}[5~\u{1B}[6~", [.delete, .insert, .pageUp, .pageDown]),
    ("\u{1B}[", [.escape, .character("[")]), ("\u{1B}O", [.escape, .character("O")]),
    ("\u{1B}[?62;4cx", [.character("x")]), ("\u{1B}[5;9Rx", [.character("x")]),
    ("\u{1B}[Ix\u{1B}[O", [.character("x")]),
    ("\u{1B}]11;rgb:0/0/0\u{7}x", [.character("x")]), ("\u{1B}P1$r0m\u{1B}\\x", [.character("x")]),
    ("\u{1B}[99~x", [.character("x")]), ("\u{1B}[1\rx", [.enter, .character("x")]), ("\u{9B}A", [.character("A")]),
  ])
  func `bytes become keys, however they are cut`(text: String, keys: [Key]) {
    #expect(decode(text) == keys.map { .key($0) })
    #expect(decode(text, inPieces: 1) == keys.map { .key($0) })
  }

  @Test(
    arguments: [
      [0xC3], [0xFF, 0xFE], [0xE6, 0x97], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80],
    ] as [[UInt8]])
  func `what is not UTF-8 is dropped`(bytes: [UInt8]) {
    var decoder = InputDecoder()
    let events = decoder.feed(bytes, at: 0) + decoder.settle(at: 1) + decoder.feed([0x78], at: 2)
    #expect(events == [.key(.character("x"))])
  }

  @Test(arguments: [
    ("\u{1B}[200~hello\u{1B}[201~", "hello"), ("\u{1B}[200~a\rb\r\nc\nd\u{1B}[201~", "a\nb\nc\nd"),
    ("\u{1B}[200~\u{1B}[A:q\r\u{1B}[201~", "\u{1B}[A:q\n"), ("\u{1B}[200~\u{1B}[201~", ""),
    ("\u{1B}[200~\u{1B}[20\u{1B}[201~", "\u{1B}[20"),
  ])
  func `a paste is text, never keys`(text: String, pasted: String) {
    #expect(decode(text + "x") == [.paste(pasted), .key(.character("x"))])
    #expect(decode(text + "x", inPieces: 1) == [.paste(pasted), .key(.character("x"))])
  }

  @Test func `a paste is cut at its limit`() {
    let text = String(repeating: "a", count: InputDecoder.pasteLimit + 1000)
    let limited = String(repeating: "a", count: InputDecoder.pasteLimit)
    #expect(decode("\u{1B}[200~\(text)\u{1B}[201~x", inPieces: 4096) == [.paste(limited), .key(.character("x"))])
  }

  @Test func `an endless sequence does not grow without bounds`() {
    let events = decode("\u{1B}[" + String(repeating: "1", count: 100_000), inPieces: 4096)
    #expect(events.count <= 100_000)
    #expect(decode("\u{1B}[200~x", inPieces: 1) == [])
  }

  @Test func `clicks and the wheel are reported where they happen`() {
    let text = "\u{1B}[<0;5;6M\u{1B}[<0;5;6m\u{1B}[<64;1;1M\u{1B}[<65;2;3M\u{1B}[<2;1;1M\u{1B}[<35;4;4M"
    #expect(
      decode(text) == [
        .mouse(MouseEvent(kind: .click, at: Point(x: 4, y: 5))),
        .mouse(MouseEvent(kind: .wheelUp, at: Point(x: 0, y: 0))),
        .mouse(MouseEvent(kind: .wheelDown, at: Point(x: 1, y: 2))),
      ])
  }

  @Test(arguments: [(UInt64(100), MouseEvent.Kind.doubleClick), (1000, .click)])
  func `two clicks in a short time are a double click`(pause: UInt64, kind: MouseEvent.Kind) {
    var decoder = InputDecoder()
    let click = Array("\u{1B}[<0;1;1M".utf8)
    let place = Point(x: 0, y: 0)
    #expect(decoder.feed(click, at: 0) == [.mouse(MouseEvent(kind: .click, at: place))])
    #expect(decoder.feed(click, at: pause) == [.mouse(MouseEvent(kind: kind, at: place))])
    #expect(decoder.feed(click, at: pause + 100).first != .mouse(MouseEvent(kind: kind, at: place)))
  }

  @Test(arguments: 0..<100) func `no bytes at all upset it`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var decoder = InputDecoder()
    let likely: [UInt8] = [0x1B, 0x5B, 0x4F, 0x32, 0x30, 0x7E, 0x3B, 0x3C, 0x4D, 0xC3, 0xE6, 0x5D, 0x07, 0x5C]
    for time in 0..<50 {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random) : likely.randomElement(using: &random) ?? 0
      }
      _ = decoder.feed(bytes, at: UInt64(time))
      if Bool.random(using: &random) { _ = decoder.settle(at: UInt64(time)) }
    }
    _ = decoder.feed(Array("\u{1B}[201~".utf8), at: 60)
    _ = decoder.settle(at: 70)
    #expect(!decoder.isUndecided)
  }
}
