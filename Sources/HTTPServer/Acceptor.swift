import CMicroHTTPD
import CSystem
import Glibc
import Threads

/// Takes new connections in and deals them out to libmicrohttpd's threads in turn. Were these to accept by themselves,
/// the one that is awake first would take all that come together, and a few busy clients would have one thread for
/// themselves while the others sleep.
// Sendable holds: MHD_add_connection may be called on any thread, and nothing changes after the start.
struct Acceptor: @unchecked Sendable {
  let engine: Engine
  let daemon: OpaquePointer
  let listener: Int32

  /// How long to wait for what another thread may bring: a connection that ends, a descriptor.
  private static let pause = Duration.milliseconds(5)

  /// Accepts on a thread of its own until the listener is shut down.
  ///
  /// - Returns: is posted when the thread has ended.
  func start() throws(Thread.Unavailable) -> CountingSemaphore {
    let ended = CountingSemaphore()
    try Thread.start("postern-accept") {
      run()
      ended.post()
    }
    return ended
  }

  /// Takes in whoever has connected and still waits to be accepted: they would be reset when the listener closes. For
  /// who ends the server.
  func takeRest() {
    let flags = fcntl(listener, F_GETFL)
    guard flags >= 0, fcntl(listener, F_SETFL, flags | O_NONBLOCK) == 0 else { return }
    for _ in 0..<Listener.backlog {
      if let code = accept(), Self.isOver(code) || Self.isFull(code) { return }
    }
  }

  private func run() {
    // A connection is in the table once its thread has begun with it; those on the way there count as well.
    var given = 0
    while !engine.isStopping {
      let (open, begun) = engine.table.tally
      given = max(given, begun)
      guard open + given - begun < engine.settings.connectionLimit else {
        Thread.sleep(for: Self.pause)
        // What has not begun by now is taken for one that could not.
        given = begun
        continue
      }
      if let code = accept() {
        if Self.isOver(code) { return }
        if Self.isFull(code) { Thread.sleep(for: Self.pause) }
      } else {
        given += 1
      }
    }
  }

  /// Takes one in, once it comes.
  ///
  /// - Returns: why none was, as in errno; nil when one was.
  private func accept() -> Int32? {
    var address = sockaddr_storage()
    var length = socklen_t()
    let descriptor = postern_accept(listener, &address, &length)
    guard descriptor >= 0 else { return errno }
    engine.accepted.add(1, ordering: .sequentiallyConsistent)
    withUnsafePointer(to: address) { storage in
      storage.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        // It closes what it cannot take.
        _ = MHD_add_connection(daemon, descriptor, $0, length)
      }
    }
    return nil
  }

  // What accept(2) says. Any other error is that one's own trouble, or a signal.

  /// Nobody comes any more; EAGAIN: who ends the server takes the rest.
  private static func isOver(_ code: Int32) -> Bool {
    [EINVAL, EBADF, ENOTSOCK, EOPNOTSUPP, EAGAIN].contains(code)
  }

  /// They stay in the queue until there is room again.
  private static func isFull(_ code: Int32) -> Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }
}
