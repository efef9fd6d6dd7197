import Configuration

/// A word under which several commands stand, such as `user`.
struct CommandGroup: Sendable {
  let name: String
  let summary: String
}

/// Every command there is.
struct CommandTable: Sendable {
  /// In the order of help.
  let commands: [Command]
  /// In the order of help.
  let groups: [CommandGroup]
  /// What runs when no command is given.
  let standard: Command

  /// The commands that help shows.
  var shown: [Command] { commands.filter { !$0.isHidden } }

  /// The commands under a word.
  func members(of group: String) -> [Command] {
    shown.filter { $0.path.count > 1 && $0.path[0] == group }
  }

  /// The words that can stand first, with what they do, in the order of help.
  var firstWords: [(name: String, summary: String)] {
    var words: [(name: String, summary: String)] = []
    for command in shown where !words.contains(where: { $0.name == command.path[0] }) {
      let summary = groups.first { $0.name == command.path[0] }?.summary ?? command.summary
      words.append((command.path[0], summary))
    }
    return words
  }

  /// The command that words begin with, and the words behind its name; no command when a group's name stands alone.
  func command(in words: [String]) throws(Failure) -> (command: Command?, rest: [String]) {
    if let command = commands.first(where: { $0.path == [words[0]] }) {
      return (command, Array(words.dropFirst()))
    }
    guard commands.contains(where: { $0.path[0] == words[0] }) else {
      throw unknown(words[0], among: firstWords.map(\.name), behind: [])
    }
    guard words.count > 1, !words[1].hasPrefix("-") else { return (nil, Array(words.dropFirst())) }
    guard let command = commands.first(where: { $0.path == Array(words.prefix(2)) }) else {
      let verbs = members(of: words[0]).map { $0.path[1] }
      throw unknown(words[1], among: verbs, behind: [words[0]])
    }
    return (command, Array(words.dropFirst(2)))
  }

  /// A group's name without a command.
  func incomplete(_ path: [String]) -> Failure {
    let verbs = members(of: path[0]).map { $0.path[1] }
    return .usage("\"postern \(path[0])\" needs one of: \(verbs.joined(separator: ", ")).", help: [path[0]])
  }

  private func unknown(_ word: String, among words: [String], behind path: [String]) -> Failure {
    let mend =
      if let near = Spelling.nearest(to: word, among: words) {
        "did you mean \"\((["postern"] + path + [near]).joined(separator: " "))\"?"
      } else {
        "there is \(words.joined(separator: ", "))."
      }
    return .usage("unknown command \(ArgumentReader.harmless(word)); \(mend)", help: path)
  }
}
