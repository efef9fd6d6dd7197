import Configuration
import Glibc
import Model

/// The program.
@main
enum Postern {
  /// The version, by semver.org.
  static let version = "0.1.0"

  @MainActor
  static func main() {
    // A reader that leaves is told by the failing write; what is made is for its owner alone.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    umask(0o077)
    exit(run())
  }

  /// Runs the command line and answers the exit status.
  @MainActor
  private static func run() -> Int32 {
    var running: Command?
    do throws(Failure) {
      switch try ArgumentReader(table: .postern, environment: .process).read(arguments()) {
      case .run(let command, let invocation):
        running = command
        try command.run(invocation)
      case .help(let path): try Console.print(Help(table: .postern).page(for: path))
      case .version: try Console.print("postern \(version)")
      }
      return 0
    } catch {
      error.lines.forEach(Console.complain)
      if let help = error.help {
        let path = help.isEmpty ? running?.path ?? [] : help
        Console.say("Try \"\((["postern"] + path + ["--help"]).joined(separator: " "))\".")
      }
      // A reader that has left had enough: nothing failed.
      return error.lines.isEmpty ? 0 : error.status.rawValue
    }
  }

  /// The words behind the program's name. Swift mends what is no UTF-8, so that another file might be meant than named.
  private static func arguments() throws(Failure) -> [String] {
    let words = Array(CommandLine.arguments.dropFirst())
    guard !words.contains(where: { $0.contains("\u{FFFD}") }) else {
      throw .usage("the command line holds characters that are no UTF-8.")
    }
    return words
  }
}
