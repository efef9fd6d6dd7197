/// The manual page postern(1), made of the table, in the man(7) macros.
struct ManualPage {
  let table: CommandTable
  let version: String

  /// The page's source.
  var text: String {
    var lines = [
      ".\\\" Written by \"postern man\" from the table of commands.",
      ".TH POSTERN 1 \"\" \"Postern \(version)\" \"User Commands\"",
      ".SH NAME",
      "postern \\- OAuth 2.0 authorization server with its account manager in the terminal",
      ".SH SYNOPSIS", ".B postern", "[\\fICOMMAND\\fR] [\\fIOPTION\\fR...]",
      ".SH DESCRIPTION",
      "People see which applications they let in, and shut them out; developers register applications; administrators",
      "look after it all.", "Without a command, it opens the account manager.",
      ".SH COMMANDS",
    ]
    for command in table.shown { lines += section(command) }
    lines.append(".SH COMMON OPTIONS")
    lines += CommandOption.common.flatMap(entry)
    lines += Self.closing
    return lines.joined(separator: "\n")
  }

  private func section(_ command: Command) -> [String] {
    var lines = [".SS \(Self.escaped(command.usage))", Self.escaped(Help.sentence(command.summary))]
    if !command.detail.isEmpty { lines += [".PP", Self.escaped(command.detail)] }
    for word in command.positionals {
      lines += [".TP", "\\fI\(Self.escaped(word.name))\\fR", Self.escaped(Help.sentence(word.help))]
    }
    lines += command.allOptions.filter { !CommandOption.common.contains($0) }.flatMap(entry)
    if !command.examples.isEmpty {
      lines += [".PP", ".EX"] + command.examples.map { "    \(Self.escaped($0))" } + [".EE"]
    }
    return lines
  }

  private func entry(_ option: CommandOption) -> [String] {
    let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
    let value = option.value.map { " \\fI\(Self.escaped($0))\\fR" } ?? ""
    let needed = option.required ? " It is needed." : ""
    return [
      ".TP", "\(short)\\fB\\-\\-\(Self.escaped(option.long))\\fR\(value)",
      Self.escaped(Help.sentence(option.help) + needed),
    ]
  }

  /// Text without anything that roff takes for an order.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "…": escaped += "..."
      case "\n": escaped += "\n.PP\n"
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  private static let closing = [
    ".SH ENVIRONMENT",
    ".TP", "POSTERN_DATABASE", "The database, unless \\fB\\-\\-database\\fR names one.",
    ".TP", "POSTERN_CONFIG", "The configuration, unless \\fB\\-\\-config\\fR names one.",
    ".TP", "NO_COLOR", "When set, the account manager uses no colours.",
    ".SH FILES",
    ".TP", "$XDG_DATA_HOME/postern/postern.db", "The database when none is named.",
    ".TP", "$XDG_CONFIG_HOME/postern/config.json5", "The configuration when none is named.",
    ".TP", "/etc/postern/config.json5", "The configuration when there is no other.",
    ".SH EXIT STATUS",
    "0 done; 1 it failed; 2 the command line is wrong; 3 not found; 4 refused.",
  ]
}
