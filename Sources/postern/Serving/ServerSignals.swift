import Glibc

/// The signals that a server answers, one after the other on the main thread. To be made before any other thread is, as
/// threads inherit what is blocked.
struct ServerSignals {
  /// What a signal asks for.
  enum Request {
    case stop, reload
    /// Nothing came within the time.
    case none
  }

  private var set = sigset_t()

  init() {
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
  }

  /// Waits for the next one, at most so long.
  func next(within time: Duration) -> Request {
    var set = set
    let (seconds, attoseconds) = max(time, .zero).components
    var limit = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    switch sigtimedwait(&set, nil, &limit) {
    case SIGTERM, SIGINT: return .stop
    case SIGHUP: return .reload
    default: return .none
    }
  }
}
