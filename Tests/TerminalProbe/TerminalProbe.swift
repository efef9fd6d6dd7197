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
      if let theme = arguments.dropFirst().first { useTheme(theme, terminal) }
      switch arguments.first {
      case "crash": crash(terminal, signals)
      case "bytes":
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

  @MainActor
  private static func useTheme(_ name: String, _ terminal: Terminal) {
    if name == "monochrome" { terminal.apply(theme: BuiltInThemes.monochrome) }
  }

  /// Draws a line, then waits for its end.
  @MainActor
  private static func crash(_ terminal: Terminal, _ signals: Signals) {
    var canvas = Canvas(size: terminal.size, glyphs: terminal.glyphs)
    canvas.write("ready", at: Point(x: 0, y: 0))
    terminal.present(canvas)
    while true { pause() }
  }
}
