extension Canvas {
  /// Draws the rows of another canvas from `row` on into a part of this one, and takes its cursor over when that is
  /// among them.
  public mutating func draw(_ other: Canvas, fromRow row: Int, in rect: Rect) { fatalError("pending") }
}
