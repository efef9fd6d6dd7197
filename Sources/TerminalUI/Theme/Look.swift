/// How a role looks.
public struct Look: Hashable, Sendable {
  /// What a terminal can do to characters beside colouring them.
  public struct Attributes: OptionSet, Hashable, Sendable {
    /// One bit an attribute.
    public let rawValue: UInt8
    /// A set of bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    /// Heavier, or brighter.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter.
    public static let dim = Attributes(rawValue: 2)
    /// Slanted.
    public static let italic = Attributes(rawValue: 4)
    /// Underlined.
    public static let underline = Attributes(rawValue: 8)
    /// Foreground and background change places.
    public static let reverse = Attributes(rawValue: 16)
  }

  /// The colour of the text.
  public var foreground: Colour
  /// The colour of the ground.
  public var background: Colour
  /// What else is done to it.
  public var attributes: Attributes

  /// A look; without arguments, what the terminal draws by itself.
  public init(foreground: Colour = .plain, background: Colour = .plain, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The nearest that a terminal of some depth shows. Bright text on a terminal of eight colours is bold.
  func reduced(to depth: ColourDepth) -> Look {
    var look = self
    look.foreground = foreground.reduced(to: depth)
    look.background = background.reduced(to: depth)
    if depth == .eight, case .ansi(8...) = foreground { look.attributes.insert(.bold) }
    // Reduced to one colour, text would vanish in its ground.
    if look.foreground == look.background, foreground != background, look.foreground != .plain {
      look.foreground = look.foreground == .ansi(0) ? .ansi(7) : .ansi(0)
    }
    return look
  }
}
