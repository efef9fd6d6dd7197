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
  /// Whether the command can do without it; only words behind it may be so too.
  var isOptional = false
  /// Whether it names something of this machine: over SSH there is no such word.
  var isLocal = false
  /// How many words of this kind there may be; more than one only for the last.
  var most = 1
  /// What it can be completed to, where its name does not say it.
  var completes: CompletionSubject?

  /// How it is written.
  var usage: String { isOptional ? "[\(name)\(most > 1 ? "…" : "")]" : name }
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
  /// The words it takes.
  var positionals: [Positional] = []
  /// Whole command lines that show its use.
  var examples: [String] = []
  /// Whether it stays out of help and completions.
  var isHidden = false
  /// Whether people run it over SSH, on what is theirs. It must not read or write a file, ask for another account or
  /// run a program.
  var isOverSSH = false
  /// The options that every command takes, as far as this one does.
  var common = CommandOption.common
  /// Does it.
  let run: @MainActor @Sendable (Invocation) throws(Failure) -> Void

  /// Its name as it is typed.
  var name: String { path.joined(separator: " ") }

  /// The same command as people find it over SSH: without options and words that are for who runs the program on this
  /// machine.
  var withoutLocalOptions: Command {
    Command(
      path: path, summary: summary, detail: detail, options: options.filter { !$0.isLocal },
      positionals: positionals.filter { !$0.isLocal }, isOverSSH: isOverSSH,
      common: CommandOption.common.filter { !$0.isLocal }, run: run)
  }

  /// Everything it takes.
  var allOptions: [CommandOption] { options + positionals.compactMap(\.alternative) + common }

  /// How it is written, in one line.
  var usage: String {
    let needed = options.filter(\.required).map { $0.repeats ? "\($0.usage)…" : $0.usage }
    let words = positionals.map(\.usage)
    return (["postern"] + path + words + needed + ["[OPTION…]"]).joined(separator: " ")
  }
}
