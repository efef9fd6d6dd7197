import CMicroHTTPD
import Glibc

/// Ends connections that take too long, whatever they send meanwhile: libmicrohttpd's own time-out begins anew with
/// every byte.
enum Reaper {
  private static let stackSize = 256 * 1024

  /// Looks at all connections from time to time until the server has ended, on a thread of its own.
  static func start(for engine: Engine) throws(HTTPServerError) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, stackSize)
    let context = Unmanaged.passRetained(engine)
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes,
      { context in
        if let context { Reaper.run(Unmanaged<Engine>.fromOpaque(context).takeRetainedValue()) }
        return nil
      }, context.toOpaque())
    guard code == 0 else {
      context.release()
      throw .cannotStart(reason: HTTPServerError.words(code))
    }
  }

  private static func run(_ engine: Engine) {
    let settings = engine.settings
    let shortest = min(settings.headerTimeout, settings.bodyTimeout, settings.idleTimeout)
    let interval = UInt32(max(10, min(500, shortest * 1000 / 4)))
    while !engine.hasEnded {
      Pause.milliseconds(interval)
      let now = engine.clock.advance()
      engine.table.forEach { look(at: $0, now: now, settings) }
    }
  }

  private static func look(at connection: Connection, now: UInt64, _ settings: HTTPServerSettings) {
    let (kind, since) = connection.phase.current
    let limit: (seconds: Double, refusal: HTTPRefusal?) =
      switch kind {
      case .fresh, .header: (settings.headerTimeout, .headerTimeout)
      case .body, .sending: (settings.bodyTimeout, .bodyTimeout)
      case .idle: (settings.idleTimeout, nil)
      case .working, .closing: (.infinity, nil)
      }
    guard now > since, Double(now - since) > limit.seconds * 1000 else { return }
    connection.phase.enter(.closing, at: now)
    if let refusal = limit.refusal { connection.engine.count(refusal) }
    // The thread that owns the connection sees it end, and closes it.
    postern_hang_up(connection.descriptor)
  }
}

/// Sleep, in the few places where nothing else can be waited for.
enum Pause {
  static func milliseconds(_ count: UInt32) { usleep(count * 1000) }
}
