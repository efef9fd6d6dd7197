import Glibc
import Testing

@testable import TerminalUI

/// A real terminal, seen from outside.
@Suite(.serialized) struct TerminalTests {
  static let restored = ["\u{1B}[?2004l", "\u{1B}[?25h", "\u{1B}[?1049l", "\u{1B}[?1l"]

  private func expectRestored(_ terminal: PseudoTerminal, _ output: String, modes: termios) throws {
    for sequence in TerminalTests.restored {
      let last = try #require(output.ranges(of: sequence).last, "\(sequence.debugDescription) is missing")
      let opposite = sequence.replacing(/l$|h$/) { $0.output == "l" ? "h" : "l" }
      if let other = output.ranges(of: opposite).last { #expect(other.lowerBound < last.lowerBound) }
    }
    let now = terminal.modes
    #expect(now.c_lflag == modes.c_lflag && now.c_iflag == modes.c_iflag && now.c_oflag == modes.c_oflag)
  }

  @Test(arguments: [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGQUIT, SIGUSR1])
  func `a fatal signal restores the terminal and kills as ever`(signal: Int32) throws {
    let terminal = try PseudoTerminal(["crash"])
    let modes = terminal.firstModes
    try terminal.wait(for: "ready")
    #expect(terminal.modes.c_lflag != modes.c_lflag)
    terminal.send(signal: signal)
    let (status, output) = try terminal.end()
    #expect(status & 0x7F == signal)
    try expectRestored(terminal, output, modes: modes)
  }

  @Test(arguments: ["trap", "abort", "overflow", "segment"])
  func `a crash from within restores the terminal`(kind: String) throws {
    let terminal = try PseudoTerminal(["crash", kind])
    let modes = terminal.firstModes
    let (status, output) = try terminal.end()
    #expect(output.contains("ready"))
    #expect(status & 0x7F != 0)
    try expectRestored(terminal, output, modes: modes)
  }

  @Test func `leaving through exit restores the terminal`() throws {
    let terminal = try PseudoTerminal(["crash", "exit"])
    let modes = terminal.firstModes
    let (status, output) = try terminal.end()
    #expect(status == 3 << 8)
    try expectRestored(terminal, output, modes: modes)
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT]) func `a polite signal reaches the loop`(signal: Int32) throws {
    let terminal = try PseudoTerminal(["session"])
    let modes = terminal.firstModes
    try terminal.wait(for: "ready")
    terminal.send(signal: signal)
    let (status, output) = try terminal.end()
    #expect(status == 0)
    try expectRestored(terminal, output, modes: modes)
  }

  @Test func `a program that does not listen dies of the second TERM`() throws {
    let terminal = try PseudoTerminal(["crash"])
    let modes = terminal.firstModes
    try terminal.wait(for: "ready")
    terminal.send(signal: SIGTERM)
    terminal.send(signal: SIGINT)
    terminal.send(signal: SIGTERM)
    // Two that come before the first is delivered count as one.
    usleep(50_000)
    terminal.send(signal: SIGTERM)
    let (status, output) = try terminal.end()
    #expect(status & 0x7F == SIGTERM)
    try expectRestored(terminal, output, modes: modes)
  }

  @Test func `keys, pastes and clicks arrive`() throws {
    let terminal = try PseudoTerminal(["session"])
    try terminal.wait(for: "ready")
    for (keys, shown) in [
      ("a", "key a"), ("\u{1B}[A", "key Up"), ("\u{1B}OB", "key Down"), ("\u{1B}", "key Esc"), ("\u{3}", "key Ctrl-C"),
      ("\u{13}", "key Ctrl-S"), ("é", "key é"), ("\u{1B}[200~one\u{1B}[31m\u{1B}[201~", "paste one\u{FFFD}[31m"),
      ("m", "\u{1B}[?1006h"), ("\u{1B}[<0;5;6M", "mouse click 4,5"), ("y", "\u{1B}]52;c;c2VjcmV0\u{7}"),
    ] {
      terminal.type(keys)
      try terminal.wait(for: shown)
    }
    terminal.type("q")
    let (status, output) = try terminal.end()
    #expect(status == 0)
    #expect(output.contains("\u{1B}[?1000l"))
  }

  @Test func `nothing is sent while nothing happens, and little when little does`() throws {
    let terminal = try PseudoTerminal(["session"])
    try terminal.wait(for: "ready")
    terminal.type("a")
    let sent = try terminal.wait(for: "key a")
    #expect(sent.utf8.count < 32)
  }

  @Test func `a new size is adopted`() throws {
    let terminal = try PseudoTerminal(["session"])
    try terminal.wait(for: "ready")
    terminal.resize(columns: 100, rows: 30)
    terminal.send(signal: SIGWINCH)
    try terminal.wait(for: "width: 100, height: 30")
    terminal.resize(columns: 1, rows: 1)
    terminal.send(signal: SIGWINCH)
    terminal.resize(columns: 300, rows: 100)
    terminal.send(signal: SIGWINCH)
    try terminal.wait(for: "width: 300, height: 100")
    terminal.type("q")
    #expect(try terminal.end().status == 0)
  }

  @Test func `being stopped gives the terminal back, and going on takes it again`() throws {
    let terminal = try PseudoTerminal(["session"])
    let modes = terminal.firstModes
    try terminal.wait(for: "ready")
    // Without a shell there is nobody who could continue it, so the kernel does not stop it.
    terminal.type("\u{1A}")
    let sent = try terminal.wait(for: "\u{1B}[2J")
    #expect(sent.contains("\u{1B}[?1049l") && sent.contains("\u{1B}[?1049h"))
    terminal.type("\u{1B}OAq")
    let (_, output) = try terminal.end()
    try expectRestored(terminal, output, modes: modes)
  }

  @Test(arguments: [("", true), ("no-such-terminal", true), ("vt100", false), ("linux", false), ("xterm", false)])
  func `terminals of all kinds are drawn on`(name: String, isAssumed: Bool) throws {
    let terminal = try PseudoTerminal(["session"], environment: ["TERM": name])
    try terminal.wait(for: isAssumed ? "assumed xterm-256color" : "ready")
    terminal.type("q")
    #expect(try terminal.end().status == 0)
  }

  @Test(arguments: [
    (["TERM": "dumb"], "cannot show screens"),
    (["TERM": "no-such", "TERMINFO_DIRS": "/nowhere", "TERMINFO": "/nowhere", "HOME": "/nowhere"], "Terminfo knows"),
  ])
  func `a terminal that cannot be used is said so in one sentence`(environment: [String: String], words: String) throws
  {
    if words == "Terminfo knows", access("/lib/terminfo/x/xterm-256color", F_OK) == 0 { return }
    let terminal = try PseudoTerminal(["session"], environment: environment)
    let (status, output) = try terminal.end()
    #expect(status == 1 << 8)
    #expect(output.contains(words))
    #expect(output.count { $0.isNewline } == 1)
    #expect(!output.contains("\u{1B}"))
  }

  @Test(arguments: [
    (["LANG": "C"], "?"), (["LANG": "C.UTF-8"], "é"), (["LANG": "xx_YY.UTF-8"], "é"), (["LC_ALL": "POSIX"], "?"),
  ])
  func `the locale says which characters can be shown`(environment: [String: String], shown: String) throws {
    let terminal = try PseudoTerminal(["session"], environment: environment)
    try terminal.wait(for: "ready")
    terminal.type("é")
    try terminal.wait(for: "key \(shown)")
  }

  @Test func `without colours none are sent`() throws {
    let terminal = try PseudoTerminal(["bytes"], environment: ["NO_COLOR": "1"])
    let sent = try terminal.wait(for: "quit")
    #expect(!sent.contains(/\x1B\[[0-9;]*(3[0-9]|4[0-9]|9[0-7])m/))
    #expect(sent.contains(/\x1B\[[0-9;]*7m/))
  }

  @Test func `a terminal that goes away ends the loop`() throws {
    let terminal = try PseudoTerminal(["session"])
    try terminal.wait(for: "ready")
    #expect(terminal.hangUp() == 0)
  }
}
