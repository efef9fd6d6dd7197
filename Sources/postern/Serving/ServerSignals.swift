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

  /// Waits for the next one, at most so many seconds.
  func next(within seconds: Int) -> Request {
    var set = set
    var limit = timespec(tv_sec: seconds, tv_nsec: 0)
    switch sigtimedwait(&set, nil, &limit) {
    case SIGTERM, SIGINT: return .stop
    case SIGHUP: return .reload
    default: return .none
    }
  }
}
