import FoundationEssentials
import HTTPServer
import Model
import WebServer

/// A line of JSON on standard error for each request.
enum RequestLog {
  /// Writes one. Paths hold no secrets; queries, headers and bodies do, and are not told of.
  static func write(_ entry: WebServer.LogEntry) {
    let line = JSON.object([
      ("at", .string(Date().rfc3339)), ("method", .string(entry.method)), ("path", .string(entry.path)),
      ("status", .integer(Int64(entry.status))), ("microseconds", .integer(Int64(entry.microseconds))),
      ("address", .string(entry.address)),
    ])
    Console.log(line.compact)
  }

  /// Writes one of a request that got no further than the gate: what it said is not to be believed, or was never read.
  static func writeRefusal(_ refusal: HTTPRefusal, from address: String) {
    let line = JSON.object([
      ("at", .string(Date().rfc3339)), ("refused", .string(refusal.rawValue)),
      ("status", refusal.status.map { .integer(Int64($0)) } ?? .null), ("address", .string(address)),
    ])
    Console.log(line.compact)
  }
}
