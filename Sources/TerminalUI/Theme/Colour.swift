/// A colour as a theme names it.
public enum Colour: Hashable, Sendable {
  /// Whatever the terminal draws without being told: the user's own choice.
  case plain
  /// One of the sixteen that the user's terminal defines: 0 black, 1 red … 7 white, 8 to 15 the bright ones.
  case ansi(Int)
  /// One of the 256 of xterm's palette.
  case indexed(Int)
  /// Red, green and blue, 0 to 255.
  case rgb(Int, Int, Int)

  /// Names of the sixteen, in their order.
  public static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "brightBlack", "brightRed", "brightGreen",
    "brightYellow", "brightBlue", "brightMagenta", "brightCyan", "brightWhite",
  ]

  /// Reads `default`, a name of the sixteen, a number from 0 to 255, `#RGB` or `#RRGGBB`.
  public init?(_ text: String) {
    if text == "default" {
      self = .plain
    } else if let index = Colour.names.firstIndex(of: text) {
      self = .ansi(index)
    } else if text.hasPrefix("#") {
      guard let colour = Colour.hexadecimal(text.dropFirst()) else { return nil }
      self = colour
    } else if let index = Int(text), 0...255 ~= index, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      self = index < 16 ? .ansi(index) : .indexed(index)
    } else {
      return nil
    }
  }

  private static func hexadecimal(_ digits: Substring) -> Colour? {
    let values = digits.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard values.count == digits.count else { return nil }
    switch values.count {
    case 3: return .rgb(values[0] * 17, values[1] * 17, values[2] * 17)
    case 6:
      return .rgb(values[0] * 16 + values[1], values[2] * 16 + values[3], values[4] * 16 + values[5])
    default: return nil
    }
  }
}
