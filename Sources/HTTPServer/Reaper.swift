import CMicroHTTPD
import Threads

/// Ends connections that take too long, whatever they send meanwhile: libmicrohttpd's own time-out begins anew with
/// every byte.
enum Reaper {
  /// Looks at all connections from time to time until the server has ended, on a thread of its own.
  static func start(for engine: Engine) throws(Thread.Unavailable) {
    try Thread.start("postern-reaper") { run(engine) }
  }

  private static func run(_ engine: Engine) {
    let settings = engine.settings
    let shortest = min(settings.headerTimeout, settings.bodyTimeout, settings.idleTimeout)
    let interval = Duration.seconds(max(0.01, min(0.5, shortest / 4)))
    while !engine.hasEnded {
      Thread.sleep(for: interval)
      let now = engine.clock.advance()
      var refused: [(HTTPRefusal, PeerAddress)] = []
      engine.table.forEach { connection in
        if let refusal = look(at: connection, now: now, settings) { refused.append((refusal, connection.address)) }
      }
      // Whoever is told may take a while, and new connections would wait.
      for (refusal, address) in refused { engine.count(refusal, from: address) }
    }
  }

  /// Ends a connection that has taken too long.
  ///
  /// - Returns: what was refused by that.
  private static func look(
    at connection: Connection, now: UInt64, _ settings: HTTPServerSettings
  ) -> HTTPRefusal? {
    let (kind, since) = connection.phase.current
    let limit: (seconds: Double, refusal: HTTPRefusal?) =
      switch kind {
      case .fresh, .header: (settings.headerTimeout, .headerTimeout)
      case .body, .sending: (settings.bodyTimeout, .bodyTimeout)
      case .idle: (settings.idleTimeout, nil)
      case .working, .closing: (.infinity, nil)
      }
    guard now > since, Double(now - since) > limit.seconds * 1000 else { return nil }
    connection.phase.enter(.closing, at: now)
    // The thread that owns the connection sees it end, and closes it.
    postern_hang_up(connection.descriptor)
    return limit.refusal
  }
}
