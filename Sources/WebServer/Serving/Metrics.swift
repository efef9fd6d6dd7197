import Storage
import Synchronization

/// What a server counts, and tells in the text format of Prometheus.
public final class Metrics: Sendable {
  /// The upper ends of the histogram's classes, in microseconds.
  static let bounds = [100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000]

  private struct Answers: Hashable {
    let route: String
    let status: Int
  }

  private struct State {
    var answers: [Answers: Int] = [:]
    var classes = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    var totalMicroseconds = 0
    var issued: [String: Int] = [:]
    var revoked = 0
    var refused: [String: Int] = [:]
  }

  private let state = Mutex(State())

  /// Nothing counted yet.
  public init() {}

  /// Counts an answer.
  ///
  /// - Parameter microseconds: how long it took.
  func count(route: String, status: Int, microseconds: Int) {
    let place = Self.bounds.firstIndex { microseconds <= $0 } ?? Self.bounds.count
    state.withLock { state in
      state.answers[Answers(route: route, status: status), default: 0] += 1
      state.classes[place] += 1
      state.totalMicroseconds += microseconds
    }
  }

  /// Counts an access token that was given by a grant.
  func countIssued(by grant: String) { state.withLock { $0.issued[grant, default: 0] += 1 } }

  /// Counts a token that a client gave back.
  func countRevoked() { state.withLock { $0.revoked += 1 } }

  /// Counts a refusal by its code.
  func countRefused(_ reason: String) { state.withLock { $0.refused[reason, default: 0] += 1 } }

  /// Everything, with what the writer and the database know.
  ///
  /// - Parameters:
  ///   - writer: what was committed.
  ///   - databaseSize: bytes of the database file.
  ///   - gauges: more, by name: what each is called, what it means, its value.
  func text(
    writer: GroupWriter.Statistics, databaseSize: Int, gauges: [(name: String, help: String, value: Int)]
  ) -> String {
    let state = state.withLock { $0 }
    var page = MetricsPage()
    page.begin("postern_http_requests_total", "counter", "Requests by route and status.")
    for (answers, count) in state.answers.sorted(by: { ($0.key.route, $0.key.status) < ($1.key.route, $1.key.status) })
    {
      page.add("postern_http_requests_total{route=\"\(answers.route)\",status=\"\(answers.status)\"}", count)
    }
    page.addHistogram(
      "postern_http_request_duration_seconds", "Time from the whole request to its answer.", bounds: Self.bounds,
      classes: state.classes, total: state.totalMicroseconds)
    page.add("postern_tokens_issued_total", "Access tokens given, by grant.", by: "grant", state.issued)
    page.begin("postern_tokens_revoked_total", "counter", "Tokens given back by applications.")
    page.add("postern_tokens_revoked_total", state.revoked)
    page.add("postern_refused_total", "Requests of the protocol refused, by error.", by: "error", state.refused)
    page.begin("postern_commits_total", "counter", "Transactions of the group writer.")
    page.add("postern_commits_total", writer.commits)
    page.begin("postern_committed_changes_total", "counter", "Changes in those transactions.")
    page.add("postern_committed_changes_total", writer.changes)
    let all = [
      ("postern_commit_largest_changes", "Most changes in one transaction.", writer.largest),
      ("postern_database_bytes", "Size of the database file.", databaseSize),
    ]
    for (name, help, value) in all + gauges {
      page.begin(name, "gauge", help)
      page.add(name, value)
    }
    return page.text
  }
}

/// A page in the text format of Prometheus, version 0.0.4.
private struct MetricsPage {
  private(set) var text = ""

  mutating func begin(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  mutating func add(_ name: String, _ value: Int) { text += "\(name) \(value)\n" }

  mutating func add(_ name: String, _ help: String, by label: String, _ values: [String: Int]) {
    begin(name, "counter", help)
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { add("\(name){\(label)=\"\(key)\"}", value) }
  }

  mutating func addHistogram(_ name: String, _ help: String, bounds: [Int], classes: [Int], total: Int) {
    begin(name, "histogram", help)
    var count = 0
    for (bound, value) in zip(bounds, classes) {
      count += value
      add("\(name)_bucket{le=\"\(seconds(bound))\"}", count)
    }
    count += classes.last ?? 0
    add("\(name)_bucket{le=\"+Inf\"}", count)
    text += "\(name)_sum \(seconds(total))\n"
    add("\(name)_count", count)
  }

  private func seconds(_ microseconds: Int) -> String { "\(Double(microseconds) / 1_000_000)" }
}
