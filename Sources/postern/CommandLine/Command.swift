/// A word that a command takes without an option.
struct Positional: Sendable {
  /// What stands for it in help, such as `CLIENT_ID`.
  let name: String
  /// One line of help, without a full stop.
  let help: String
  /// The words it can be; empty for any.
  var choices: [String] = []
  /// An option that says the same, so that the word may be left out.
  var alternative: CommandOption?
  /// What it can be completed to, where its name does not say it.
  var completes: CompletionSubject?
}

/// One command: what it is called, what it takes, what it does. Help, completions and the manual are made of this.
struct Command: Sendable {
  /// The words that call it, such as `user add`.
  let path: [String]
  /// One line, without a full stop.
  let summary: String
  /// More for its help page; may be empty.
  var detail = ""
  /// What it takes beside the options that every command takes.
  var options: [CommandOption] = []
  /// The words it takes, all of them needed.
  var positionals: [Positional] = []
  /// Whole command lines that show its use.
  var examples: [String] = []
  /// Whether it stays out of help and completions.
  var isHidden = false
  /// Does it.
  let run: @MainActor @Sendable (Invocation) throws(Failure) -> Void

  /// Its name as it is typed.
  var name: String { path.joined(separator: " ") }

  /// Everything it takes.
  var allOptions: [CommandOption] { options + positionals.compactMap(\.alternative) + CommandOption.common }

  /// How it is written, in one line.
  var usage: String {
    let needed = options.filter(\.required).map { $0.repeats ? "\($0.usage)…" : $0.usage }
    let words = positionals.map(\.name)
    return (["postern"] + path + words + needed + ["[OPTION…]"]).joined(separator: " ")
  }
}
