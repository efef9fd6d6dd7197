import CMicroHTTPD
import Glibc
import Synchronization
import Threads

/// An HTTP/1.1 server: libmicrohttpd's threads, a gate that lets through only what can be read in one way, and a
/// handler behind it.
public final class HTTPServer: Sendable {
  /// What a server has to tell of itself.
  public struct Counts: Sendable {
    /// Connections that are open.
    public let connections: Int
    /// Requests and connections that were refused before the handler saw them, since the start.
    public let refused: [HTTPRefusal: Int]
  }

  /// The one who gives connections to a daemon that runs, and what is posted when it has ended.
  private struct Running {
    let acceptor: Acceptor
    let ended: CountingSemaphore
  }

  /// The port it listens at, also when any free one was asked for.
  public let port: UInt16

  private let engine: Engine
  private let running: Mutex<Running?>

  /// Listens, and answers from now on.
  ///
  /// - Parameters:
  ///   - settings: stay as they are while it runs.
  ///   - refused: told of each request and connection that gets no further than the gate; called on any thread.
  ///   - handler: is called for each request, on one of the workers' threads, and must not wait long: what takes longer
  ///     is answered later.
  public init(
    _ settings: HTTPServerSettings,
    refused: @escaping @Sendable (HTTPRefusal, _ address: String) -> Void = { _, _ in },
    handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer
  ) throws(HTTPServerError) {
    let certificate: Certificate? = if let files = settings.tls { try Certificate(files) } else { nil }
    let engine = try Engine(settings, certificate: certificate, refused: refused, handler: handler)
    let listener = try Listener(host: settings.host, port: settings.port)
    Descriptors.allow(settings.connectionLimit)
    do throws(HTTPServerError) {
      running = Mutex(try Self.start(engine, on: listener.descriptor))
    } catch {
      engine.end()
      close(listener.descriptor)
      throw error
    }
    self.engine = engine
    port = listener.port
  }

  deinit { stop(within: 0) }

  private static func start(_ engine: Engine, on listener: Int32) throws(HTTPServerError) -> Running {
    let daemon = try engine.start()
    do throws(Thread.Unavailable) {
      try Reaper.start(for: engine)
      let acceptor = Acceptor(engine: engine, daemon: daemon, listener: listener)
      return Running(acceptor: acceptor, ended: try acceptor.start())
    } catch {
      MHD_stop_daemon(daemon)
      engine.release()
      throw .cannotStart(reason: error.reason)
    }
  }

  /// Open connections, and what was refused.
  public var counts: Counts { Counts(connections: engine.table.count, refused: engine.counted) }

  /// Reads the certificate and its key from their files again: connections that begin from now on get the new one,
  /// those that are open keep the old one.
  ///
  /// - Throws: when the new one cannot be used; then the old one stays.
  public func reloadCertificate() throws(HTTPServerError) {
    guard let files = engine.settings.tls else { return }
    let certificate = try Certificate(files)
    engine.certificate.withLock { $0 = certificate }
  }

  /// Ends: takes no new connections, refuses requests that have not begun, lets those that have begun finish, and then
  /// closes all that is open. Not to be called by the handler. Once it has ended, nothing happens.
  ///
  /// - Parameter seconds: for what has begun; then requests that wait for their answer are told to try again.
  public func stop(within seconds: Double) {
    running.withLock { now in
      guard let running = now else { return }
      now = nil
      engine.beginStopping()
      let acceptor = running.acceptor
      acceptor.takeRest()
      // It returns from its waiting.
      postern_hang_up(acceptor.listener)
      running.ended.wait()
      close(acceptor.listener)
      waitForBeginnings()
      waitForQuiet(seconds)
      engine.wakeEverybody()
      // What they were told has yet to be sent.
      waitForQuiet(0.1)
      MHD_stop_daemon(acceptor.daemon)
      engine.end()
      engine.release()
    }
  }

  /// Whoever was taken in last may not have begun yet; one that could not begin is not waited for long.
  private func waitForBeginnings() {
    let accepted = engine.accepted.load(ordering: .sequentiallyConsistent)
    wait(Double(ConnectionTable.youth) / 1000) { _ in engine.table.tally.begun < accepted }
  }

  private func waitForQuiet(_ seconds: Double) {
    wait(seconds) { now in engine.table.isBusy(at: now) }
  }

  private func wait(_ seconds: Double, while isGoingOn: (_ now: UInt64) -> Bool) {
    let start = engine.clock.advance()
    var now = start
    while isGoingOn(now), Double(now - start) < seconds * 1000 {
      Thread.sleep(for: .milliseconds(2))
      now = engine.clock.advance()
    }
  }
}

/// The descriptors that the process may have.
enum Descriptors {
  /// Asks for enough of them, as many as the system lets it have without being asked.
  static func allow(_ connections: Int) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    let wanted = rlim_t(clamping: connections + 256)
    guard limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
