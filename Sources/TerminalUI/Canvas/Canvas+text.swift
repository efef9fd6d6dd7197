extension Canvas {
  /// Rows as text, trailing blanks trimmed, joined by line feeds.
  public func text() -> String {
    (0..<size.height).map { rowText($0) }.joined(separator: "\n")
  }

  /// One letter a cell for its role, rows joined by line feeds, then a legend of the letters used. `text` is `.`.
  public func roleMap() -> String {
    var lines: [String] = []
    for y in 0..<size.height { lines.append(String(row(y).map { Canvas.letter(of: $0.role) })) }
    let used = Set(cells.map(\.role))
    for role in Role.allCases where used.contains(role) {
      lines.append("\(Canvas.letter(of: role)) \(role.rawValue)")
    }
    return lines.joined(separator: "\n")
  }

  /// The letter that stands for a role in golden files: `.` for text, then a, b, c … in the order of declaration.
  static func letter(of role: Role) -> Character {
    guard let index = Role.allCases.firstIndex(of: role), index > 0 else { return "." }
    return Character(Unicode.Scalar(UInt8(0x60 + index)))
  }

  private func rowText(_ y: Int) -> String {
    let row = row(y)
    let end = row.lastIndex { !$0.isBlank } ?? row.startIndex - 1
    var scalars = String.UnicodeScalarView()
    for cell in row[row.startIndex...max(row.startIndex, end)] where end >= row.startIndex && cell.width > 0 {
      scalars.append(Glyph(base: cell.base, marks: cell.marks, width: Int(cell.width)))
    }
    return String(scalars)
  }
}
