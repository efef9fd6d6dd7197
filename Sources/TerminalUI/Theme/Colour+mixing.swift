import Glibc

extension Colour {
  /// Red, green and blue, 0 to 255, as xterm draws the palette; nil for the terminal's own default.
  public var components: (red: Int, green: Int, blue: Int)? {
    switch self {
    case .plain: return nil
    case .rgb(let red, let green, let blue): return (red, green, blue)
    case .ansi(let index), .indexed(let index):
      switch index {
      case 0..<16: return Colour.sixteen[index]
      case 16..<232:
        let cube = index - 16
        return (Colour.levels[cube / 36], Colour.levels[cube / 6 % 6], Colour.levels[cube % 6])
      default:
        let grey = 8 + 10 * (index - 232)
        return (grey, grey, grey)
      }
    }
  }

  /// The nearest colour that a terminal of some depth shows.
  func reduced(to depth: ColourDepth) -> Colour {
    guard let own = components else { return .plain }
    switch depth {
    case .monochrome: return .plain
    case .eight, .sixteen:
      let count = depth == .eight ? 8 : 16
      if case .ansi(let index) = self { return .ansi(index % count) }
      return .ansi(Colour.nearest(to: own, among: 0..<count))
    case .palette:
      guard case .rgb = self else { return self }
      // The first sixteen are the user's to change, so nothing is matched to them.
      return .indexed(Colour.nearest(to: own, among: 16..<256))
    case .direct: return .rgb(own.red, own.green, own.blue)
    }
  }

  /// The contrast of text in this colour on a ground, 1 to 21 (WCAG 2.1, relative luminance); nil if either is the
  /// terminal's own.
  public func contrast(on ground: Colour) -> Double? {
    guard let text = luminance, let ground = ground.luminance else { return nil }
    return (max(text, ground) + 0.05) / (min(text, ground) + 0.05)
  }

  private var luminance: Double? {
    guard let (red, green, blue) = components else { return nil }
    return 0.2126 * Colour.linear(red) + 0.7152 * Colour.linear(green) + 0.0722 * Colour.linear(blue)
  }

  /// The light of one component.
  private static func linear(_ component: Int) -> Double {
    let value = Double(component) / 255
    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }

  private static func nearest(to own: (red: Int, green: Int, blue: Int), among indices: Range<Int>) -> Int {
    indices.min { distance(own, $0) < distance(own, $1) } ?? 0
  }

  /// How different two colours look, weighted by the mean red as eyes weigh them.
  private static func distance(_ own: (red: Int, green: Int, blue: Int), _ index: Int) -> Int {
    guard let other = Colour.indexed(index).components else { return .max }
    let mean = (own.red + other.red) / 2
    let red = own.red - other.red
    let green = own.green - other.green
    let blue = own.blue - other.blue
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }

  private static let levels = [0, 95, 135, 175, 215, 255]

  private static let sixteen: [(red: Int, green: Int, blue: Int)] = [
    (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205), (229, 229, 229),
    (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
    (255, 255, 255),
  ]
}
