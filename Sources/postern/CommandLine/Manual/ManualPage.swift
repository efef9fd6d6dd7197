/// A page of the manual, in the man(7) macros.
struct ManualPage: Sendable {
  /// Its name, such as `postern-user`.
  let name: String
  /// Where it belongs: 1 for commands, 5 for files.
  let section: Int
  /// Its source.
  let text: String

  /// The name of its file.
  var file: String { "\(name).\(section)" }

  /// A page.
  ///
  /// - Parameters:
  ///   - summary: one line, without a full stop.
  ///   - version: the program's.
  ///   - body: lines, which begin behind the section NAME.
  init(_ name: String, section: Int, summary: String, version: String, body: [String]) {
    self.name = name
    self.section = section
    let title = "\(Roff.text(name.uppercased())) \(section) \"\" \"Postern \(version)\" \"Postern\""
    let head = [
      ".\\\" Written by \"postern man\" from the program's own tables.", ".TH \(title)", ".SH NAME",
      "\(Roff.text(name)) \\- \(Roff.text(summary))",
    ]
    text = (head + body).joined(separator: "\n")
  }
}

/// Pieces of a manual page's source.
enum Roff {
  /// Text without anything that roff takes for an order.
  static func text(_ text: String) -> String {
    var escaped = ""
    for character in text {
      switch character {
      case "\\": escaped += "\\e"
      case "-": escaped += "\\-"
      case "…": escaped += "..."
      case "\n": escaped += "\n.PP\n"
      // Only ASCII looks the same with every formatter and in every locale.
      case let other where !other.isASCII: escaped += other.unicodeScalars.map(Self.scalar).joined()
      default: escaped.append(character)
      }
    }
    return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
  }

  /// An entry of a list: what is explained, and its explanation.
  static func entry(_ head: String, _ help: String) -> [String] { [".TP", head, help] }

  /// An option.
  static func entry(_ option: CommandOption) -> [String] {
    let short = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
    let value = option.value.map { " \\fI\(text($0))\\fR" } ?? ""
    let needed = option.required ? " It is needed." : ""
    return entry(
      "\(short)\\fB\\-\\-\(text(option.long))\\fR\(value)", text(Help.sentence(option.help) + needed))
  }

  /// Lines as they are typed.
  static func example(_ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [".PP", ".RS 4", ".EX"] + lines.map(text) + [".EE", ".RE"]
  }

  private static func scalar(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16, uppercase: true)
    return "\\[u\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex)]"
  }
}
