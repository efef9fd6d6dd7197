extension Canvas {
  /// Writes one line from a place, cut at `limit` columns with an ellipsis; without a limit it is cut at the edge of the
  /// canvas.
  ///
  /// - Returns: the column behind the text.
  @discardableResult
  public mutating func write(_ text: String, at point: Point, role: Role = .text, limit: Int? = nil) -> Int {
    let end = limit.map { min(size.width, point.x + max(0, $0)) } ?? size.width
    guard point.x < end else { return point.x }
    let fast = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      for byte in bytes where !(0x20...0x7E ~= byte) { return nil }
      return write(ascii: bytes, at: point, role: role, end: end, isLimited: limit != nil)
    }
    if case .some(.some(let column)) = fast { return column }
    return write(glyphsOf: text, at: point, role: role, end: end, isLimited: limit != nil)
  }

  /// The same, ending before column `end`.
  public mutating func writeRight(_ text: String, endingAt end: Int, y: Int, role: Role = .text) {
    write(text, at: Point(x: end - TextWidth.of(text), y: y), role: role, limit: TextWidth.of(text))
  }

  private mutating func write(
    ascii bytes: UnsafeBufferPointer<UInt8>, at point: Point, role: Role, end: Int, isLimited: Bool
  ) -> Int {
    let room = end - point.x
    let isCut = bytes.count > room
    let count = isCut ? (isLimited ? max(0, room - glyphs.ellipsisWidth) : room) : bytes.count
    let hidden = max(0, -point.x)
    if 0..<size.height ~= point.y, hidden < count {
      put(ascii: bytes[hidden..<count], x: point.x + hidden, y: point.y, role: role)
    }
    guard isCut, isLimited else { return point.x + count }
    return writeEllipsis(x: point.x + count, y: point.y, role: role, end: end)
  }

  private mutating func write(
    glyphsOf text: String, at point: Point, role: Role, end: Int, isLimited: Bool
  ) -> Int {
    var measure = GlyphReader(text)
    var width = 0
    while width <= end - point.x, let glyph = measure.next() { width += glyph.width }
    let isCut = isLimited && point.x + width > end
    let stop = isCut ? max(point.x, end - glyphs.ellipsisWidth) : end

    var reader = GlyphReader(text, glyphs: glyphs)
    var x = point.x
    while x < stop, let glyph = reader.next() {
      // A wide character that does not fit at the edge leaves its column blank.
      guard x + glyph.width <= stop else {
        if isCut { break }
        put(.space, x: x, y: point.y, role: role)
        x += 1
        break
      }
      put(glyph, x: x, y: point.y, role: role)
      x += glyph.width
    }
    return isCut ? writeEllipsis(x: x, y: point.y, role: role, end: end) : x
  }

  private mutating func writeEllipsis(x: Int, y: Int, role: Role, end: Int) -> Int {
    var x = x
    for scalar in glyphs.ellipsis.unicodeScalars where x < end {
      put(Glyph(base: scalar.value, width: 1), x: x, y: y, role: role)
      x += 1
    }
    return x
  }
}
