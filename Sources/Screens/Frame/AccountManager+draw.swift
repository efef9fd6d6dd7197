import TerminalUI

extension AccountManager {
  /// Draws everything.
  public func draw() -> Canvas {
    var canvas = Canvas(size: desk.size, glyphs: desk.glyphs)
    guard !isTooSmall else {
      drawTooSmall(on: &canvas)
      return canvas
    }
    let (width, height) = (canvas.size.width, canvas.size.height)
    let body = Rect(x: 0, y: 2, width: width, height: height - 5)
    Header.draw(on: &canvas, lit: litTab, desk)
    canvas.horizontalRule(y: 1, x: 0, width: width)
    drawPage(on: &canvas, in: body)
    canvas.horizontalRule(y: height - 3, x: 0, width: width)
    // Dialogs on a low terminal take the header's room too.
    let room = height < 18 ? Rect(x: 0, y: 0, width: width, height: height - 2) : body
    for index in dialogs.indices {
      canvas.cursorVisible = false
      dialogs[index].draw(on: &canvas, in: room, desk(for: pages.last?.id))
    }
    drawStatus(on: &canvas, y: height - 2)
    drawHints(on: &canvas, y: height - 1)
    return canvas
  }

  private func drawPage(on canvas: inout Canvas, in body: Rect) {
    let index = pages.count - 1
    let desk = desk(for: pages[index].id)
    var area = body
    let crumbs = path(to: pages[index])
    if !crumbs.isEmpty, desk.showsCrumbs {
      let path = ([litTab?.title].compactMap(\.self) + crumbs).joined(separator: " > ")
      canvas.write(path, at: Point(x: 1, y: body.y), role: .title, limit: body.width - 2)
      area = Rect(x: body.x, y: body.y + 1, width: body.width, height: body.height - 1)
    }
    pages[index].draw(on: &canvas, in: area, desk)
  }

  /// The way to a page from its tab; over somebody else's account, with their name.
  private func path(to page: any Page) -> [String] {
    guard let guest else { return page.crumbs }
    return [guest.user.label] + (page.tab == litTab ? [] : [page.tab?.title].compactMap(\.self)) + page.crumbs
  }

  private func drawStatus(on canvas: inout Canvas, y: Int) {
    let width = canvas.size.width
    let position = dialogs.last?.position(desk) ?? pages[pages.count - 1].position(desk) ?? ""
    let shown = TextWidth.of(position) < width - 12 ? position : ""
    canvas.writeRight(shown, endingAt: width - 1, y: y, role: .muted)
    let room = Rect(x: 1, y: y, width: width - TextWidth.of(shown) - 4, height: 1)
    if let status {
      draw(status, on: &canvas, y: y, beside: room)
    } else if dialogs.isEmpty {
      _ = pages[pages.count - 1].drawStatus(on: &canvas, in: room, desk)
    }
  }

  /// A message in as many lines as it takes, up to three, the last one on the status line. It matters more than the
  /// position.
  private func draw(_ status: Status, on canvas: inout Canvas, y: Int, beside room: Rect) {
    let width = canvas.size.width - 2
    let indent = status.sign.isEmpty ? 0 : TextWidth.of(status.sign) + 1
    var lines = TextWidth.wrapped(status.text, to: width - indent)
    if lines.count > 3 { lines = Array(lines.prefix(2)) + [lines.dropFirst(2).joined(separator: " ")] }
    let top = y - lines.count + 1
    let isBesidePosition = lines.count == 1 && 1 + indent + TextWidth.of(status.text) <= room.maxX
    if !isBesidePosition {
      canvas.fill(Rect(x: 0, y: top, width: canvas.size.width, height: lines.count), role: .text)
    }
    if lines.count > 1, dialogs.isEmpty { canvas.horizontalRule(y: top - 1, x: 0, width: canvas.size.width) }
    canvas.write(status.sign, at: Point(x: 1, y: top), role: status.role)
    for (row, line) in lines.enumerated() {
      canvas.write(line, at: Point(x: 1 + indent, y: top + row), role: status.role, limit: width - indent)
    }
    // The cursor stays in sight.
    if let cursor = canvas.cursor, top - 1..<y ~= cursor.y, lines.count > 1 {
      canvas.cursor = Point(x: 1 + indent, y: top)
    }
  }

  /// The keys that work here and now, as many as fit; the way to help and out always does.
  private func drawHints(on canvas: inout Canvas, y: Int) {
    let page = dialogs.last ?? pages[pages.count - 1]
    let offered = offers.filter { $0.hint != nil && $0.reason == nil }
    let last = offered.filter { $0.action == .help || $0.action == .quit }
    let first = offered.filter { offer in !last.contains { $0.action == offer.action } }
    let always = last.compactMap { hint($0, on: page) }
    var room = canvas.size.width + 1 - always.reduce(0) { $0 + width(of: $1) }
    let hints = (page.ownKeys + first.compactMap { hint($0, on: page) }).filter { hint in
      guard width(of: hint) <= room else { return false }
      room -= width(of: hint)
      return true
    }
    var x = 1
    for hint in hints + always {
      x = canvas.write(shown(hint.key), at: Point(x: x, y: y), role: .key) + 1
      x = canvas.write(hint.hint, at: Point(x: x, y: y), role: .hint) + 2
    }
  }

  private func hint(_ offer: Offer, on page: any Page) -> OwnKey? {
    guard let hint = offer.hint else { return nil }
    // Where characters are text, a key that is none.
    let keys = desk.keymap.keys(for: offer.action, among: offers).filter { !page.takesText || !$0.isCharacter }
    return keys.first.map { OwnKey($0.description, hint) }
  }

  private func width(of hint: OwnKey) -> Int { TextWidth.of(shown(hint.key)) + TextWidth.of(hint.hint) + 3 }

  /// Arrows in words where there are none.
  private func shown(_ key: String) -> String {
    guard desk.glyphs == .ascii else { return key }
    return key.replacing("←/→", with: "<-/->").replacing("↑/↓", with: "Up/Down")
  }

  private func drawTooSmall(on canvas: inout Canvas) {
    let text = "Please enlarge the terminal to \(Self.smallest.width)x\(Self.smallest.height)."
    for (y, line) in TextWidth.wrapped(text, to: max(1, canvas.size.width)).enumerated() where y < canvas.size.height {
      canvas.write(line, at: Point(x: 0, y: y), role: .text, limit: canvas.size.width)
    }
  }
}
