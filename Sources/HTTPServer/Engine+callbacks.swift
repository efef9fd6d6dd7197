import CMicroHTTPD
import Glibc

/// What libmicrohttpd calls, on its own threads.
extension Engine {
  /// Starts a daemon that calls this engine, which it keeps until it is told that the daemon has ended.
  func start() throws(HTTPServerError) -> OpaquePointer {
    var start = postern_mhd_settings()
    start.workers = UInt32(clamping: max(1, settings.workers))
    // The acceptor keeps the limit. The library, which hears later than it that a connection has ended, would close what
    // is one too many.
    start.connections = UInt32(clamping: max(1, settings.connectionLimit) + 4096)
    start.memory = Self.memoryPerConnection
    start.context = Unmanaged.passRetained(self).toOpaque()
    start.target = { _, target, connection in
      guard let target, let connection else { return nil }
      let context = postern_mhd_socket_context(connection)
      Engine.with(context) { $0.begin(target: target) }
      return context
    }
    start.handler = { _, handle, target, method, version, upload, uploadLength, context in
      guard let handle, let target, let method, let version, let uploadLength, let context = context?.pointee else {
        return .NO
      }
      return Engine.with(context) {
        $0.proceed(handle, method: method, target: target, version: version, upload: upload, length: uploadLength)
      } ?? .NO
    }
    start.completed = { _, handle, context, reason in
      guard let handle else { return }
      Engine.with(context?.pointee) { $0.completed(handle, reason) }
    }
    start.notified = { engine, handle, context, event in
      guard let engine, let handle, let context else { return }
      if event == .CONNECTION_NOTIFY_STARTED {
        let engine = Unmanaged<Engine>.fromOpaque(engine).takeUnretainedValue()
        context.pointee = engine.connected(handle)
      } else {
        Engine.with(context.pointee) { $0.engine.table.remove($0) }
        context.pointee = nil
      }
    }
    let daemon =
      if certificate.withLock({ $0 }) != nil {
        Certificate.priorities.withCString { priorities in
          start.priorities = priorities
          return postern_mhd_start(&start)
        }
      } else {
        postern_mhd_start(&start)
      }
    guard let daemon else {
      let reason = HTTPServerError.words(errno)
      release()
      throw .cannotStart(reason: reason)
    }
    return daemon
  }

  /// Lets go of what `start` kept.
  func release() { Unmanaged.passUnretained(self).release() }

  /// Room for the head of a request, with the longest target and 3 kB of headers, or for that of its answer.
  /// libmicrohttpd writes zeros over all of it after each request, and so makes the system give it: a third of the
  /// library's own choice is faster, and lets ten thousand connections wait in 150 MB.
  static let memoryPerConnection = 12_288

  /// A connection by the pointer that libmicrohttpd was given; the table keeps it meanwhile.
  @discardableResult
  private static func with<Result>(_ context: UnsafeMutableRawPointer?, _ body: (Connection) -> Result) -> Result? {
    guard let context else { return nil }
    return Unmanaged<Connection>.fromOpaque(context)._withUnsafeGuaranteedRef(body)
  }

  /// A client has connected.
  private func connected(_ handle: OpaquePointer) -> UnsafeMutableRawPointer? {
    let descriptor = postern_mhd_descriptor(handle)
    guard descriptor >= 0, let address = PeerAddress(postern_mhd_peer(handle)) else { return nil }
    // A session may be given its certificate until its handshake begins. So a newer one needs neither another daemon
    // nor a callback in the midst of the handshake, and the old one goes with its last connection.
    let certificate = certificate.withLock { $0 }
    if let session = postern_mhd_session(handle) { certificate?.use(in: session) }
    let connection = Connection(
      self, descriptor: descriptor, address: address, isTrustedProxy: isTrusted(address), certificate: certificate)
    if table.add(connection) > settings.connectionLimitPerAddress, !connection.isTrustedProxy {
      connection.isBarred = true
      connection.phase.enter(.closing, at: clock.now)
      count(.connections, from: address)
      postern_hang_up(descriptor)
    }
    return Unmanaged.passUnretained(connection).toOpaque()
  }
}
