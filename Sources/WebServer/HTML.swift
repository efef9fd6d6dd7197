/// Text of a page: what came from people is escaped where it enters, so that a page cannot be built from it by mistake.
public struct HTML: Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
  /// The markup.
  public private(set) var text: String

  /// Markup that stands in the source code.
  public init(stringLiteral value: String) { text = value }

  /// Markup with values between.
  public init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  /// Text with the five characters that mean something in HTML written as references; right in elements and in quoted
  /// attributes.
  public static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// Collects the parts of a literal: text is escaped, markup is not.
  public struct Interpolation: StringInterpolationProtocol {
    var text = ""

    /// An empty literal.
    public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity * 2) }
    /// What stands in the source code.
    public mutating func appendLiteral(_ literal: String) { text += literal }
    /// Text from anywhere.
    public mutating func appendInterpolation(_ value: String) { text += HTML.escaped(value) }
    /// A number.
    public mutating func appendInterpolation(_ value: Int) { text += String(value) }
    /// Markup.
    public mutating func appendInterpolation(_ value: HTML) { text += value.text }
    /// Pieces of markup, one after the other.
    public mutating func appendInterpolation(_ values: [HTML]) { values.forEach { text += $0.text } }
  }
}
