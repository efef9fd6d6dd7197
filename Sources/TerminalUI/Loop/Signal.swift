import CSystem
import Glibc

/// A signal that the program answers in its own time.
public enum Signal: Sendable, Hashable {
  /// TERM: end in good order.
  case terminate
  /// HUP: the terminal is gone; end without drawing.
  case hangUp
  /// INT from outside; Ctrl-C is a key.
  case interrupt
  /// WINCH: ask for the size.
  case resized
  /// CONT: the program was stopped and goes on.
  case continued
  /// TSTP from outside; Ctrl-Z is a key.
  case stop

  /// Whether it asks the program to end.
  public var ends: Bool { self == .terminate || self == .hangUp || self == .interrupt }

  init?(number: Int32) {
    switch number {
    case SIGTERM: self = .terminate
    case SIGHUP: self = .hangUp
    case SIGINT: self = .interrupt
    case SIGWINCH: self = .resized
    case SIGCONT: self = .continued
    case SIGTSTP: self = .stop
    default: return nil
    }
  }
}

/// The signals of this process. Fatal ones restore the terminal and then do what they always do, so that exit status and
/// core file are those of the crash; a second TERM while the first is unanswered ends the program as well. PIPE is
/// ignored.
public struct Signals: Sendable {
  /// What to poll.
  public let descriptor: Int32

  /// Begins to catch signals; to be called before a ``Terminal`` is opened, which else lets ncurses catch some.
  public init() throws(TerminalError) {
    descriptor = postern_signals_install()
    guard descriptor >= 0 else { throw .unusable(code: -descriptor) }
  }

  /// What came since the last time, each once, in the order of its first coming.
  public func drain() -> [Signal] {
    var signals: [Signal] = []
    var numbers = [UInt8](repeating: 0, count: 64)
    while true {
      let count = postern_signals_take(&numbers, numbers.count)
      for number in numbers.prefix(count) {
        if let signal = Signal(number: Int32(number)), !signals.contains(signal) { signals.append(signal) }
      }
      if count < numbers.count { return signals }
    }
  }
}
