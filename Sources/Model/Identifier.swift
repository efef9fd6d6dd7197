/// The number of a stored row, typed by what the row is: a user's number is never taken for a token's.
public struct Identifier<Entity>: RawRepresentable, Hashable, Comparable, Sendable {
  /// The row number; positive for every stored row.
  public let rawValue: Int64

  /// Wraps a row number.
  public init(rawValue: Int64) {
    self.rawValue = rawValue
  }

  /// Orders by row number.
  public static func < (left: Self, right: Self) -> Bool {
    left.rawValue < right.rawValue
  }
}
