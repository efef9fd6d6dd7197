import Testing

@testable import TerminalUI

@Suite struct ClipboardTests {
  @Test(arguments: [
    ("xterm-256color", false, "\u{1B}]52;c;c2VjcmV0\u{07}"),
    ("tmux-256color", true, "\u{1B}]52;c;c2VjcmV0\u{07}\u{1B}Ptmux;\u{1B}\u{1B}]52;c;c2VjcmV0\u{07}\u{1B}\\"),
    ("screen-256color", false, "\u{1B}P\u{1B}]52;c;c2VjcmV0\u{07}\u{1B}\\"),
  ])
  func `text is wrapped as the terminal needs it`(terminal: String, isInTmux: Bool, sequence: String) {
    #expect(Clipboard.sequence(for: "secret", terminal: terminal, isInTmux: isInTmux) == sequence)
  }

  @Test(arguments: ["linux", "vt100", "vt220", "dumb", "ansi", "cons25"])
  func `terminals without a clipboard are told nothing`(terminal: String) {
    #expect(Clipboard.sequence(for: "secret", terminal: terminal, isInTmux: false) == nil)
  }

  @Test func `text that xterm would cut off is not sent`() {
    let most = String(repeating: "a", count: 56_244)
    #expect(Clipboard.sequence(for: most, terminal: "xterm", isInTmux: false) != nil)
    #expect(Clipboard.sequence(for: most + "a", terminal: "xterm", isInTmux: false) == nil)
  }

  @Test func `screen gets pieces that it takes`() throws {
    let text = String(repeating: "a", count: 3000)
    let sequence = try #require(Clipboard.sequence(for: text, terminal: "screen", isInTmux: false))
    let pieces = sequence.split(separator: "\u{1B}\\")
    #expect(pieces.count == 6)
    #expect(pieces.allSatisfy { $0.hasPrefix("\u{1B}P") && $0.utf8.count <= 766 })
  }
}
