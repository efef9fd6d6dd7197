import Configuration

/// How many colours a terminal can be asked for.
public enum ColourDepth: Sendable, CaseIterable {
  /// Bold, underlined and reversed only.
  case monochrome
  /// The eight of the first colour terminals.
  case eight
  /// Those, and their bright kin.
  case sixteen
  /// Xterm's palette of 256.
  case palette
  /// Any red, green and blue.
  case direct

  /// What to ask of a terminal.
  ///
  /// - Parameters:
  ///   - colours: what terminfo says (`colors`), or a negative number for none.
  ///   - environment: `NO_COLOR` switches colours off, whatever it holds (https://no-color.org).
  public init(colours: Int, environment: Environment) {
    if environment["NO_COLOR"] != nil {
      self = .monochrome
      return
    }
    switch colours {
    case ..<8: self = .monochrome
    case 8..<16: self = .eight
    case 16..<256: self = .sixteen
    case 256...65_535: self = .palette
    default: self = .direct
    }
  }
}
