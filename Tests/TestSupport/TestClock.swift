import FoundationEssentials
import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
  private let seconds: Mutex<Double>

  /// Stands at a moment; by default at noon of 23 November 2026, UTC.
  public init(_ start: Date = TestClock.start) { seconds = Mutex(start.timeIntervalSince1970) }

  /// Noon of 23 November 2026, UTC.
  public static let start = Date(timeIntervalSince1970: 1_795_435_200)

  /// The moment it shows.
  public var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }

  /// Moves it.
  public func advance(seconds step: Double) { seconds.withLock { $0 += step } }

  /// Moves it by whole days.
  public func advance(days: Int) { advance(seconds: Double(days) * 86_400) }
}
