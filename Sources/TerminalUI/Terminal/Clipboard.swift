import FoundationEssentials

/// The sequence that asks a terminal to keep text in its clipboard (xterm's OSC 52), which works over SSH.
enum Clipboard {
  /// The longest base64 that xterm takes.
  static let limit = 74_994

  /// Kinds of terminals that have no such sequence, by the beginning of their names.
  private static let unable = ["linux", "vt", "dumb", "ansi", "cons", "sun", "unknown"]

  /// What to send; nil if the text is too long or the terminal is known to have no clipboard.
  static func sequence(for text: String, terminal: String, isInTmux: Bool) -> String? {
    guard !unable.contains(where: { terminal.hasPrefix($0) }) else { return nil }
    let encoded = Data(text.utf8).base64EncodedString()
    guard encoded.utf8.count <= limit else { return nil }
    let plain = "\u{1B}]52;c;\(encoded)\u{07}"
    // tmux keeps it itself or hands it through, as it is configured: both are asked.
    if isInTmux { return plain + passedThroughTmux(plain) }
    return terminal.hasPrefix("screen") ? passedThroughScreen(plain) : plain
  }

  /// Tmux hands on what stands in this envelope, each ESC doubled.
  private static func passedThroughTmux(_ sequence: String) -> String {
    "\u{1B}Ptmux;" + sequence.replacing("\u{1B}", with: "\u{1B}\u{1B}") + "\u{1B}\\"
  }

  /// Screen hands on device control strings, of at most 768 bytes each.
  private static func passedThroughScreen(_ sequence: String) -> String {
    var rest = Array(sequence.utf8)[...]
    var result = ""
    while !rest.isEmpty {
      result += "\u{1B}P" + String(decoding: rest.prefix(700), as: UTF8.self) + "\u{1B}\\"
      rest = rest.dropFirst(700)
    }
    return result
  }
}

extension Terminal {
  /// Asks the terminal to keep text in its clipboard.
  ///
  /// - Returns: whether it was asked; whether it obeyed it does not say. False for terminals without a clipboard, and
  ///   for text of more than about 56 kB.
  public func copyToClipboard(_ text: String) -> Bool {
    guard !isClosed, !isLent,
      let sequence = Clipboard.sequence(for: text, terminal: name, isInTmux: environment["TMUX"] != nil)
    else { return false }
    send(sequence)
    return true
  }
}
