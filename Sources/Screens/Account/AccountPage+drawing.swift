import TerminalUI

extension AccountPage {
  /// A line of the page.
  fileprivate enum Line {
    case blank
    case heading([String])
    case row(Int, AccountSection.Row)
    case note(String)
  }

  private var lines: [Line] {
    var lines: [Line] = []
    var row = 0
    for section in sections {
      if !lines.isEmpty { lines.append(.blank) }
      lines.append(.heading(section.columns))
      for each in section.rows {
        lines.append(.row(row, each))
        row += 1
      }
      if let note = section.note { lines.append(.note(note)) }
    }
    return lines
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    area = rect
    let lines = lines
    let chosen = lines.firstIndex { if case .row(selected, _) = $0 { true } else { false } } ?? 0
    // The heading of a section's first row, and the note behind its last, are in sight with it.
    let first = chosen > 0 && lines[chosen - 1].isRow ? chosen : max(0, chosen - 1)
    let last = chosen + 1 < lines.count && lines[chosen + 1].isNote ? chosen + 1 : chosen
    top = max(min(top, first), last - rect.height + 1)
    top = max(0, min(top, lines.count - rect.height))
    drawnRows = []
    for (y, line) in lines.dropFirst(top).prefix(rect.height).enumerated() {
      let place = Point(x: rect.x, y: rect.y + y)
      drawnRows.append(line.row)
      draw(line, on: &canvas, at: place, width: rect.width)
    }
    ScrollArea.drawSigns(above: top > 0, below: top + rect.height < lines.count, on: &canvas, in: rect)
  }

  private func draw(_ line: Line, on canvas: inout Canvas, at place: Point, width: Int) {
    switch line {
    case .blank: break
    case .heading(let titles): draw(titles, roles: [.column], on: &canvas, at: place, width: width)
    case .note(let text):
      canvas.write(text, at: Point(x: place.x + Self.gutter, y: place.y), role: .muted, limit: width - Self.gutter - 1)
    case .row(let index, let row):
      let isSelected = index == selected
      if isSelected {
        canvas.fill(Rect(x: place.x, y: place.y, width: Self.gutter, height: 1), role: .selection)
        canvas.write(">", at: place, role: .selection)
        canvas.cursor = place
      }
      draw(row.cells, roles: [isSelected ? .selection : .text, .text], on: &canvas, at: place, width: width)
    }
  }

  /// Writes cells in the columns that there is room for; a lone one takes the whole line.
  private func draw(_ cells: [String], roles: [Role], on canvas: inout Canvas, at place: Point, width: Int) {
    let columns = Self.columns(cells.count, width: width)
    for (index, (text, column)) in zip(cells, columns).enumerated() where column.width > 0 {
      let role = roles[min(index, roles.count - 1)]
      canvas.write(text, at: Point(x: place.x + column.x, y: place.y), role: role, limit: column.width)
    }
  }

  private static let gutter = 3

  /// Where columns stand and how wide they are; one that there is no room for has no width.
  private static func columns(_ count: Int, width: Int) -> [(x: Int, width: Int)] {
    let wanted = [(width: 17, from: 60), (width: 13, from: 32), (width: 10, from: 76)].prefix(max(0, count - 1))
    let others = wanted.map { $0.from <= width ? $0.width : 0 }
    let taken = others.reduce(0) { $0 + ($1 == 0 ? 0 : $1 + 2) }
    let first = max(4, width - gutter - taken - 1)
    var x = gutter + first + 2
    return [(gutter, first)]
      + others.map { width in
        defer { x += width == 0 ? 0 : width + 2 }
        return (x, width)
      }
  }
}

extension AccountPage.Line {
  fileprivate var row: Int? { if case .row(let row, _) = self { row } else { nil } }
  fileprivate var isRow: Bool { row != nil }
  fileprivate var isNote: Bool { if case .note = self { true } else { false } }
}
