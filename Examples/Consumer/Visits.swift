import Cryptography
import OAuthClient
import Synchronization

/// What the example knows of each browser, while it runs.
final class Visits: Sendable {
  struct Visit: Sendable {
    /// What the answer to the open question must bring back.
    var state: String?
    /// The proof key of the open question.
    var verifier: String?
    /// What was given.
    var tokens: Tokens?
  }

  /// More browsers than an example has; the oldest are forgotten.
  private static let limit = 1000
  private let all = Mutex<[(id: String, visit: Visit)]>([])

  /// The visit of a cookie, or a new one.
  func visit(_ cookie: String?) -> (id: String, visit: Visit) {
    all.withLock { all in
      if let cookie, let found = all.first(where: { $0.id == cookie }) { return found }
      let new = (id: Base62.random(length: 32, random: .system), visit: Visit())
      all.append(new)
      if all.count > Self.limit { all.removeFirst() }
      return new
    }
  }

  func change(_ id: String, _ body: (inout Visit) -> Void) {
    all.withLock { all in
      if let index = all.firstIndex(where: { $0.id == id }) { body(&all[index].visit) }
    }
  }
}
