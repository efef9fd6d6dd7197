import Model

/// Why there is no terminal to draw on. Each description is one sentence that says what to do.
public enum TerminalError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Standard input or output is a file, a pipe or nothing.
  case notATerminal
  /// TERM names a terminal that terminfo does not know, or is not set; nor does it know `xterm-256color`.
  case unknown(name: String?)
  /// The cursor of this kind of terminal cannot be placed.
  case tooSimple(name: String)
  /// The terminal's modes can be neither read nor set.
  case unusable(code: Int32)

  /// One sentence.
  public var description: String {
    switch self {
    case .notATerminal:
      "The account manager needs a terminal on standard input and output; in scripts use the commands of `postern --help`."
    case .unknown(.none):
      "TERM is not set and terminfo has no xterm-256color; set TERM to your terminal's name, or install ncurses-base."
    case .unknown(.some(let name)):
      "Terminfo knows neither \(PlainText.quoted(name)) nor xterm-256color; set TERM to your terminal's name, "
        + "or install ncurses-term."
    case .tooSimple(let name):
      "A terminal of type \(PlainText.quoted(name)) cannot show screens; set TERM to your terminal's name, "
        + "or use the commands of `postern --help`."
    case .unusable(let code):
      "The terminal cannot be set up (error \(code)); open a new one and try again."
    }
  }
}
