import TerminalUI

/// Content that may be taller than its place: it is drawn whole on a canvas of its own, and the rows around the cursor
/// are shown.
struct ScrollArea: Sendable {
  private(set) var top = 0
  private var area = Rect(x: 0, y: 0, width: 0, height: 0)

  /// Draws content through a part of the canvas, scrolled so that the content's cursor is seen with a row around it.
  ///
  /// - Parameters:
  ///   - capacity: more rows than the content can take.
  ///   - content: draws it and says how many rows it took.
  mutating func draw(
    capacity: Int, on canvas: inout Canvas, in rect: Rect, content: (inout Canvas) -> Int
  ) {
    var inner = Canvas(size: Size(width: rect.width, height: max(capacity, rect.height)), glyphs: canvas.glyphs)
    let height = content(&inner)
    if let row = inner.cursor?.y {
      top = min(top, max(0, row - 1))
      top = max(top, min(row + 1, height - 1) - rect.height + 1)
    }
    top = max(0, min(top, height - rect.height))
    canvas.draw(inner, fromRow: top, in: rect)
    area = rect
    Self.drawSigns(above: top > 0, below: top + rect.height < height, on: &canvas, in: rect)
  }

  /// Where a place on the canvas lies in the content; nothing outside.
  func inside(_ place: Point) -> Point? {
    area.contains(place) ? Point(x: place.x - area.x, y: place.y - area.y + top) : nil
  }

  /// Draws the signs that there is more above or below.
  static func drawSigns(above: Bool, below: Bool, on canvas: inout Canvas, in rect: Rect) {
    let signs: (above: String, below: String) = canvas.glyphs == .unicode ? ("↑", "↓") : ("^", "v")
    if above { canvas.write(signs.above, at: Point(x: rect.maxX - 1, y: rect.y), role: .muted) }
    if below { canvas.write(signs.below, at: Point(x: rect.maxX - 1, y: rect.maxY - 1), role: .muted) }
  }
}
