/// What a word of a command line can be completed to, beside words that the table holds.
enum CompletionSubject: String, CaseIterable, Sendable {
  /// Usernames and e-mail addresses.
  case users
  /// Client ids; those of one user's applications when the command line names one.
  case clients
  /// Client ids of the applications that the named user let in.
  case authorized
  /// Names of the named user's personal access tokens.
  case tokens
  case scopes
  case themes
  /// Files, which the shell knows itself.
  case files

  /// What can stand where help shows a word like `USER`; nothing for what nobody but the person knows.
  init?(placeholder: String?) {
    switch placeholder {
    case "USER": self = .users
    case "CLIENT_ID": self = .clients
    case "SCOPE": self = .scopes
    case "THEME": self = .themes
    case "FILE", "FOLDER": self = .files
    default: return nil
    }
  }
}

extension CommandOption {
  /// What its value can be completed to.
  var subject: CompletionSubject? {
    if self == .database { return .files }
    return completes ?? CompletionSubject(placeholder: value)
  }

  /// Both ways to write it.
  var spellings: [String] { ["--\(long)"] + (short.map { ["-\($0)"] } ?? []) }
}

extension Positional {
  /// What it can be completed to.
  var subject: CompletionSubject? { completes ?? CompletionSubject(placeholder: name) }
}

extension CommandTable {
  /// Options behind which a value follows, as they are written, in all commands.
  var valueSpellings: [String] {
    Set(shown.flatMap(\.allOptions).filter { $0.value != nil }.flatMap(\.spellings)).sorted()
  }
}
