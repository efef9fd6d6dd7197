import Model

/// What somebody typed behind `ssh HOST`, as words. There is no shell: quotation marks and backslashes mean what they
/// mean to a POSIX shell (Shell Command Language, §2.2), and whatever else it would do something about is refused, so
/// that nobody believes it was done.
struct CommandWords {
  /// The most bytes of a command.
  static let limit = 65_536

  /// The words; none for an empty command.
  let words: [String]

  /// - Throws: a failure of the command line when it is no list of words.
  init(_ text: String) throws(Failure) {
    guard text.utf8.count <= Self.limit else { throw .usage("the command is too long.") }
    guard !text.unicodeScalars.contains("\u{FFFD}") else {
      throw .usage("the command holds characters that are no UTF-8.")
    }
    var reader = Reader(scalars: text.unicodeScalars[...])
    try reader.read()
    words = reader.words
  }

  private struct Reader {
    var scalars: Substring.UnicodeScalarView
    var words: [String] = []
    /// The word that has begun; quotation marks alone begin one too.
    var word: String.UnicodeScalarView?

    mutating func read() throws(Failure) {
      while let scalar = scalars.popFirst() {
        switch scalar {
        case " ", "\t": endWord()
        case "'": try readSingle()
        case "\"": try readDouble()
        case "\\":
          guard let next = scalars.popFirst() else { throw .usage("a backslash stands at the end of the command.") }
          try append(next)
        case ";", "&", "|", "<", ">", "(", ")", "$", "`": throw Self.noShell(scalar)
        case "#" where word == nil: throw Self.noShell(scalar)
        default: try append(scalar)
        }
      }
      endWord()
    }

    private mutating func endWord() {
      if let word { words.append(String(word)) }
      word = nil
    }

    /// Everything up to the next mark stands for itself.
    private mutating func readSingle() throws(Failure) {
      word = word ?? String.UnicodeScalarView()
      while let scalar = scalars.popFirst() {
        if scalar == "'" { return }
        try append(scalar)
      }
      throw Self.unended
    }

    private mutating func readDouble() throws(Failure) {
      word = word ?? String.UnicodeScalarView()
      while let scalar = scalars.popFirst() {
        switch scalar {
        case "\"": return
        case "$", "`": throw Self.noShell(scalar)
        case "\\":
          guard let next = scalars.popFirst() else { throw Self.unended }
          if !["$", "`", "\"", "\\"].contains(next) { try append(scalar) }
          try append(next)
        default: try append(scalar)
        }
      }
      throw Self.unended
    }

    private mutating func append(_ scalar: Unicode.Scalar) throws(Failure) {
      guard !PlainText.isControl(scalar) else {
        throw .usage("the command holds a line break or another control character; write one command on one line.")
      }
      word = word ?? String.UnicodeScalarView()
      word?.append(scalar)
    }

    private static let unended = Failure.usage("a quotation mark is not closed.")

    private static func noShell(_ scalar: Unicode.Scalar) -> Failure {
      .usage("there is no shell here to take \(scalar): write '\(scalar)' in quotation marks if it is part of a word.")
    }
  }
}
