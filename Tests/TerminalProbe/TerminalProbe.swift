import Configuration
import Glibc
import TerminalUI

/// A program that does with a terminal what its first argument says, for tests that watch it from outside.
@main
struct TerminalProbe {
  @MainActor
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    do throws(TerminalError) {
      let signals = try Signals()
      let terminal = try Terminal()
      switch arguments.first {
      case "crash": crash(terminal, kind: arguments.dropFirst().first)
      case "bytes":
        if let name = arguments.dropFirst().first {
          terminal.apply(theme: ThemeLoader(environment: .process).load(name).theme)
        }
        var measurement = Measurement(terminal: terminal)
        measurement.run()
      default:
        var session = Session(terminal: terminal, signals: signals)
        session.run()
      }
      terminal.close()
    } catch {
      let text = "\(error)\n"
      _ = write(STDERR_FILENO, text, text.utf8.count)
      exit(1)
    }
  }

  /// Draws a line, then ends as it is told; without a word it waits for its end.
  @MainActor
  private static func crash(_ terminal: Terminal, kind: String?) {
    var canvas = Canvas(size: terminal.size, glyphs: terminal.glyphs)
    canvas.write("ready", at: Point(x: 0, y: 0))
    terminal.present(canvas)
    switch kind {
    case "trap": preconditionFailure("as it was asked to")
    case "abort": abort()
    case "overflow": _ = deep(1)
    case "segment": UnsafeMutablePointer<Int>(bitPattern: 8)?.pointee = 1
    case "exit": exit(3)
    default: while true { pause() }
    }
  }

  /// Uses the stack up.
  private static func deep(_ number: Int) -> Int {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 1024) { room in
      room[0] = number
      return deep(number + 1) + room[0]
    }
  }
}
