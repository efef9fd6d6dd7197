import Storage
import TerminalUI

/// How a row stands out.
struct RowLook {
  let isSelected: Bool
  let isMarked: Bool
}

/// The columns of a list laid out for a width: which of them fit, and where they start.
@MainActor
struct Table<Row, Order: Sendable & Hashable> {
  private let columns: [(column: Column<Row, Order>, x: Int, width: Int)]
  private let query: ListQuery<Order>

  /// The sign of the selection and that of the mark stand in front of the first column.
  static var gutter: Int { 3 }

  init(columns: [Column<Row, Order>], query: ListQuery<Order>, width: Int) {
    let shown = columns.filter { $0.fromWidth <= width }
    let growing = shown.firstIndex(where: \.grows) ?? 0
    let others = shown.enumerated().reduce(0) { $0 + ($1.offset == growing ? 0 : $1.element.width + 2) }
    var x = Self.gutter
    self.columns = shown.enumerated().map { index, column in
      let width = index == growing ? max(4, width - Self.gutter - others - 1) : column.width
      defer { x += width + 2 }
      return (column, x, width)
    }
    self.query = query
  }

  func drawHeader(on canvas: inout Canvas, at place: Point, _ desk: Desk) {
    for (column, x, width) in columns {
      var title = desk.showsLocalTime ? column.title.replacing("(UTC)", with: "(local)") : column.title
      if let order = column.order, order == query.order { title += " " + desk.arrow(descending: query.descending) }
      canvas.write(title, at: Point(x: place.x + x, y: place.y), role: .column, limit: width)
    }
  }

  /// Draws a row. Only its sign and its first column show that it is selected: painting a whole line twice for each
  /// move costs more bytes than a slow line should carry.
  func draw(_ row: Row, look: RowLook, filter: String, on canvas: inout Canvas, at place: Point, _ desk: Desk) {
    if look.isSelected {
      // One run of cells that look alike, up to the name, takes fewer bytes than two.
      canvas.fill(Rect(x: place.x, y: place.y, width: Self.gutter, height: 1), role: .selection)
      canvas.write(">", at: place, role: .selection)
    }
    if look.isMarked { canvas.write("*", at: Point(x: place.x + 1, y: place.y), role: .badgeWarn) }
    for (index, (column, x, width)) in columns.enumerated() {
      let (text, role) = column.value(row, desk)
      let start = Point(x: place.x + x, y: place.y)
      let shown = look.isSelected && index == 0 ? Role.selection : role
      canvas.write(text, at: start, role: shown, limit: width)
      if index == 0, !look.isSelected { highlight(filter, in: text, at: start, width: width, on: &canvas) }
    }
  }

  private func highlight(_ filter: String, in text: String, at start: Point, width: Int, on canvas: inout Canvas) {
    guard !filter.isEmpty, let range = text.lowercased().firstRange(of: filter.lowercased()) else { return }
    let lowered = text.lowercased()
    let before = TextWidth.of(String(lowered[..<range.lowerBound]))
    let length = TextWidth.of(String(lowered[range]))
    guard before + length <= width else { return }
    canvas.paint(Rect(x: start.x + before, y: start.y, width: length, height: 1), role: .match)
  }
}
