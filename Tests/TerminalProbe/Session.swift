import TerminalUI

/// Shows every event that comes, line by line, until `q`.
@MainActor
struct Session {
  let terminal: Terminal
  let signals: Signals
  private var lines: [String] = ["ready"]

  init(terminal: Terminal, signals: Signals) {
    self.terminal = terminal
    self.signals = signals
    if terminal.isAssumed { lines = ["assumed \(terminal.name)"] }
  }

  mutating func run() {
    let loop = EventLoop(input: terminal.inputDescriptor, signals: signals)
    while true {
      draw()
      let wake = loop.wait()
      if wake.contains(.signals), !answer(signals.drain()) { return }
      if wake.contains(.input), !take(terminal.readEvents()) { return }
      if wake.contains(.hangUp) { return }
    }
  }

  private mutating func answer(_ signals: [Signal]) -> Bool {
    for signal in signals {
      lines.append("signal \(signal)")
      switch signal {
      case .terminate, .hangUp, .interrupt: return false
      case .resized:
        if let event = terminal.resize() { lines.append("\(event)") }
      case .continued: terminal.continued()
      case .stop: terminal.suspend()
      }
    }
    return true
  }

  private mutating func take(_ events: [InputEvent]) -> Bool {
    for event in events {
      switch event {
      case .key(.character("q")), .endOfInput: return false
      case .key(.character("m")): terminal.setMouse(true)
      case .key(.character("y")): lines.append("copied \(terminal.copyToClipboard("secret"))")
      case .key(.control("z")): terminal.suspend()
      case .key(.control("l")): terminal.redraw()
      case .key(let key): lines.append("key \(key)")
      case .paste(let text): lines.append("paste \(text)")
      case .mouse(let mouse): lines.append("mouse \(mouse.kind) \(mouse.at.x),\(mouse.at.y)")
      case .resize(let size): lines.append("resize \(size.width)x\(size.height)")
      }
    }
    return true
  }

  private func draw() {
    var canvas = Canvas(size: terminal.size, glyphs: terminal.glyphs)
    for (row, line) in lines.suffix(canvas.size.height).enumerated() {
      canvas.write(line, at: Point(x: 0, y: row))
    }
    terminal.present(canvas)
  }
}
