import HTTPServer
import Synchronization

/// What the listener counts, for the metrics; it is there only once the routes are.
final class FrontCounts: Sendable {
  private let listener = Mutex<HTTPServer?>(nil)

  /// Counts what this listener counts.
  func watch(_ server: HTTPServer) { listener.withLock { $0 = server } }

  /// The numbers by their names.
  @Sendable func gauges() -> [(name: String, help: String, value: Int)] {
    guard let counts = listener.withLock({ $0 })?.counts else { return [] }
    return [
      ("postern_http_connections", "Open connections.", counts.connections),
      (
        "postern_http_gate_refusals", "Requests refused before any route, since the start.",
        counts.refused.values.reduce(0, +)
      ),
    ]
  }
}
