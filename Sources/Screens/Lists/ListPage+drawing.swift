import Storage
import TerminalUI

extension ListPage {
  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool {
    guard filterField != nil else {
      if query.filter.isEmpty, marks.isEmpty { return false }
      var x = rect.x
      if !marks.isEmpty {
        x = canvas.write("\(Counting.grouped(marks.count)) marked", at: Point(x: x, y: rect.y), role: .badgeWarn) + 2
      }
      if !query.filter.isEmpty {
        canvas.write("filter  \(shownFilter)", at: Point(x: x, y: rect.y), role: .match, limit: rect.maxX - x)
      }
      return true
    }
    let x = canvas.write("filter ", at: Point(x: rect.x, y: rect.y), role: .muted)
    filterField?.draw(on: &canvas, at: Point(x: x, y: rect.y), width: min(40, rect.maxX - x), focused: true)
    return true
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    guard filterField != nil, let filterProblem else { return drawList(on: &canvas, in: rect, desk) }
    let lines = TextWidth.wrapped("! \(filterProblem)", to: rect.width - 2).prefix(max(0, rect.height - 2))
    drawList(
      on: &canvas, in: Rect(x: rect.x, y: rect.y, width: rect.width, height: rect.height - lines.count), desk)
    for (row, line) in lines.enumerated() {
      canvas.write(line, at: Point(x: rect.x + 1, y: rect.maxY - lines.count + row), role: .error)
    }
  }

  private mutating func drawList(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let listWidth = L.listWidth(in: rect.width)
    let list = Rect(x: rect.x, y: rect.y, width: listWidth ?? rect.width, height: rect.height)
    if window.entries.isEmpty {
      drawEmpty(on: &canvas, in: rect, desk)
      return
    }
    let table = Table(columns: L.columns, query: query, width: list.width)
    table.drawHeader(on: &canvas, at: Point(x: list.x, y: list.y), desk)
    rowsArea = Rect(x: list.x, y: list.y + 1, width: list.width, height: list.height - 1)
    let rows = window.visible(rowsArea.height)
    for (line, index) in rows.indices.enumerated() {
      let place = Point(x: rowsArea.x, y: rowsArea.y + line)
      let entry = rows[index]
      let look = RowLook(isSelected: index == window.selected, isMarked: marks[entry.cursor.id] != nil)
      table.draw(entry.row, look: look, filter: query.filter, on: &canvas, at: place, desk)
      if look.isSelected { canvas.cursor = place }
    }
    if let listWidth, let row = window.selection?.row {
      canvas.verticalRule(x: rect.x + listWidth, y: rect.y, height: rect.height)
      let area = Rect(x: rect.x + listWidth + 2, y: rect.y, width: rect.width - listWidth - 3, height: rect.height)
      for (line, detail) in L.detail(of: row, width: area.width, desk).prefix(area.height).enumerated() {
        detail.draw(
          on: &canvas, at: Point(x: area.x, y: area.y + line), labelWidth: Self.labelWidth, width: area.width)
      }
    }
  }

  static var labelWidth: Int { 11 }

  /// The filter as it may be seen: of one that holds a secret not even its length.
  private var shownFilter: String { L.hides(query.filter) ? String(repeating: "*", count: 16) : query.filter }

  private func drawEmpty(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let lines: [String]
    if filterField != nil, filterProblem != nil {
      // What would be found is not known before the filter is right.
      lines = []
    } else if !query.filter.isEmpty {
      let found = L.noMatch(query.filter) ?? ["No \(L.noun) matches \"\(query.filter)\"."]
      lines = found + ["", "\(desk.key(for: .cancel)) clears the filter."]
    } else if query.state != .all {
      lines = ["No \(L.name(of: query.state)) \(L.noun).", "", "\(desk.key(for: .state)) shows others."]
    } else {
      lines = L.emptyText(desk)
    }
    var y = rect.y + 1
    for line in lines {
      for part in TextWidth.wrapped(line, to: rect.width - 4) where y < rect.maxY {
        canvas.write(part, at: Point(x: rect.x + 2, y: y), role: y == rect.y + 1 ? .text : .muted)
        y += 1
      }
    }
    canvas.cursor = Point(x: rect.x + 2, y: rect.y + 1)
  }
}
