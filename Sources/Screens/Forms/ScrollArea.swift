import TerminalUI

/// Content that may be taller than its place: it is drawn whole on a canvas of its own, and the rows around the cursor
/// are shown.
struct ScrollArea: Sendable {
  private(set) var top = 0

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
    let more: (above: String, below: String) = canvas.glyphs == .unicode ? ("↑", "↓") : ("^", "v")
    if top > 0 { canvas.write(more.above, at: Point(x: rect.maxX - 1, y: rect.y), role: .muted) }
    if top + rect.height < height {
      canvas.write(more.below, at: Point(x: rect.maxX - 1, y: rect.maxY - 1), role: .muted)
    }
  }
}
