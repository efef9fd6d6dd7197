import CMicroHTTPD
import Synchronization

/// A request whose connection sleeps until it is answered. Only the first answer counts, and it wakes the connection:
/// a sleeping connection stays until then, whatever the client does.
// Sendable holds: the pointer is only used by whoever gave the first answer, while the connection sleeps.
final class Ticket: @unchecked Sendable {
  private let answer = Mutex<(@Sendable () -> HTTPResponse)?>(nil)
  private let isAnswered = Atomic(false)
  private let sleeper: OpaquePointer
  private let engine: Engine

  /// The engine counts one more sleeper until the connection has been woken.
  init(_ sleeper: OpaquePointer, _ engine: Engine) {
    self.sleeper = sleeper
    self.engine = engine
  }

  /// Gives what makes the answer, from any thread.
  func give(_ response: @escaping @Sendable () -> HTTPResponse) {
    guard !isAnswered.exchange(true, ordering: .acquiringAndReleasing) else { return }
    answer.withLock { $0 = response }
    MHD_resume_connection(sleeper)
    engine.hasWoken()
  }

  /// The answer, on the connection's own thread.
  func take() -> HTTPResponse? { answer.withLock { $0.take() }?() }
}

/// What a responder holds: whoever loses it cannot leave a client waiting for ever.
final class TicketHolder: Sendable {
  private let ticket: Ticket

  init(_ ticket: Ticket) { self.ticket = ticket }

  deinit { ticket.give { HTTPResponse(status: 500) } }

  func give(_ response: @escaping @Sendable () -> HTTPResponse) { ticket.give(response) }
}
