import HTTPServer
import Synchronization

/// What the listener counts, for the metrics; it is there only once the routes are.
final class FrontCounts: Sendable {
  private let listener = Mutex<HTTPServer?>(nil)

  /// Counts what this listener counts.
  func watch(_ server: HTTPServer) { listener.withLock { $0 = server } }

  /// What it has counted; nothing before it listens.
  @Sendable func counts() -> HTTPServer.Counts? { listener.withLock { $0 }?.counts }
}
