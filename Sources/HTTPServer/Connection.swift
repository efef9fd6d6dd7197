import Glibc
import Synchronization

/// What is known of a client's connection, from its beginning to its end; one request after the other is in it.
// Sendable holds: what is not atomic or under a lock is only touched by callbacks of libmicrohttpd, which makes all of
// one connection on one thread; `slot` is guarded by the lock of the table.
final class Connection: @unchecked Sendable {
  /// A request, from its first line to its answer.
  struct Exchange {
    /// The target as it came.
    var target: [UInt8] = []
    var step = Step.head
    var request: HTTPRequest?
    /// How much of the connection's memory the head has taken, if that is known already.
    var headMemory: Int?
  }

  /// What a request waits for.
  enum Step {
    /// Its headers.
    case head
    /// The head was let through, its body may be on its way.
    case body
    /// Nothing more is taken.
    case refused
    /// The answer, which something else makes.
    case answer(Ticket)
  }

  unowned(unsafe) let engine: Engine
  let descriptor: Int32
  let address: PeerAddress
  let isSecure: Bool
  let isTrustedProxy: Bool
  /// Held as long as the session that uses it.
  let certificate: Certificate?
  let phase: Phase
  /// Where it stands in the table of connections.
  var slot = 0
  /// One too many of its address: what it has sent is not looked at.
  var isBarred = false
  /// The one in hand. Behind a pointer, as Swift would look at every access to a variable for others at the same time.
  let exchange = UnsafeMutablePointer<Exchange>.allocate(capacity: 1)
  /// What is waited for, for who ends the server.
  let ticket = Mutex<Ticket?>(nil)

  init(
    _ engine: Engine, descriptor: Int32, address: PeerAddress, isTrustedProxy: Bool, certificate: Certificate?
  ) {
    self.engine = engine
    self.descriptor = descriptor
    self.address = address
    self.isSecure = certificate != nil
    self.isTrustedProxy = isTrustedProxy
    self.certificate = certificate
    phase = Phase(at: engine.clock.advance())
    exchange.initialize(to: Exchange())
  }

  deinit {
    exchange.deinitialize(count: 1)
    exchange.deallocate()
  }

  /// The first line of a request is there.
  func begin(target text: UnsafePointer<CChar>) {
    let bytes = UnsafeBufferPointer(cString: text, count: strlen(text))
    exchange.pointee.target.replaceSubrange(0..., with: bytes)
    exchange.pointee.step = engine.isStopping || isBarred ? .refused : .head
    phase.enter(.header, at: engine.clock.now)
  }

  /// The request is done with, answered or not.
  func finish() {
    exchange.pointee.step = .head
    exchange.pointee.request = nil
    exchange.pointee.headMemory = nil
    phase.enter(.idle, at: engine.clock.now)
  }
}

/// What a connection is waited for, and since when; read by the thread that ends what takes too long.
struct Phase: ~Copyable {
  enum Kind: UInt64 {
    /// Connected, and no request yet.
    case fresh
    /// Between two requests.
    case idle
    case header
    case body
    /// With the handler, which takes its time.
    case working
    case sending
    /// Being closed.
    case closing
  }

  private let word: Atomic<UInt64>

  init(at now: UInt64) { word = Atomic(now << 3) }

  func enter(_ kind: Kind, at now: UInt64) { word.store(now << 3 | kind.rawValue, ordering: .relaxed) }

  /// The kind, and the milliseconds of the clock when it began.
  var current: (kind: Kind, since: UInt64) {
    let word = word.load(ordering: .relaxed)
    return (Kind(rawValue: word & 7) ?? .working, word >> 3)
  }
}

/// Milliseconds since some time, as coarse as who asks for them needs them: looking at it costs a load.
struct CoarseClock: ~Copyable {
  private let milliseconds: Atomic<UInt64>

  init() { milliseconds = Atomic(Self.precise) }

  var now: UInt64 { milliseconds.load(ordering: .relaxed) }

  /// Sets it, and says what to.
  func advance() -> UInt64 {
    let now = Self.precise
    milliseconds.store(now, ordering: .relaxed)
    return now
  }

  private static var precise: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
  }
}
