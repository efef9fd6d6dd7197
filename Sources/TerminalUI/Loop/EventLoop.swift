import Glibc

/// Waits for input, signals, wake-ups from other threads, and a point in time; sleeps until one of them is there.
public struct EventLoop {
  /// What there is to do.
  public struct Wake: OptionSet, Sendable {
    /// One bit a cause.
    public let rawValue: Int
    /// A set of causes.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Call `Terminal.readEvents`.
    public static let input = Wake(rawValue: 1)
    /// Call `Signals.drain`.
    public static let signals = Wake(rawValue: 2)
    /// Somebody called `Waker.wake`.
    public static let woken = Wake(rawValue: 4)
    /// The time has come.
    public static let time = Wake(rawValue: 8)
    /// The terminal is gone: leave. Comes every time from then on.
    public static let hangUp = Wake(rawValue: 16)
  }

  private let input: Int32
  private let signals: Signals
  private let waker: Waker?
  private let terminal: Int32

  /// A loop over a terminal's input, the process's signals and what other threads do.
  ///
  /// - Parameter terminal: a terminal that somebody else reads from meanwhile; only its end is of interest.
  public init(input: Int32, signals: Signals, waker: Waker? = nil, terminal: Int32? = nil) {
    self.input = input
    self.signals = signals
    self.waker = waker
    self.terminal = terminal ?? -1
  }

  /// Sleeps until something is there.
  ///
  /// - Parameter deadline: when to return at the latest, with `.time`; nil sleeps as long as it takes.
  /// - Returns: everything that is there; never nothing.
  public func wait(until deadline: ContinuousClock.Instant? = nil) -> Wake {
    var polled = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: waker?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: terminal, events: 0, revents: 0),
    ]
    while true {
      let count = poll(&polled, nfds_t(polled.count), EventLoop.milliseconds(until: deadline))
      if count < 0, errno == EINTR { continue }
      var wake = EventLoop.terminalWake(polled[0].revents).union(EventLoop.terminalWake(polled[3].revents))
      if polled[1].revents != 0 { wake.insert(.signals) }
      if polled[2].revents != 0 {
        waker?.clear()
        wake.insert(.woken)
      }
      if let deadline, ContinuousClock.now >= deadline { wake.insert(.time) }
      if !wake.isEmpty { return wake }
    }
  }

  /// Input that is left is read even from a terminal that is gone, and tells of the end itself.
  private static func terminalWake(_ events: Int16) -> Wake {
    var wake: Wake = []
    if events & Int16(POLLIN) != 0 { wake.insert(.input) }
    if events & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 { wake.insert(.hangUp) }
    return wake
  }

  /// The time left, rounded up so that the loop does not come back early and turn idly.
  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> Int32 {
    guard let deadline else { return -1 }
    let left = ContinuousClock.now.duration(to: deadline).components
    guard left.seconds >= 0, left.attoseconds > 0 || left.seconds > 0 else { return 0 }
    return Int32(clamping: left.seconds * 1000 + (left.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}
