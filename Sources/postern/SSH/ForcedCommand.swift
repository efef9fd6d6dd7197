import Configuration
import Glibc
import Model

/// The command that sshd(8) runs for a key, whatever the client asks for; everything that decides who comes in, and
/// where, is in its words.
struct ForcedCommand {
  /// The words, from the program on.
  let words: [String]

  /// - Parameters:
  ///   - invocation: names the database and the configuration, which are fixed here by their absolute paths.
  ///   - whom: the words that say whose account opens.
  init(_ invocation: Invocation, whom: [String]) throws(Failure) {
    var words = [try Self.program(), "ssh-session"] + whom
    words += ["--database", try Self.absolute(invocation.databaseLocation().path)]
    if let file = SettingsLocation.file(named: invocation.value(.config), environment: invocation.environment) {
      words += ["--config", try Self.absolute(file)]
    }
    try self.init(words: words)
  }

  /// - Throws: when a word cannot be said in a line.
  init(words: [String]) throws(Failure) {
    // A line ends at a line feed, in quotation marks too; of other control characters nobody needs one in a path.
    if let word = words.first(where: { $0.unicodeScalars.contains(where: PlainText.isControl) }) {
      throw .failed("\(PlainText.quoted(word)) holds a control character, which no forced command can name; rename it.")
    }
    self.words = words
  }

  /// The options of a line of authorized_keys(5): this command in a terminal, and nothing else that SSH can do.
  var options: String {
    let command = words.map(Self.quotedForShell).joined(separator: " ")
    // sshd takes a backslash away only before a quotation mark. The command never ends with one: it would stand in the
    // shell's quotation marks.
    return "restrict,pty,command=\"\(command.replacing("\"", with: "\\\""))\""
  }

  /// A word for the shell that sshd starts the command with: in single quotation marks unless it needs none.
  static func quotedForShell(_ word: String) -> String {
    let isPlain = word.utf8.allSatisfy { byte in
      let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      return isLetter || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "/._-".utf8.contains(byte)
    }
    return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }

  /// The path of this program.
  private static func program() throws(Failure) -> String {
    guard let path = realpath("/proc/self/exe", nil) else { throw .failed("cannot find the path of this program.") }
    defer { free(path) }
    guard let text = String(validatingCString: path) else { throw .failed("this program's path is no UTF-8.") }
    return text
  }

  /// A path from the root on: the command runs in another folder.
  private static func absolute(_ path: String) throws(Failure) -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let folder = getcwd(nil, 0) else { throw .failed("cannot tell the working folder; name absolute paths.") }
    defer { free(folder) }
    guard let text = String(validatingCString: folder) else { throw .failed("the working folder is no UTF-8.") }
    return "\(text)/\(path)"
  }
}
