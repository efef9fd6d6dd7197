import TerminalUI

/// Content that may be taller than its place: it is drawn whole on a canvas of its own, and the rows around the cursor
/// are shown.
struct ScrollArea: Sendable {
  private(set) var top = 0

  /// Draws content of a height through a part of the canvas, scrolled so that the content's cursor is seen with a row
  /// around it.
  mutating func draw(
    height: Int, on canvas: inout Canvas, in rect: Rect, content: (inout Canvas) -> Void
  ) {
    var inner = Canvas(size: Size(width: rect.width, height: max(height, rect.height)), glyphs: canvas.glyphs)
    content(&inner)
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
