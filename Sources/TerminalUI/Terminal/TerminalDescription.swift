import CNCurses
import Configuration

/// What terminfo says about a terminal, looked up before anything is sent to it.
struct TerminalDescription {
  /// The name that terminfo was asked for in the end.
  let name: String
  /// Whether that is not what TERM said.
  let isFallback: Bool

  static let fallback = "xterm-256color"

  /// Finds the entry for TERM, else one that nearly every terminal today understands.
  @MainActor
  init(environment: Environment, output: Int32) throws(TerminalError) {
    let wanted = environment["TERM"]
    var candidates = [wanted, TerminalDescription.fallback].compactMap { $0 }
    // Terminals that can do more than they dare to say.
    if wanted == "xterm", let claim = environment["COLORTERM"], claim == "truecolor" || claim == "24bit" {
      candidates.insert(TerminalDescription.fallback, at: 0)
    }
    for candidate in candidates {
      var status: Int32 = 0
      guard setupterm(candidate, output, &status) == 0, status == 1 else { continue }
      let canMove = TerminalDescription.string("cup") != nil
      postern_forget_terminal()
      guard canMove else { throw .tooSimple(name: candidate) }
      name = candidate
      isFallback = candidate != wanted
      return
    }
    throw .unknown(name: wanted)
  }

  /// A string capability of the terminal in use.
  @MainActor
  static func string(_ capability: String) -> String? {
    var name = Array(capability.utf8CString)
    guard let text = tigetstr(&name), postern_no_string(text) == 0 else { return nil }
    return TerminalDescription.withoutPadding(String(cString: text))
  }

  /// A number of the terminal in use; negative if it has none.
  @MainActor
  static func number(_ capability: String) -> Int {
    var name = Array(capability.utf8CString)
    return Int(tigetnum(&name))
  }

  /// A string capability without its delays, `$<5>`: only terminals of old needed them.
  static func withoutPadding(_ text: String) -> String {
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstRange(of: "$<") {
      guard let end = rest[start.upperBound...].firstIndex(of: ">") else { break }
      result += rest[..<start.lowerBound]
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
