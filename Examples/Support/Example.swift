import Glibc
import HTTPServer

/// What both examples do: read their settings from the environment, listen, and run until they are told to end.
public enum Example {
  /// A variable of the environment; nothing when it is missing or empty.
  public static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A variable that cannot be missing.
  public static func required(_ name: String, _ meaning: String) -> String {
    guard let value = variable(name) else { end("\(name) is missing: set it to \(meaning).") }
    return value
  }

  /// Serves until TERM or INT.
  public static func serve(port: UInt16, _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGTERM)
    sigaddset(&signals, SIGINT)
    // Before any thread is there: they inherit what is blocked.
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    var settings = HTTPServerSettings()
    settings.port = port
    do throws(HTTPServerError) {
      let server = try HTTPServer(settings) { .now(answer($0)) }
      write("Listening at http://127.0.0.1:\(server.port)", to: STDOUT_FILENO)
      var number: Int32 = 0
      sigwait(&signals, &number)
      server.stop(within: 5)
    } catch {
      end(error.sentence)
    }
  }

  /// Says why, and ends.
  public static func end(_ sentence: String) -> Never {
    write(sentence, to: STDERR_FILENO)
    exit(1)
  }

  private static func write(_ line: String, to descriptor: Int32) {
    var text = line + "\n"
    _ = text.withUTF8 { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
