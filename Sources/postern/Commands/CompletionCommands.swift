import Configuration
import Glibc
import Model
import Storage
import TerminalUI

extension CommandOption {
  fileprivate static let prefix = CommandOption(long: "prefix", value: "TEXT", help: "what the words begin with")
}

extension Command {
  /// `postern completion`
  static let completion: Command = Command(
    path: ["completion"], summary: "print a script that completes command lines",
    detail: "It completes users, client ids, token names and scopes too, for whoever may read the database.",
    positionals: [Positional(name: "SHELL", help: "bash, zsh or fish", choices: Shell.allCases.map(\.rawValue))],
    examples: ["source <(postern completion bash)"]
  ) { invocation throws(Failure) in
    let name = invocation.words[0]
    guard let shell = Shell(rawValue: name) else {
      throw .usage("the shell must be bash, zsh or fish, not \(PlainText.quoted(name)).")
    }
    try Console.print(shell.script(.postern))
  }

  /// `postern complete`: what the scripts ask while somebody types. It says nothing of what stands in its way, and never
  /// keeps a person waiting.
  static let complete: Command = Command(
    path: ["complete"], summary: "print words that a command line can go on with", options: [.prefix, .user],
    positionals: [Positional(name: "WHAT", help: "users, clients, authorized, tokens, scopes or themes")],
    isHidden: true
  ) { invocation throws(Failure) in
    // Under a forced command (sshd_config(5)) whoever is at the far end completes nothing here.
    guard invocation.environment["SSH_ORIGINAL_COMMAND"] == nil,
      let subject = CompletionSubject(rawValue: invocation.words[0])
    else { return }
    Deadline.exitsQuietly(after: 1)
    let found: [Suggestion]
    do throws(Failure) { found = try suggestions(subject, invocation) } catch { return }
    let prefix = invocation.value(.prefix) ?? ""
    let lines = found.filter { $0.word.hasPrefix(prefix) && isTypeable($0.word) }.map { suggestion in
      "\(suggestion.word)\t\(PlainText.visible(suggestion.help, limit: 60))"
    }
    if !lines.isEmpty { try Console.print(lines.joined(separator: "\n")) }
  }

  private static func suggestions(
    _ subject: CompletionSubject, _ invocation: Invocation
  ) throws(Failure) -> [Suggestion] {
    let prefix = invocation.value(.prefix) ?? ""
    switch subject {
    case .files: return []
    case .scopes: return try invocation.settings().scopes.all.map { Suggestion(word: $0.id, help: $0.help) }
    case .themes:
      return ThemeLoader(environment: invocation.environment).names().map { Suggestion(word: $0, help: "") }
    case .users, .clients, .authorized, .tokens: break
    }
    let user = invocation.value(.user)
    let path = try invocation.databaseLocation().path
    return try stored { () throws(StorageError) in
      let words = try Suggestions(path: path)
      switch (subject, user) {
      case (.users, _): return try words.users(beginningWith: prefix)
      case (.clients, _): return try words.clients(beginningWith: prefix, of: user)
      case (.authorized, let user?): return try words.authorizedClients(beginningWith: prefix, by: user)
      case (.tokens, let user?): return try words.tokens(beginningWith: prefix, of: user)
      default: return []
      }
    }
  }

  /// Whether a word can stand on a command line as it is: it is one line, shows all that it is, and is no option.
  private static func isTypeable(_ word: String) -> Bool {
    !word.isEmpty && !word.hasPrefix("-")
      && word.unicodeScalars.allSatisfy {
        !PlainText.isControl($0) && !PlainText.isDirectional($0) && !PlainText.isInvisible($0)
      }
  }
}

/// An answer that comes too late is none.
private enum Deadline {
  /// Ends the program after so many seconds, whatever it is at.
  static func exitsQuietly(after seconds: UInt32) {
    signal(SIGALRM) { _ in _exit(0) }
    alarm(seconds)
  }
}
