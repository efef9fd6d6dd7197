extension Canvas {
  /// Draws a line from left to right.
  public mutating func horizontalRule(y: Int, x: Int, width: Int, role: Role = .rule) {
    for column in max(0, x)..<max(0, x, min(size.width, x + width)) {
      put(glyphs.frame.horizontal, x: column, y: y, role: role)
    }
  }

  /// Draws a line from top to bottom.
  public mutating func verticalRule(x: Int, y: Int, height: Int, role: Role = .rule) {
    for row in max(0, y)..<max(0, y, min(size.height, y + height)) {
      put(glyphs.frame.vertical, x: x, y: row, role: role)
    }
  }

  /// Blanks a part and draws a frame around it, a title in its upper edge.
  public mutating func box(_ rect: Rect, title: String = "", role: Role = .dialog) {
    fill(rect, role: role)
    guard rect.width >= 2, rect.height >= 2 else { return }
    horizontalRule(y: rect.y, x: rect.x + 1, width: rect.width - 2, role: role)
    horizontalRule(y: rect.maxY - 1, x: rect.x + 1, width: rect.width - 2, role: role)
    verticalRule(x: rect.x, y: rect.y + 1, height: rect.height - 2, role: role)
    verticalRule(x: rect.maxX - 1, y: rect.y + 1, height: rect.height - 2, role: role)
    let frame = glyphs.frame
    put(frame.topLeft, x: rect.x, y: rect.y, role: role)
    put(frame.topRight, x: rect.maxX - 1, y: rect.y, role: role)
    put(frame.bottomLeft, x: rect.x, y: rect.maxY - 1, role: role)
    put(frame.bottomRight, x: rect.maxX - 1, y: rect.maxY - 1, role: role)
    let room = rect.width - 6
    guard room > 0, !title.isEmpty else { return }
    put(.space, x: rect.x + 2, y: rect.y, role: role)
    let end = write(title, at: Point(x: rect.x + 3, y: rect.y), role: role, limit: room)
    put(.space, x: end, y: rect.y, role: role)
  }

  private mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, role: Role) {
    put(Glyph(base: scalar.value, width: 1), x: x, y: y, role: role)
  }
}
