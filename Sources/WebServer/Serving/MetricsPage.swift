import HTTPServer
import Storage

/// Everything that is counted, in the text format of Prometheus, version 0.0.4.
struct MetricsPage {
  /// Bytes of the database's files.
  struct Sizes {
    var database = 0
    var log = 0
  }

  private(set) var text = ""

  /// - Parameters:
  ///   - writer: what was committed.
  ///   - front: what the listener counted; nothing before it listens.
  init(_ metrics: Metrics, writer: GroupWriter.Statistics, front: HTTPServer.Counts?, sizes: Sizes) {
    addRoutes(metrics.counters)
    let tallies = metrics.tallies
    add("postern_tokens_issued_total", "Access tokens given, by grant.", by: "grant", tallies.issued)
    let revoked = Metrics.Revocation.allCases.map { ($0.rawValue, tallies.revoked[$0] ?? 0) }
    add("postern_tokens_revoked_total", "Tokens ended before their time, by reason.", by: "reason", revoked)
    add("postern_refused_total", "Requests of the protocol refused, by error.", by: "error", tallies.refused)
    add("postern_commits_total", "counter", "Transactions of the group writer.", writer.commits)
    add("postern_committed_changes_total", "counter", "Changes in those transactions.", writer.changes)
    add("postern_commit_largest_changes", "gauge", "Most changes in one transaction.", writer.largest)
    add("postern_database_bytes", "gauge", "Size of the database file.", sizes.database)
    add("postern_database_log_bytes", "gauge", "Size of the write-ahead log.", sizes.log)
    guard let front else { return }
    add("postern_http_connections", "gauge", "Open connections.", front.connections)
    let refused = HTTPRefusal.allCases.map { ($0.rawValue, front.refused[$0] ?? 0) }
    add(
      "postern_http_gate_refusals_total", "Requests and connections refused before any route, by reason.",
      by: "reason", refused)
  }

  private mutating func addRoutes(_ counters: [(route: String, counter: RouteCounter)]) {
    begin("postern_http_requests_total", "counter", "Requests by route and status.")
    for (route, counter) in counters {
      for (status, count) in counter.byStatus {
        add("postern_http_requests_total{route=\"\(route)\",status=\"\(status)\"}", count)
      }
    }
    var classes = [Int](repeating: 0, count: Metrics.bounds.count + 1)
    for (_, counter) in counters {
      for (place, count) in counter.byClass.enumerated() { classes[place] += count }
    }
    addHistogram(
      "postern_http_request_duration_seconds", "Time from the whole request to its answer.", classes: classes,
      total: counters.reduce(0) { $0 + $1.counter.microseconds })
  }

  private mutating func begin(_ name: String, _ type: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private mutating func add(_ name: String, _ value: Int) { text += "\(name) \(value)\n" }

  private mutating func add(_ name: String, _ type: String, _ help: String, _ value: Int) {
    begin(name, type, help)
    add(name, value)
  }

  private mutating func add(_ name: String, _ help: String, by label: String, _ values: [String: Int]) {
    add(name, help, by: label, values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
  }

  private mutating func add(_ name: String, _ help: String, by label: String, _ values: [(String, Int)]) {
    begin(name, "counter", help)
    for (key, value) in values { add("\(name){\(label)=\"\(key)\"}", value) }
  }

  private mutating func addHistogram(_ name: String, _ help: String, classes: [Int], total: Int) {
    begin(name, "histogram", help)
    var count = 0
    for (bound, value) in zip(Metrics.bounds, classes) {
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
