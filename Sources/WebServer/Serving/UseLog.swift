import FoundationEssentials
import Model
import Storage
import Synchronization
import Threads

/// Remembers what was used until it is written. Each thread has a page of its own, as a rule, so that none waits.
final class UseLog: Sendable {
  private final class Page: Sendable {
    let uses = Mutex(Uses())
  }

  private let pages = (0..<8).map { _ in Page() }

  /// A token was shown.
  func note(_ token: BearerToken, at now: Date) { page.uses.withLock { $0.note(token, at: now) } }

  /// A client has authenticated.
  func note(_ client: ProtocolClient, with secret: Identifier<ClientSecret>?, at now: Date) {
    page.uses.withLock { $0.note(client, with: secret, at: now) }
  }

  /// Hands everything since the last time to a writer, a few rows at a time, so that nobody waits long for them.
  func write(to writer: GroupWriter, atMost most: Int) {
    guard pages.reduce(0, { $0 + $1.uses.withLock { $0.count } }) <= most else { return }
    for part in take().parts(of: 200) {
      writer.submit(part.change) { [self] result in
        // Kept for the next time. What the matter is, is told where requests cannot be answered.
        if case .failure = result { page.uses.withLock { $0.merge(part) } }
      }
    }
  }

  private func take() -> Uses {
    pages.reduce(into: Uses()) { all, page in
      let taken = page.uses.withLock { uses in
        defer { uses = Uses() }
        return uses
      }
      all.merge(taken)
    }
  }

  private var page: Page { pages[Thread.place(among: pages.count)] }
}
