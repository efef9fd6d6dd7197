import CNCurses
import Glibc

extension Terminal {
  /// Everything that has arrived, without waiting for more; only behind an Escape does it wait, 25 ms at most (or
  /// ESCDELAY), to see whether a key's sequence follows.
  public func readEvents() -> [InputEvent] {
    guard !isClosed else { return [.endOfInput] }
    var events: [InputEvent] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let patience = decoder.isUndecided ? escapeDelay : 0
      var waiting = pollfd(fd: inputDescriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, patience)
      if ready < 0, errno == EINTR { continue }
      guard ready > 0 else { return events + decoder.settle(at: Terminal.now) }
      let count = read(inputDescriptor, &buffer, buffer.count)
      if count > 0 {
        events += decoder.feed(buffer[..<count], at: Terminal.now)
      } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
        return events + decoder.settle(at: Terminal.now) + [.endOfInput]
      } else if errno == EAGAIN {
        return events + decoder.settle(at: Terminal.now)
      }
      // Whoever sends without a pause still gets to see what it does.
      if events.count > 4096 { return events }
    }
  }

  /// Milliseconds on a clock that only goes forward.
  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
  }

  /// What terminfo says this terminal's keys send.
  static func keySequences() -> KeySequences {
    var sequences = KeySequences()
    let keys: [(String, Key)] = [
      ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
      ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kich1", .insert), ("kcbt", .backTab),
      ("kent", .enter), ("kbs", .backspace),
    ]
    for (capability, key) in keys + (1...12).map({ ("kf\($0)", Key.function($0)) }) {
      if let text = TerminalDescription.string(capability) { sequences.add(Array(text.utf8), key) }
    }
    return sequences
  }
}
