import FoundationEssentials

/// Time and randomness, so that tests can choose them.
public struct Surroundings: Sendable {
  /// The moment it is now.
  public let now: @Sendable () -> Date
  /// Where randomness comes from.
  public let random: RandomSource

  /// The system's clock and generator, or others.
  public init(now: @escaping @Sendable () -> Date = { Date() }, random: RandomSource = .system) {
    self.now = now
    self.random = random
  }
}
