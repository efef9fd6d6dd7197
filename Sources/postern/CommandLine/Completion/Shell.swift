/// A shell, and the script that completes command lines in it, made of the table.
///
/// Users, clients, tokens and scopes are asked of `postern complete` when a key is pressed. Their names come from
/// strangers: the scripts take them as data, a line each, and hand them to the shell quoted or by ways that quote them.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script for this shell.
  func script(_ table: CommandTable) -> String {
    switch self {
    case .bash: BashCompletion(table: table).script
    case .zsh: ZshCompletion(table: table).script
    case .fish: FishCompletion(table: table).script
    }
  }

  /// Text for the inside of single quotes of a POSIX shell.
  static func quoted(_ text: String) -> String { text.replacing("'", with: "'\\''") }
}
