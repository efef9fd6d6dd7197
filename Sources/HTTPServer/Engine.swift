import CMicroHTTPD
import Synchronization
import Threads

/// What libmicrohttpd's threads share.
final class Engine: Sendable {
  let settings: HTTPServerSettings
  let handler: @Sendable (HTTPRequest) -> HTTPAnswer
  private let refused: @Sendable (HTTPRefusal, _ address: String) -> Void
  let clock = CoarseClock()
  let table = ConnectionTable()
  let certificate: Mutex<Certificate?>
  private let trusted: Set<PeerAddress>
  private let stopping = Atomic(false)
  private let ending = Atomic(false)
  private let ended = Atomic(false)
  private let sleepers = Atomic(0)
  /// Connections that were handed to libmicrohttpd so far.
  let accepted = Atomic(0)
  private let refusals = Mutex<[HTTPRefusal: Int]>([:])

  init(
    _ settings: HTTPServerSettings, certificate: Certificate?,
    refused: @escaping @Sendable (HTTPRefusal, _ address: String) -> Void,
    handler: @escaping @Sendable (HTTPRequest) -> HTTPAnswer
  ) throws(HTTPServerError) {
    self.settings = settings
    self.refused = refused
    self.handler = handler
    self.certificate = Mutex(certificate)
    var trusted: Set<PeerAddress> = []
    for text in settings.trustedProxies {
      guard let address = PeerAddress(text) else { throw .notAnAddress(text) }
      trusted.insert(address)
    }
    self.trusted = trusted
  }

  func isTrusted(_ address: PeerAddress) -> Bool { trusted.contains(address) }

  /// Requests that begin from now on are refused.
  var isStopping: Bool { stopping.load(ordering: .relaxed) }
  func beginStopping() { stopping.store(true, ordering: .relaxed) }

  /// Whether all is over.
  var hasEnded: Bool { ended.load(ordering: .relaxed) }
  func end() { ended.store(true, ordering: .relaxed) }

  /// Takes note of a refusal.
  func count(_ refusal: HTTPRefusal, from address: PeerAddress) {
    refusals.withLock { $0[refusal, default: 0] += 1 }
    refused(refusal, address.text)
  }
  var counted: [HTTPRefusal: Int] { refusals.withLock { $0 } }

  // A connection may not sleep when the daemon is stopped. So each is counted before anybody looks whether the server
  // is ending; and who ends it sets that first and then waits for the count to be none. One of both sees the other.

  /// Counts one more sleeper; false when it is too late to sleep.
  func maySleep() -> Bool {
    sleepers.add(1, ordering: .sequentiallyConsistent)
    if !ending.load(ordering: .sequentiallyConsistent) { return true }
    hasWoken()
    return false
  }

  func hasWoken() { sleepers.subtract(1, ordering: .sequentiallyConsistent) }

  /// Answers all that sleep, until none does and none will.
  func wakeEverybody() {
    ending.store(true, ordering: .sequentiallyConsistent)
    while sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      for ticket in table.tickets { ticket.give { .refusing(.stopping) } }
      Thread.sleep(for: .milliseconds(1))
    }
  }
}

/// The connections that are open, for who must end them.
final class ConnectionTable: Sendable {
  private struct Content {
    var all: [Connection] = []
    var perGroup: [UInt64: Int] = [:]
    var begun = 0
  }

  private let content = Mutex(Content())

  var count: Int { content.withLock { $0.all.count } }

  /// How many are open, and how many there have ever been.
  var tally: (open: Int, begun: Int) { content.withLock { ($0.all.count, $0.begun) } }

  /// Adds a connection, and says how many of its address there are now.
  func add(_ connection: Connection) -> Int {
    content.withLock { content in
      connection.slot = content.all.count
      content.all.append(connection)
      content.begun += 1
      return content.perGroup.bump(connection.address.group, by: 1)
    }
  }

  /// Removes a connection, before its descriptor is closed.
  func remove(_ connection: Connection) {
    content.withLock { content in
      let last = content.all.removeLast()
      if last !== connection {
        last.slot = connection.slot
        content.all[connection.slot] = last
      }
      _ = content.perGroup.bump(connection.address.group, by: -1)
    }
  }

  /// Looks at each connection; its descriptor is open meanwhile.
  func forEach(_ body: (Connection) -> Void) { content.withLock { $0.all.forEach(body) } }

  /// Whether a request is under way in any of them, or may be on its way in one that has just begun.
  func isBusy(at now: UInt64) -> Bool {
    content.withLock { content in
      content.all.contains { connection in
        let (kind, since) = connection.phase.current
        return switch kind {
        case .fresh: now < since + Self.youth
        case .idle, .closing: false
        case .header, .body, .working, .sending: true
        }
      }
    }
  }

  /// For so many milliseconds is the first request of a connection waited for when the server ends.
  static let youth: UInt64 = 200

  /// What is waited for.
  var tickets: [Ticket] {
    let all = content.withLock { $0.all }
    return all.compactMap { connection in connection.ticket.withLock { $0 } }
  }
}

extension Dictionary where Value == Int {
  /// Adds to a count, which goes when it is none.
  fileprivate mutating func bump(_ key: Key, by step: Int) -> Int {
    let count = self[key, default: 0] + step
    self[key] = count > 0 ? count : nil
    return count
  }
}
