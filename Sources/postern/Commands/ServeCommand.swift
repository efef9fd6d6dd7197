import Configuration
import Glibc
import Model

extension CommandOption {
  static let listen = CommandOption(
    long: "listen", value: "HOST:PORT", help: "where to listen (127.0.0.1:5000)")
  fileprivate static let issuer = CommandOption(
    long: "issuer", value: "URL", help: "the server's name in the protocol, and the root of its endpoints")
  fileprivate static let certificate = CommandOption(
    long: "tls-certificate", value: "FILE", help: "the certificate chain, in PEM")
  fileprivate static let key = CommandOption(long: "tls-key", value: "FILE", help: "its private key, in PEM")
  fileprivate static let development = CommandOption(
    long: "development", help: "add /oauth/info, /oauth/invalid and test:scope, for trying things out")
  fileprivate static let workers = CommandOption(
    long: "workers", value: "N", help: "threads that answer requests (one a processor)")
  fileprivate static let log = CommandOption(
    long: "log", value: "WHAT", help: "\"requests\": a line of JSON for each, on standard error")
}

extension Command {
  /// `postern serve`
  static let serve = Command(
    path: ["serve"], summary: "the OAuth 2.0 authorization server",
    detail:
      "It prints its address when it is ready. TERM lets it finish what it has begun; HUP reads the certificate again.",
    options: [.listen, .issuer, .certificate, .key, .development, .workers, .log],
    examples: [
      "postern serve",
      "postern serve --listen 0.0.0.0:443 --issuer https://auth.example.org --tls-certificate chain.pem --tls-key key.pem",
    ]
  ) { invocation throws(Failure) in
    let settings = try invocation.serverSettings()
    let options = RunningServer.Options(
      isDevelopment: invocation.has(.development), workers: try invocation.number(.workers, in: 1...256),
      logsRequests: try logsRequests(invocation))
    let signals = ServerSignals()
    let path = try invocation.databaseLocation().path
    let server = try RunningServer(settings: settings, databasePath: path, options: options)
    settings.serverWarnings.forEach { Console.say("Warning: \($0)") }
    try Console.print("Listening at \(server.address)")
    var nextTick = ContinuousClock.now + timeBetweenTicks
    // What expired while no server ran leaves at once.
    var isBehind = true
    while true {
      // Where many rows have expired, it only looks for signals before it goes on.
      switch signals.next(within: isBehind ? .zero : nextTick - .now) {
      case .stop:
        server.stop()
        return
      case .reload: server.reloadCertificate()
      case .none:
        isBehind = server.purge()
        guard ContinuousClock.now >= nextTick else { continue }
        server.tick()
        nextTick = .now + timeBetweenTicks
      }
    }
  }

  /// How often expired rows leave, and last uses are written.
  private static let timeBetweenTicks = Duration.seconds(5)

  private static func logsRequests(_ invocation: Invocation) throws(Failure) -> Bool {
    guard let what = invocation.value(.log) else { return false }
    guard what == "requests" else { throw .usage("--log takes \"requests\", not \(PlainText.quoted(what)).") }
    return true
  }
}

extension Invocation {
  /// The configuration with what the command line says instead.
  func serverSettings() throws(Failure) -> Settings {
    var settings = try settings()
    if let text = value(.listen) {
      guard let address = ListenAddress(text) else {
        throw .usage("--listen must be HOST:PORT, such as 127.0.0.1:5000, not \(PlainText.quoted(text)).")
      }
      settings.listen = address
    }
    if let text = value(.issuer) {
      do throws(IssuerURL.Problem) {
        settings.issuer = try IssuerURL(validating: text)
      } catch {
        throw .usage("--issuer cannot be \(PlainText.quoted(text)): \(error.sentence)")
      }
    }
    switch (value(.certificate), value(.key)) {
    case (nil, nil): break
    case (.some(let certificate), .some(let key)): settings.tls = TLSFiles(certificate: certificate, key: key)
    default: throw .usage("--tls-certificate and --tls-key go together.")
    }
    return settings
  }
}
