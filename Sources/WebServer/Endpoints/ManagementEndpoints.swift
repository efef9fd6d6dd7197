import Glibc
import HTTPServer
import Model
import Storage

/// What looks after a server asks it: whether it lives, and what it has counted.
struct ManagementEndpoints: Sendable {
  let services: WebServices
  /// What the listener counts.
  let front: @Sendable () -> HTTPServer.Counts?

  /// `GET /healthz`: whether the database answers.
  func health(_ request: HTTPRequest) -> HTTPAnswer {
    do throws(StorageError) {
      _ = try services.pool.with { (store) throws(StorageError) in
        try store.changeCounter()
      } orElse: { (error) throws(StorageError) in
        throw error
      }
      return .now(.text("ok\n"))
    } catch {
      return .now(.text("The database does not answer.\n", status: 503, headers: [("Retry-After", "1")]))
    }
  }

  /// `GET /metrics`: everything that was counted, for Prometheus.
  func metrics(_ request: HTTPRequest) -> HTTPAnswer {
    let sizes = MetricsPage.Sizes(
      database: Self.size(of: services.pool.path), log: Self.size(of: services.pool.path + "-wal"))
    let page = MetricsPage(
      services.metrics, writer: services.writer.statistics, front: front(), sizes: sizes)
    return .now(.text(page.text, type: "text/plain; version=0.0.4; charset=utf-8"))
  }

  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
