import Configuration

/// The whole manual, made of the table of commands and that of settings: `postern`(1), a page for each group of commands
/// or command that stands alone, and `postern.json5`(5).
struct Manual {
  let table: CommandTable
  let version: String

  /// Every page.
  var pages: [ManualPage] { [overview] + table.firstWords.map(page) + [SettingsPage(version: version).page] }

  /// `postern`(1)
  var overview: ManualPage {
    var body = [
      ".SH SYNOPSIS", ".B postern", "[\\fICOMMAND\\fR] [\\fIOPTION\\fR...]",
      ".SH DESCRIPTION",
      "People see which applications they let in, and shut them out; developers register applications; administrators",
      "look after it all.", "Without a command, it opens the account manager.",
      ".SH COMMANDS",
    ]
    for word in table.firstWords {
      body += Roff.entry("\\fBpostern\\-\(Roff.text(word.name))\\fR(1)", Roff.text(Help.sentence(word.summary)))
    }
    body.append(".SH OPTIONS")
    body += CommandOption.common.flatMap(Roff.entry)
    body += Self.surroundings + Self.statuses
    body += [".SH SEE ALSO"] + Self.references(table.firstWords.map { ("postern-\($0.name)", 1) } + [settings])
    return ManualPage(
      "postern", section: 1, summary: "OAuth 2.0 authorization server with its account manager in the terminal",
      version: version, body: body)
  }

  /// The page of a word that can stand first.
  private func page(of word: (name: String, summary: String)) -> ManualPage {
    let alone = table.shown.first { $0.path == [word.name] }
    let members = table.members(of: word.name)
    var body = [".SH SYNOPSIS"]
    body += (alone.map { [$0] } ?? members).flatMap { [".PP", Roff.text($0.usage)] }.dropFirst()
    body.append(".SH DESCRIPTION")
    if let alone { body += description(of: alone) } else { body.append(Roff.text(Help.sentence(word.summary))) }
    if !members.isEmpty { body.append(".SH COMMANDS") }
    for command in members { body += [".SS postern \(Roff.text(command.name))"] + description(of: command) }
    body += [".SH COMMON OPTIONS"] + CommandOption.common.flatMap(Roff.entry)
    body += Self.statuses
    body += [".SH SEE ALSO"] + Self.references([("postern", 1), settings])
    return ManualPage(
      "postern-\(word.name)", section: 1, summary: word.summary, version: version, body: body)
  }

  private var settings: (name: String, section: Int) { (SettingsPage.name, SettingsPage.section) }

  private func description(of command: Command) -> [String] {
    var lines = [Roff.text(Help.sentence(command.summary))]
    if !command.detail.isEmpty { lines.append(Roff.text(command.detail)) }
    for word in command.positionals {
      lines += Roff.entry("\\fI\(Roff.text(word.name))\\fR", Roff.text(Help.sentence(word.help)))
    }
    lines += command.allOptions.filter { !CommandOption.common.contains($0) }.flatMap(Roff.entry)
    return lines + Roff.example(command.examples)
  }

  private static func references(_ pages: [(name: String, section: Int)]) -> [String] {
    let texts = pages.map { ".BR \(Roff.text($0.name)) (\($0.section))" }
    return texts.dropLast().map { $0 + "," } + texts.suffix(1)
  }

  private static let statuses = [
    ".SH EXIT STATUS",
    "0 done; 1 it failed; 2 the command line is wrong; 3 not found; 4 refused.",
  ]

  private static let surroundings =
    [".SH ENVIRONMENT"]
    + Roff.entry("POSTERN_DATABASE", "The database, unless \\fB\\-\\-database\\fR names one.")
    + Roff.entry("POSTERN_CONFIG", "The configuration, unless \\fB\\-\\-config\\fR names one.")
    + Roff.entry("NO_COLOR", "When set, the account manager uses no colours.")
    + [".SH FILES"]
    + Roff.entry("$XDG_DATA_HOME/postern/postern.db", "The database when none is named or configured.")
    + Roff.entry("$XDG_CONFIG_HOME/postern/config.json5", "The configuration when none is named.")
    + Roff.entry("/etc/postern/config.json5", "The configuration when there is no other.")
    + Roff.entry("$XDG_CONFIG_HOME/postern/themes, /usr/share/postern/themes", "Themes of the account manager.")
}
