import Accounts
import Configuration
import HTTPServer
import Model
import Storage
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

  /// Opens the database and listens.
  ///
  /// - Parameter settings: `listen`, `managementListen` and `tls` say where and how.
  init(settings: Settings, databasePath: String, options: Options) throws(Failure) {
    self.settings = settings
    let services = try stored { () throws(StorageError) in
      try WebServices(
        settings: settings, accountSettings: AccountSettings(settings), path: databasePath,
        isDevelopment: options.isDevelopment)
    }
    self.services = services
    let log = options.logsRequests ? RequestLog.write : nil
    let management = settings.managementListen
    let main = WebServer(services, side: management == nil ? .both : .public, log: log)
    var listeners = [try Self.listen(at: settings.listen, settings.tls, options, main)]
    if let management {
      listeners.append(try Self.listen(at: management, nil, options, WebServer(services, side: .management, log: log)))
    }
    self.listeners = listeners
  }

  private static func listen(
    at address: ListenAddress, _ tls: TLSFiles?, _ options: Options, _ server: WebServer
  ) throws(Failure) -> HTTPServer {
    var settings = HTTPServerSettings()
    settings.host = address.host
    settings.port = address.port
    settings.tls = tls.map { HTTPServerSettings.TLS(certificate: $0.certificate, key: $0.key) }
    if let workers = options.workers { settings.workers = workers }
    do throws(HTTPServerError) {
      return try HTTPServer(settings, handler: server.answer)
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

  /// Deletes a few rows that have expired, so that they never pile up.
  func purge() {
    do throws(StorageError) {
      _ = try services.pool.with { (store) throws(StorageError) in
        try store.purge(at: services.server.now, batch: Self.purgeBatch)
      } orElse: { (error) throws(StorageError) in
        throw error
      }
    } catch {
      Console.complain(error.sentence)
    }
  }

  /// Small enough that no request waits for it.
  private static let purgeBatch = 200

  /// Takes no more requests, answers those that have come, writes what is queued, and ends.
  func stop() {
    for listener in listeners { listener.stop(within: 10) }
    services.writer.stop()
  }
}
