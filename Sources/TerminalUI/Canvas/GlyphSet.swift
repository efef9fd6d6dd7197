/// Which characters rules, markers and ellipses are drawn with.
public enum GlyphSet: Sendable {
  /// For UTF-8 terminals.
  case unicode
  /// For all others: nothing above U+007E reaches a cell.
  case ascii

  /// What stands where text was cut: `…`, or `..`.
  public var ellipsis: String { self == .unicode ? "…" : ".." }

  /// Columns of the ellipsis.
  var ellipsisWidth: Int { self == .unicode ? 1 : 2 }

  /// The pieces of frames and rules.
  var frame: Frame { self == .unicode ? .unicode : .ascii }

  /// The pieces of frames and rules, each one column wide.
  struct Frame {
    let horizontal: Unicode.Scalar
    let vertical: Unicode.Scalar
    let topLeft: Unicode.Scalar
    let topRight: Unicode.Scalar
    let bottomLeft: Unicode.Scalar
    let bottomRight: Unicode.Scalar

    static let unicode = Frame(
      horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘")
    static let ascii = Frame(
      horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+")
  }
}
