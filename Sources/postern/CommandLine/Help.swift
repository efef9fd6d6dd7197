/// Help pages, made of the table.
struct Help {
  /// Lines are no longer than this.
  private static let width = 80

  let table: CommandTable

  /// Help for the words of a command or group; for none, an overview.
  func page(for path: [String]) -> String {
    if let command = table.commands.first(where: { $0.path == path }) { return page(of: command) }
    if let group = table.groups.first(where: { [$0.name] == path }) { return page(of: group) }
    return overview
  }

  private var overview: String {
    """
    Usage: postern [COMMAND] [OPTION…]

    An OAuth 2.0 authorization server with its account manager in the terminal.
    Without a command, it opens the account manager.

    Commands:
    \(Self.columns(table.firstWords.map { ($0.name, $0.summary) }))

    Options that every command takes:
    \(Self.columns(table.standard.common.map(Self.entry)))

    "postern COMMAND --help" tells more about a command.

    Exit status: 0 done, 1 it failed, 2 the command line is wrong, 3 not found,
    4 refused.
    """
  }

  private func page(of group: CommandGroup) -> String {
    """
    Usage: postern \(group.name) COMMAND [OPTION…]

    \(Self.sentence(group.summary))

    Commands:
    \(Self.columns(table.members(of: group.name).map { ($0.name, $0.summary) }))

    "postern \(group.name) COMMAND --help" tells more about a command.
    """
  }

  private func page(of command: Command) -> String {
    var parts = ["Usage: \(command.usage)", Self.wrapped(Self.sentence(command.summary))]
    if !command.detail.isEmpty { parts.append(Self.wrapped(command.detail)) }
    if !command.positionals.isEmpty {
      parts.append("Words:\n" + Self.columns(command.positionals.map { ($0.name, $0.help) }))
    }
    parts.append("Options:\n" + Self.columns(command.allOptions.map(Self.entry)))
    if !command.examples.isEmpty {
      parts.append("Examples:\n" + command.examples.map { "  \($0)" }.joined(separator: "\n"))
    }
    return parts.joined(separator: "\n\n")
  }

  /// A summary as a sentence of its own.
  static func sentence(_ summary: String) -> String {
    summary.prefix(1).uppercased() + summary.dropFirst() + "."
  }

  private static func entry(_ option: CommandOption) -> (String, String) {
    let short = option.short.map { "-\($0), " } ?? "    "
    var help = option.help
    if option.required { help += " (needed)" }
    return (short + option.usage, help)
  }

  /// Names and what they mean, side by side.
  private static func columns(_ entries: [(name: String, help: String)]) -> String {
    let indent = min(entries.map(\.name.count).max() ?? 0, 30) + 4
    return entries.map { entry in
      let lines = lines(entry.help, width: width - indent)
      let name = "  \(entry.name)"
      let gap = String(repeating: " ", count: indent)
      let first =
        name.count + 2 > indent ? "\(name)\n\(gap)" : name + String(repeating: " ", count: indent - name.count)
      return first + lines.joined(separator: "\n\(gap)")
    }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String) -> String {
    lines(text, width: width).joined(separator: "\n")
  }

  /// Text broken at spaces; our own help is ASCII but for its quotation marks and dots.
  private static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if !line.isEmpty, line.count + 1 + word.count > width {
          lines.append(line)
          line = ""
        }
        line += line.isEmpty ? String(word) : " \(word)"
      }
      lines.append(line)
    }
    return lines
  }
}
