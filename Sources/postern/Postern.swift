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
    do throws(Failure) {
      try CommandTable.postern.perform(arguments())
      return 0
    } catch {
      error.lines.forEach(Console.complain)
      if let path = error.help {
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
