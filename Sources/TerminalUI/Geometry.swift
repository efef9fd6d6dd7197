/// A place on the canvas, in cells from the top left corner.
public struct Point: Sendable, Hashable {
  /// Column, from 0.
  public var x: Int
  /// Row, from 0.
  public var y: Int

  /// The place at a column and a row.
  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// How many columns and rows something takes, in cells.
public struct Size: Sendable, Hashable {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A size in columns and rows; never negative.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
  }
}

/// A part of the canvas, in cells.
public struct Rect: Sendable, Hashable {
  /// The left column.
  public var x: Int
  /// The top row.
  public var y: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// A part by its left column, top row, columns and rows; a negative size counts as none.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The column behind the last one.
  public var maxX: Int { x + width }
  /// The row behind the last one.
  public var maxY: Int { y + height }

  /// The part that is left when so many cells are taken off each side.
  public func inset(by horizontal: Int, _ vertical: Int = 0) -> Rect {
    Rect(x: x + horizontal, y: y + vertical, width: width - 2 * horizontal, height: height - 2 * vertical)
  }

  /// A part of a size in the middle of this one, cut to fit.
  public func centred(_ size: Size) -> Rect {
    let width = min(size.width, self.width)
    let height = min(size.height, self.height)
    return Rect(x: x + (self.width - width) / 2, y: y + (self.height - height) / 2, width: width, height: height)
  }

  /// Whether a place lies inside.
  public func contains(_ point: Point) -> Bool {
    x..<maxX ~= point.x && y..<maxY ~= point.y
  }
}
