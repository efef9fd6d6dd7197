import Configuration

/// `postern.json5`(5): the configuration, made of the table of settings.
struct SettingsPage {
  /// The page's name.
  static let name = "postern.json5"
  /// Where it belongs.
  static let section = 5

  let version: String

  var page: ManualPage {
    var body = [
      ".SH DESCRIPTION",
      "What is wanted otherwise than by default stands in one JSON5 file: comments, unquoted keys and trailing commas",
      "are welcome.", "The first of these that is there is read, and no other:",
    ]
    body += Roff.entry("1.", "the file of the option \\fB\\-\\-config\\fR;")
    body += Roff.entry("2.", "the file that the environment variable POSTERN_CONFIG names;")
    body += Roff.entry("3.", "\\fI$XDG_CONFIG_HOME/postern/config.json5\\fR;")
    body += Roff.entry("4.", "\\fI\(SettingsLocation.systemFile)\\fR.")
    body += [
      ".PP",
      "A misspelt key and a value that cannot be are told with file, line and mend, all at once, and the program",
      "stops. The file is read once, at the start.",
    ]
    for group in SettingDescription.groups {
      body.append(".SH \(Roff.text(group.name.uppercased()))")
      for setting in group.settings {
        body += Roff.entry(
          "\\fB\(setting.key)\\fR: \(Roff.text(setting.standard))", Roff.text(Help.sentence(setting.help)))
      }
    }
    body.append(".SH EXAMPLE")
    body += [".EX"] + SettingDescription.example.map(Roff.text) + [".EE"]
    body += [".SH SEE ALSO", ".BR postern (1)"]
    return ManualPage(
      Self.name, section: Self.section, summary: "the configuration of Postern", version: version, body: body)
  }
}
