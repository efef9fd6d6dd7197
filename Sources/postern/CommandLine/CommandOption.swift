/// An option of a command: how it is written, what follows it, what it does.
struct CommandOption: Sendable, Hashable {
  /// The name behind two hyphens.
  let long: String
  /// The letter behind one hyphen, if there is one.
  var short: Character?
  /// What stands for its value in help, such as `FILE`; nothing for an option without one.
  var value: String?
  /// One line of help, without a full stop.
  let help: String
  /// Whether it may be given several times.
  var repeats = false
  /// Whether the command cannot do without it.
  var required = false
  /// Whether it is for who runs the program on this machine alone, because it says for whom, on which database or what
  /// of the house's own. Over SSH there is no such option.
  var isLocal = false
  /// What its value can be completed to, where what stands for it does not say it.
  var completes: CompletionSubject?

  /// The same option where the command cannot do without it.
  var needed: CommandOption {
    var option = self
    option.required = true
    return option
  }

  /// The same option with other words in its help, where it does something of its own.
  func saying(_ help: String) -> CommandOption {
    CommandOption(
      long: long, short: short, value: value, help: help, repeats: repeats, required: required, isLocal: isLocal,
      completes: completes)
  }

  /// How it is written, as in `--name NAME`.
  var usage: String { value.map { "--\(long) \($0)" } ?? "--\(long)" }
}

extension CommandOption {
  // Options that every command takes.
  static let database = CommandOption(
    long: "database", value: "URL", help: "the database: a path, or sqlite:PATH (environment: POSTERN_DATABASE)",
    isLocal: true)
  static let config = CommandOption(
    long: "config", value: "FILE", help: "the configuration (environment: POSTERN_CONFIG)", isLocal: true)
  static let help = CommandOption(long: "help", short: "h", help: "show this help")
  static let version = CommandOption(long: "version", help: "show the version")
  static let common = [database, config, help, version]

  // Options that several commands share.
  static let json = CommandOption(long: "json", help: "print one JSON document")
  static let force = CommandOption(long: "force", short: "f", help: "do not ask first")
  static let user = CommandOption(
    long: "user", short: "u", value: "USER", help: "for whom: an e-mail address, a username or an id",
    isLocal: true)
  static let theme = CommandOption(long: "theme", value: "THEME", help: "the name of a theme, or the path of its file")
  static let name = CommandOption(long: "name", short: "n", value: "NAME", help: "the name, at most 40 characters")
  static let email = CommandOption(long: "email", short: "e", value: "ADDRESS", help: "the e-mail address")
  static let username = CommandOption(long: "username", value: "NAME", help: "a short name to sign in with as well")
  static let scope = CommandOption(
    long: "scope", short: "s", value: "SCOPE", help: "a scope it may use; give it once for each", repeats: true)
}
