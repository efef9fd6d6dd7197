import Testing

@testable import TerminalUI

@Suite struct KeyTests {
  static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .backspace, .delete,
      .insert, .wordLeft, .wordRight, .character("a"), .character("A"), .character(" "), .character("é"),
      .character("日"), .character("^"), .character("-"), .control("d"), .control(" "), .control("\\"), .control("_"),
    ] + (1...12).map { .function($0) }

  @Test(arguments: keys) func `a key reads what it writes`(key: Key) {
    #expect(Key(key.description) == key)
    #expect(Key(key.description.lowercased()) == key || key == .character("A"))
  }

  @Test(arguments: [
    ("^D", Key.control("d")), ("C-d", .control("d")), ("ctrl+d", .control("d")), ("S-Tab", .backTab),
    ("Return", .enter), ("Escape", .escape), ("PageUp", .pageUp), ("Delete", .delete), ("↑", .character("↑")),
    ("Ctrl-I", .tab), ("Ctrl-M", .enter), ("Ctrl-[", .escape), ("Ctrl-H", .backspace), ("^", .character("^")),
  ])
  func `other names are understood`(name: String, key: Key) {
    #expect(Key(name) == key)
  }

  @Test(arguments: ["", "F0", "F99", "Ctrl-", "Ctrl-é", "Ctrl-dd", "Hyper-x", "abc", "\u{1B}", "\u{9B}", "\n"])
  func `what is no key is refused`(name: String) {
    #expect(Key(name) == nil)
  }

  @Test(arguments: [
    (Key.control("d"), "Ctrl-D"), (.character(" "), "Space"), (.function(1), "F1"), (.character("g"), "g"),
    (.backTab, "Shift-Tab"), (.escape, "Esc"), (.control(" "), "Ctrl-Space"),
  ])
  func `keys are written as people know them`(key: Key, name: String) {
    #expect("\(key)" == name)
  }
}
