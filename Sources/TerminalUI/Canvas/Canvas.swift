/// A grid of cells that views draw on. Whatever is written is sanitized first, so no text can move the cursor, change
/// colours or reorder a line.
///
/// A wide character takes two cells; drawing over half of it blanks the other half, so that no half ever stands alone.
/// Drawing outside of the canvas does nothing.
public struct Canvas: Sendable, Equatable {
  /// Columns and rows.
  public let size: Size
  /// Which characters rules, frames and ellipses are drawn with, and whether text may be more than ASCII.
  public let glyphs: GlyphSet
  /// Where the terminal's cursor sits (the selected row or field, for screen readers).
  public var cursor: Point?
  /// Whether that cursor is shown (text is being typed).
  public var cursorVisible: Bool = false

  /// Row after row.
  private(set) var cells: [Cell]

  /// An empty canvas in the role `text`.
  public init(size: Size, glyphs: GlyphSet = .unicode) {
    self.size = size
    self.glyphs = glyphs
    cells = [Cell](repeating: .blank(.text), count: size.width * size.height)
  }

  /// All of it.
  public var bounds: Rect { Rect(x: 0, y: 0, width: size.width, height: size.height) }

  /// The cells of a row.
  func row(_ y: Int) -> ArraySlice<Cell> { cells[y * size.width..<(y + 1) * size.width] }

  /// Blanks a part and gives it a role.
  public mutating func fill(_ rect: Rect, role: Role = .text) {
    guard let (columns, rows) = clipped(rect) else { return }
    for y in rows {
      separate(columns, y: y)
      for x in columns { cells[y * size.width + x] = .blank(role) }
    }
  }

  /// Gives cells another role, their text kept.
  public mutating func paint(_ rect: Rect, role: Role) {
    guard let (columns, rows) = clipped(rect) else { return }
    for y in rows {
      let start = y * size.width
      for x in columns where cells[start + x].width > 0 {
        cells[start + x].role = role
        // The tail of a wide character goes with its head, even out of the part.
        if cells[start + x].width == 2 { cells[start + x + 1].role = role }
      }
    }
  }

  /// The columns and rows of a part that lie on the canvas; nil if none do.
  private func clipped(_ rect: Rect) -> (columns: Range<Int>, rows: Range<Int>)? {
    let left = max(0, rect.x)
    let top = max(0, rect.y)
    let right = min(size.width, rect.maxX)
    let bottom = min(size.height, rect.maxY)
    guard left < right, top < bottom else { return nil }
    return (left..<right, top..<bottom)
  }

  /// Blanks the halves of wide characters that would be left over when these columns are overwritten.
  private mutating func separate(_ columns: Range<Int>, y: Int) {
    let start = y * size.width
    if cells[start + columns.lowerBound].width == 0 {
      cells[start + columns.lowerBound - 1] = .blank(cells[start + columns.lowerBound - 1].role)
    }
    if columns.upperBound < size.width, cells[start + columns.upperBound].width == 0 {
      cells[start + columns.upperBound] = .blank(cells[start + columns.upperBound].role)
    }
  }

  /// Puts bytes of printable ASCII into a row, from a column; all must lie on the canvas.
  mutating func put(ascii bytes: some Collection<UInt8>, x: Int, y: Int, role: Role) {
    guard !bytes.isEmpty else { return }
    separate(x..<x + bytes.count, y: y)
    var place = y * size.width + x
    for byte in bytes {
      cells[place] = Cell(marks: 0, base: UInt32(byte), width: 1, role: role)
      place += 1
    }
  }

  /// Puts one character; halves that fall off the canvas leave a blank.
  mutating func put(_ glyph: Glyph, x: Int, y: Int, role: Role) {
    guard 0..<size.height ~= y, x + glyph.width > 0, x < size.width else { return }
    let columns = max(0, x)..<min(size.width, x + glyph.width)
    separate(columns, y: y)
    let place = y * size.width + columns.lowerBound
    guard columns.count == glyph.width else { return cells[place] = .blank(role) }
    cells[place] = Cell(marks: glyph.marks, base: glyph.base, width: UInt8(glyph.width), role: role)
    if glyph.width == 2 { cells[place + 1] = .tail(role) }
  }

  /// Draws the rows of another canvas from `row` on into a part of this one, and takes its cursor over when that is
  /// among them. The other canvas is at least as wide as the part.
  public mutating func draw(_ other: Canvas, fromRow row: Int, in rect: Rect) {
    guard let (columns, rows) = clipped(rect) else { return }
    for y in rows where 0..<other.size.height ~= y - rect.y + row {
      separate(columns, y: y)
      let source = (y - rect.y + row) * other.size.width + columns.lowerBound - rect.x
      let count = min(columns.count, other.size.width)
      cells.replaceSubrange(
        y * size.width + columns.lowerBound..<y * size.width + columns.lowerBound + count,
        with: other.cells[source..<source + count])
    }
    guard let place = other.cursor, row..<row + rect.height ~= place.y else { return }
    cursor = Point(x: rect.x + place.x, y: rect.y + place.y - row)
    cursorVisible = other.cursorVisible
  }
}
