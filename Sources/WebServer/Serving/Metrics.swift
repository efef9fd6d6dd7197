import Synchronization

/// What a server counts. Counting costs the threads that answer a few additions: each route has counters of its own, and
/// nobody waits for anybody.
public final class Metrics: Sendable {
  /// Why tokens ended before their time.
  enum Revocation: String, CaseIterable {
    /// Their client gave one back.
    case client
    /// A code was used twice.
    case codeReplay = "code_replay"
    /// A refresh token was used twice.
    case tokenReplay = "token_replay"
    /// Its client got a newer one, in a house that allows one at a time.
    case replaced
  }

  /// The upper ends of the histogram's classes, in microseconds.
  static let bounds = [100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000]

  /// What was counted by a name.
  struct Tallies {
    var issued: [String: Int] = [:]
    var revoked: [Revocation: Int] = [:]
    var refused: [String: Int] = [:]
  }

  private let tallied = Mutex(Tallies())
  private let routes = Mutex<[String: RouteCounter]>([:])

  /// Nothing counted yet.
  public init() {}

  /// The counter of a route, which two listeners may share.
  func counter(of route: String) -> RouteCounter {
    routes.withLock { routes in
      if let counter = routes[route] { return counter }
      let counter = RouteCounter()
      routes[route] = counter
      return counter
    }
  }

  /// Counts an access token that was given by a grant.
  func countIssued(by grant: String) { tallied.withLock { $0.issued[grant, default: 0] += 1 } }

  /// Counts a token, or a family of them, that ended before its time.
  func countRevoked(_ reason: Revocation, _ number: Int = 1) {
    guard number > 0 else { return }
    tallied.withLock { $0.revoked[reason, default: 0] += number }
  }

  /// Counts a refusal by its code.
  func countRefused(_ reason: String) { tallied.withLock { $0.refused[reason, default: 0] += 1 } }

  /// What was counted by name.
  var tallies: Tallies { tallied.withLock { $0 } }

  /// The counters of all routes, in the order of their names.
  var counters: [(route: String, counter: RouteCounter)] {
    routes.withLock { $0 }.sorted { $0.key < $1.key }.map { (route: $0.key, counter: $0.value) }
  }
}

/// What is counted of a route's answers.
final class RouteCounter: Sendable {
  /// Statuses that are counted one by one (RFC 9110 §15).
  private static let statuses = 200..<600

  private let answers = InlineArray<400, Atomic<Int>> { _ in Atomic(0) }
  private let classes = InlineArray<13, Atomic<Int>> { _ in Atomic(0) }
  private let total = Atomic(0)

  /// Counts an answer.
  ///
  /// - Parameter microseconds: how long it took.
  func count(status: Int, microseconds: Int) {
    let place = min(max(status, Self.statuses.lowerBound), Self.statuses.upperBound - 1) - Self.statuses.lowerBound
    answers[place].add(1, ordering: .relaxed)
    classes[Metrics.bounds.firstIndex { microseconds <= $0 } ?? Metrics.bounds.count].add(1, ordering: .relaxed)
    total.add(microseconds, ordering: .relaxed)
  }

  /// How many answers there were of each status that there was.
  var byStatus: [(status: Int, count: Int)] {
    answers.indices.compactMap { place in
      let count = answers[place].load(ordering: .relaxed)
      return count > 0 ? (place + Self.statuses.lowerBound, count) : nil
    }
  }

  /// How many answers there were in each of the histogram's classes; the last has no upper end.
  var byClass: [Int] { classes.indices.map { classes[$0].load(ordering: .relaxed) } }

  /// The microseconds of all answers together.
  var microseconds: Int { total.load(ordering: .relaxed) }
}
