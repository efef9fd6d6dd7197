import Accounts
import Configuration
import Glibc
import HTTPServer
import Model
import Storage
import Synchronization
import Threads
import WebServer

/// A server that listens, with what it works with.
final class RunningServer: Sendable {
  /// How it was asked to run.
  struct Options: Sendable {
    var isDevelopment = false
    var workers: Int?
    var logsRequests = false
  }

  private let services: WebServices
  private let listeners: [HTTPServer]
  private let settings: Settings
  private let ticks = Atomic(0)
  /// Whether the last purge failed.
  private let purgeFails = Mutex(false)
  private let checkpointsFail = Atomic(false)

  /// Opens the database and listens.
  ///
  /// - Parameter settings: `listen`, `managementListen`, `tls`, `trustedProxies` and `connections` say where and how.
  init(settings: Settings, databasePath: String, options: Options) throws(Failure) {
    self.settings = settings
    let services = try stored { () throws(StorageError) in
      try WebServices(
        settings: settings, accountSettings: AccountSettings(settings), path: databasePath,
        isDevelopment: options.isDevelopment)
    }
    self.services = services
    let log = options.logsRequests ? RequestLog.write : nil
    let front = FrontCounts()
    let side: WebServer.Side = settings.managementListen == nil ? .both : .public
    let main = WebServer(services, side: side, log: log, front: front.counts)
    var listeners = [try Self.listen(at: settings.listen, settings.tls, settings, options, main)]
    front.watch(listeners[0])
    if let management = settings.managementListen {
      let server = WebServer(services, side: .management, log: log, front: front.counts)
      listeners.append(try Self.listen(at: management, nil, settings, options, server))
    }
    self.listeners = listeners
  }

  private static func listen(
    at address: ListenAddress, _ tls: TLSFiles?, _ settings: Settings, _ options: Options, _ server: WebServer
  ) throws(Failure) -> HTTPServer {
    var http = HTTPServerSettings()
    http.host = address.host
    http.port = address.port
    http.tls = tls.map { HTTPServerSettings.TLS(certificate: $0.certificate, key: $0.key) }
    http.trustedProxies = settings.trustedProxies
    http.connectionLimit = settings.connections.total
    http.connectionLimitPerAddress = settings.connections.perAddress
    if let workers = options.workers { http.workers = workers }
    do throws(HTTPServerError) {
      guard options.logsRequests else { return try HTTPServer(http, handler: server.answer) }
      return try HTTPServer(http, refused: RequestLog.writeRefusal, handler: server.answer)
    } catch {
      throw .failed(error.sentence)
    }
  }

  /// Where it is reached on this machine.
  var address: String { "\(settings.tls == nil ? "http" : "https")://\(settings.listen)" }

  /// Reads certificate and key again; where they cannot be used, the old ones stay.
  func reloadCertificate() {
    for listener in listeners {
      do throws(HTTPServerError) {
        try listener.reloadCertificate()
      } catch {
        Console.complain("\(error.sentence) The certificate stays as it was.")
      }
    }
    if settings.tls != nil { Console.say("Read the certificate again.") }
  }

  /// Deletes rows that have expired, for half a second at most. A failure is told of once, until a purge has succeeded
  /// again.
  ///
  /// - Returns: whether some are left that could be deleted at once.
  func purge() -> Bool {
    let end = ContinuousClock.now + .milliseconds(500)
    do throws(StorageError) {
      var isComplete = false
      while !isComplete, ContinuousClock.now < end {
        let start = ContinuousClock.now
        isComplete = try purgeBatch().isComplete
        if !isComplete { Self.rest(after: .now - start) }
      }
      purgeFails.withLock { $0 = false }
      return !isComplete
    } catch {
      let isNew = purgeFails.withLock { fails in
        defer { fails = true }
        return !fails
      }
      if isNew { Console.complain("Expired rows cannot be deleted. \(error.sentence)") }
      return false
    }
  }

  /// Deletes a few, in the transaction of whatever requests write at that moment: nobody waits for a lock, and the disk is
  /// waited for once.
  private func purgeBatch() throws(StorageError) -> Purge {
    try services.writer.commit(Store.purge(at: services.server.now, batch: Self.rowsPerPurge))
  }

  /// Leaves the disk to the requests, the longer the busier it is; a signal waits no longer than that.
  private static func rest(after time: Duration) {
    Thread.sleep(for: min(time * 2, .milliseconds(100)))
  }

  /// Few enough that a transaction with them takes hardly longer.
  private static let rowsPerPurge = 5

  /// Does what is due every few seconds.
  func tick() {
    writeUses()
    tellOfCheckpoints()
  }

  /// Says once that the log is not moved into the database any more.
  private func tellOfCheckpoints() {
    guard let failure = services.writer.checkpointFailure, !checkpointsFail.exchange(true, ordering: .relaxed) else {
      return
    }
    Console.complain(
      "The disk failed while the write-ahead log was moved into the database; the log grows, nothing is lost. "
        + "Check the disk, end every program that has the database open, and start again. \(failure.sentence)")
  }

  /// Writes when tokens and clients were used last: every few seconds where that is little, and twice a minute else.
  private func writeUses() {
    let isDue = ticks.add(1, ordering: .relaxed).newValue % 6 == 0
    services.writeUses(atMost: isDue ? .max : 100)
  }

  /// Takes no more requests, answers those that have come, writes what is queued, and ends.
  func stop() {
    for listener in listeners { listener.stop(within: 10) }
    services.finish()
  }
}
