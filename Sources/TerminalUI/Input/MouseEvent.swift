/// What the mouse did, and where.
public struct MouseEvent: Sendable, Hashable {
  /// The left button, or the wheel.
  public enum Kind: Sendable { case click, doubleClick, wheelUp, wheelDown }

  /// What was done.
  public var kind: Kind
  /// The cell under the pointer.
  public var at: Point

  /// An event of a kind at a place.
  public init(kind: Kind, at: Point) {
    self.kind = kind
    self.at = at
  }
}
