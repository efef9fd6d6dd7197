import Glibc
import HTTPServer
import Model
import Storage

/// What looks after a server asks it: whether it lives, and what it has counted.
struct ManagementEndpoints: Sendable {
  let services: WebServices
  /// More numbers, from whoever runs the server.
  let gauges: @Sendable () -> [(name: String, help: String, value: Int)]

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
    var status = stat()
    let size = stat(services.pool.path, &status) == 0 ? Int(status.st_size) : 0
    let text = services.metrics.text(
      writer: services.writer.statistics, databaseSize: size, gauges: gauges())
    return .now(.text(text, type: "text/plain; version=0.0.4; charset=utf-8"))
  }
}
