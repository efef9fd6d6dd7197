extension Canvas {
  /// The canvas as a picture (SVG): the very cells that the terminal is sent, in a theme's colours.
  ///
  /// - Parameters:
  ///   - theme: what roles look like.
  ///   - text: the colour that stands for the terminal's own text, as `#RRGGBB`.
  ///   - ground: the colour that stands for the terminal's own ground, as `#RRGGBB`.
  ///   - label: what the picture shows, for readers who do not see it.
  public func svg(theme: ResolvedTheme, text: String, ground: String, label: String) -> String {
    let painter = Painter(theme: theme, text: text, ground: ground)
    let (width, height) = (size.width * Painter.cellWidth / 10 + 24, size.height * Painter.cellHeight + 24)
    var lines = [
      #"<svg xmlns="http://www.w3.org/2000/svg" width="\#(width)" height="\#(height)" role="img""#,
      #"  viewBox="0 0 \#(width) \#(height)" aria-label="\#(Painter.escaped(label))">"#,
      #"<rect width="100%" height="100%" rx="8" fill="\#(ground)"/>"#,
      #"<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">"#,
    ]
    for y in 0..<size.height { lines += painter.row(Array(row(y)), y: y) }
    return (lines + ["</g>", "</svg>", ""]).joined(separator: "\n")
  }

  /// Draws runs of cells that look alike.
  private struct Painter {
    /// In tenths of a pixel, so that columns stay in line.
    static let cellWidth = 84
    static let cellHeight = 18

    let theme: ResolvedTheme
    let text: String
    let ground: String

    func row(_ cells: [Cell], y: Int) -> [String] {
      var lines: [String] = []
      var start = 0
      while start < cells.count {
        let end = cells[start...].firstIndex { $0.role != cells[start].role } ?? cells.count
        lines += run(cells[start..<end], x: start, y: y)
        start = end
      }
      return lines
    }

    private func run(_ cells: ArraySlice<Cell>, x: Int, y: Int) -> [String] {
      guard let role = cells.first?.role else { return [] }
      let look = theme[role]
      let isReversed = look.attributes.contains(.reverse)
      let ink = colour(isReversed ? look.background : look.foreground, else: isReversed ? ground : text)
      let paper = colour(isReversed ? look.foreground : look.background, else: isReversed ? text : ground)
      var lines: [String] = []
      let (left, top) = (12 + x * Self.cellWidth / 10, 12 + y * Self.cellHeight)
      let width = cells.count * Self.cellWidth / 10
      if paper != ground {
        let place = #"x="\#(left)" y="\#(top)" width="\#(width)" height="\#(Self.cellHeight)""#
        lines.append(#"<rect \#(place) fill="\#(paper)"/>"#)
      }
      let shown = String(cells.filter { $0.width > 0 }.compactMap { Unicode.Scalar($0.base).map(Character.init) })
      guard shown.contains(where: { $0 != " " }) else { return lines }
      var style = ""
      if look.attributes.contains(.bold) { style += #" font-weight="bold""# }
      if look.attributes.contains(.dim) { style += #" opacity="0.7""# }
      if look.attributes.contains(.underline) { style += #" text-decoration="underline""# }
      let place = #"x="\#(left)" y="\#(top + 14)" textLength="\#(width)""#
      lines.append(#"<text \#(place) fill="\#(ink)"\#(style)>\#(Self.escaped(shown))</text>"#)
      return lines
    }

    private func colour(_ colour: Colour, else own: String) -> String {
      guard let (red, green, blue) = colour.components else { return own }
      let digits = [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return "#" + digits.joined()
    }

    static func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
  }
}
