import CSystem
import Configuration
import Glibc
import Model
import Synchronization

/// Reads a command line by getopt_long(3) against a table of commands.
struct ArgumentReader {
  /// What a command line asks for.
  enum Request {
    case run(Command, Invocation)
    /// Help for the words of a command or a group of commands; none for the whole program.
    case help([String])
    case version
  }

  let table: CommandTable
  let environment: Environment
  /// The house that is open already, for somebody who came in over SSH.
  var opened: House?

  /// - Parameter arguments: the words behind the program's name.
  func read(_ arguments: [String]) throws(Failure) -> Request {
    // Options may stand before the command; there, whatever `tui` takes is understood, which a bare `postern` opens.
    let start = try options(of: table.standard, in: arguments, stopsAtWord: true)
    guard !start.words.isEmpty else {
      if start.values[CommandOption.help.long] != nil { return .help([]) }
      return try request(for: table.standard, start.values, [])
    }
    let (command, rest) = try table.command(in: start.words)
    guard let command else {
      let path = Array(start.words.prefix { !$0.hasPrefix("-") })
      let wantsHelp = rest.contains("--help") || rest.contains("-h") || start.values[CommandOption.help.long] != nil
      if wantsHelp { return .help(path) }
      throw table.incomplete(path)
    }
    for name in start.values.keys where !command.allOptions.contains(where: { $0.long == name }) {
      throw .usage("\"postern \(command.name)\" takes no option --\(name).", help: command.path)
    }
    let end = try options(of: command, in: rest, stopsAtWord: false)
    let values = try merge(start.values, end.values, command)
    return try request(for: command, values, end.words)
  }

  private func request(
    for command: Command, _ values: [String: [String]], _ words: [String]
  ) throws(Failure) -> Request {
    if values[CommandOption.help.long] != nil { return .help(command.path) }
    if values[CommandOption.version.long] != nil { return .version }
    for option in command.options where option.required && values[option.long] == nil {
      throw .usage("--\(option.long) is missing.", help: command.path)
    }
    var words = words
    if let word = command.positionals.first, let option = word.alternative, let value = values[option.long]?.last {
      guard words.isEmpty else { throw .usage("\(word.name) is given twice.", help: command.path) }
      words = [value]
    }
    let most = command.positionals.reduce(0) { $0 + $1.most }
    if words.count > most { throw .usage("unexpected \(Self.harmless(words[most])).", help: command.path) }
    if words.count < command.positionals.count, !command.positionals[words.count].isOptional {
      throw .usage("\(command.positionals[words.count].name) is missing.", help: command.path)
    }
    if let index = words.firstIndex(where: \.isEmpty) {
      let name = command.positionals[min(index, command.positionals.count - 1)].name
      throw .usage("\(name) is empty.", help: command.path)
    }
    return .run(command, Invocation(values: values, words: words, environment: environment, opened: opened))
  }

  private func merge(
    _ first: [String: [String]], _ second: [String: [String]], _ command: Command
  ) throws(Failure) -> [String: [String]] {
    let values = first.merging(second) { $0 + $1 }
    for option in command.allOptions where !option.repeats && option.value != nil {
      if let given = values[option.long], given.count > 1 {
        throw .usage("--\(option.long) is given twice.", help: command.path)
      }
    }
    return values
  }

  /// The C library's parser keeps where it is in variables of the whole process.
  private static let parser = Mutex(())

  /// Walks through words with the C library's parser.
  private func options(
    of command: Command, in words: [String], stopsAtWord: Bool
  ) throws(Failure) -> (values: [String: [String]], words: [String]) {
    let options = command.allOptions
    // The parser reorders the words in place, so it gets its own copies; the first stands for the program's name.
    var pointers = (["postern"] + words).map { strdup($0) }
    let names = options.map { strdup($0.long) }
    defer { (pointers + names).forEach { free($0) } }
    let entries = options.indices.map { index in
      postern_option(
        name: names[index], takes_value: options[index].value == nil ? 0 : 1, value: Self.code(options[index], index))
    }
    return try Self.parser.withLock { (_) throws(Failure) in
      var values: [String: [String]] = [:]
      postern_reset_options()
      while true {
        let found = postern_next_option(
          Int32(pointers.count), &pointers, stopsAtWord ? 1 : 0, entries, Int32(entries.count))
        if found.option == 0 {
          return (values, pointers[Int(found.next)...].map { $0.map { String(cString: $0) } ?? "" })
        }
        guard let index = options.indices.first(where: { Self.code(options[$0], $0) == found.option }) else {
          let about = options.indices.first { Self.code(options[$0], $0) == found.about }.map { options[$0] }
          let word = pointers[max(1, Int(found.next) - 1)].map { String(cString: $0) } ?? ""
          throw mistake(found, about: about, word: word, command)
        }
        values[options[index].long, default: []].append(found.argument.map { String(cString: $0) } ?? "")
      }
    }
  }

  /// What went wrong, in one sentence. The value of an option is never repeated: somebody may have put a secret there.
  private func mistake(
    _ found: postern_argument, about option: CommandOption?, word: String, _ command: Command
  ) -> Failure {
    if let option {
      if found.option == Int32(UInt8(ascii: ":")) {
        return .usage("--\(option.long) needs a value: \(option.usage).", help: command.path)
      }
      return .usage("--\(option.long) takes no value.", help: command.path)
    }
    guard found.about == 0 else {
      let letter = Unicode.Scalar(UInt32(found.about)).map { String(Character($0)) } ?? "?"
      return .usage("unknown option -\(PlainText.visible(letter)).", help: command.path)
    }
    let typed = String(word.prefix { $0 != "=" }.drop { $0 == "-" })
    if opened != nil, !typed.isEmpty,
      let local = [CommandOption.user, .database, .config].first(where: { $0.long.hasPrefix(typed) })
    {
      return .overSSH("--\(local.long) is refused over SSH: what is done there is done for you.", help: command.path)
    }
    let names = command.allOptions.map(\.long)
    let near = names.filter { $0.hasPrefix(typed) }
    if near.count > 1 {
      return .usage("--\(typed) could be \(near.map { "--\($0)" }.joined(separator: " or ")).", help: command.path)
    }
    let guess = Spelling.nearest(to: typed, among: names).map { "; did you mean --\($0)?" } ?? "."
    return .usage("unknown option --\(PlainText.visible(typed))\(guess)", help: command.path)
  }

  /// What the C parser answers for an option: its letter, or a number that is no letter.
  private static func code(_ option: CommandOption, _ index: Int) -> Int32 {
    option.short?.asciiValue.map(Int32.init) ?? Int32(256 + index)
  }

  /// A word that somebody typed, for a message; a secret is not repeated.
  static func harmless(_ word: String) -> String {
    let looksSecret = word.hasPrefix("ps") && word.dropFirst(3).first == "_"
    return looksSecret ? "word (a secret never belongs on the command line)" : PlainText.quoted(word)
  }
}
