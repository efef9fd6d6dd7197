import Glibc
import TerminalUI

/// Draws the pictures of a usual session, one for each byte that comes, so that the bytes of each can be counted.
@MainActor
struct Measurement {
  let terminal: Terminal
  private var selected = 2
  private var page = 0
  private var typed = ""

  init(terminal: Terminal) {
    self.terminal = terminal
  }

  mutating func run() {
    var hasDialog = false
    terminal.present(list())
    while true {
      var waiting = pollfd(fd: terminal.inputDescriptor, events: Int16(POLLIN), revents: 0)
      poll(&waiting, 1, -1)
      for event in terminal.readEvents() {
        switch event {
        case .key(.character("q")), .endOfInput: return
        case .key(.character("j")): selected += 1
        case .key(.character("p")): page += 1
        case .key(.character("d")): hasDialog.toggle()
        case .key(.character("l")): terminal.redraw()
        case .key(.character(let character)): typed.append(character)
        default: break
        }
      }
      var canvas = list()
      if hasDialog { addDialog(to: &canvas) }
      terminal.present(canvas)
    }
  }

  private func list() -> Canvas {
    var canvas = Canvas(size: terminal.size, glyphs: terminal.glyphs)
    let width = canvas.size.width
    canvas.write(" postern ", at: Point(x: 0, y: 0), role: .title)
    canvas.write("  1 Applications", at: Point(x: 9, y: 0), role: .tab)
    canvas.write("[2 Tokens]", at: Point(x: 26, y: 0), role: .tabActive)
    canvas.write("3 Authorized  4 Users  5 Clients  6 Audit", at: Point(x: 37, y: 0), role: .tab)
    canvas.horizontalRule(y: 1, x: 0, width: width)
    canvas.write(
      "   NAME              SCOPES                           LAST USED     EXPIRES ^",
      at: Point(x: 0, y: 2), role: .column)
    for row in 0..<canvas.size.height - 6 {
      let number = row + page * 18
      let role: Role = row == selected ? .selection : .text
      if row == selected {
        canvas.fill(Rect(x: 0, y: 3 + row, width: width, height: 1), role: .selection)
        canvas.write(">", at: Point(x: 0, y: 3 + row), role: .selection)
        canvas.cursor = Point(x: 0, y: 3 + row)
      }
      canvas.write("laptop-\(number)", at: Point(x: 3, y: 3 + row), role: role, limit: 17)
      canvas.write("deposit:write user:email", at: Point(x: 21, y: 3 + row), role: role)
      canvas.write("\(number % 50) hours ago", at: Point(x: 54, y: 3 + row), role: role == .text ? .muted : role)
      if number % 7 == 0 {
        canvas.write("! in 6 days", at: Point(x: 68, y: 3 + row), role: role == .text ? .badgeWarn : role)
      } else {
        canvas.write("2027-01-\(10 + number % 20)", at: Point(x: 68, y: 3 + row), role: role)
      }
    }
    canvas.horizontalRule(y: canvas.size.height - 3, x: 0, width: width)
    canvas.write(typed.isEmpty ? "ok  Saved" : "/\(typed)", at: Point(x: 1, y: canvas.size.height - 2), role: .flashOK)
    canvas.writeRight("\(selected + page * 18) of 1,000,000  expires ^ ", endingAt: width, y: canvas.size.height - 2)
    var x = 1
    for (key, hint) in [
      ("n", "new"), ("e", "edit"), ("d", "revoke"), ("Space", "mark"), ("s", "sort"), ("f", "state"),
      ("/", "filter"), ("?", "help"), ("q", "quit"),
    ] {
      x = canvas.write(key, at: Point(x: x, y: canvas.size.height - 1), role: .key)
      x = canvas.write(" " + hint, at: Point(x: x, y: canvas.size.height - 1), role: .hint) + 2
    }
    return canvas
  }

  private func addDialog(to canvas: inout Canvas) {
    let rect = canvas.bounds.centred(Size(width: 60, height: 7))
    canvas.box(rect, title: "Revoke token", role: .dialog)
    canvas.write(
      "Revoke \"laptop\"? What uses it is refused at once.", at: Point(x: rect.x + 3, y: rect.y + 2),
      role: .dialog)
    canvas.write("[> Cancel <]", at: Point(x: rect.x + 14, y: rect.y + 4), role: .selection)
    canvas.write("[ Revoke ]", at: Point(x: rect.x + 32, y: rect.y + 4), role: .dialog)
    canvas.cursor = Point(x: rect.x + 14, y: rect.y + 4)
  }
}
