import Model

/// Walks a JSON5 text once to find the line of every key, keys given twice, and where the text stops making sense.
///
/// The values come from Foundation's decoder, which says neither of these; whatever the two disagree on is refused.
struct JSON5Scanner {
  /// Where the text stops making sense.
  struct Failure: Error {
    let line: Int
    let sentence: String
  }

  /// Deeper nesting is refused; no file of ours has use for a tenth of it.
  static let depthLimit = 32

  /// The line of every key and list element, by its path.
  private(set) var lines: [String: Int] = [:]

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: String) throws(Failure) {
    bytes = Array(text.utf8)
    try value(at: "", depth: 0)
    try skipBlanks()
    if let byte = peek() { throw unexpected(byte) }
  }

  // MARK: Grammar (https://spec.json5.org §8)

  private mutating func value(at path: String, depth: Int) throws(Failure) {
    guard depth < Self.depthLimit else { throw failure("the nesting is too deep") }
    try skipBlanks()
    guard let byte = peek() else { throw failure("the text ends where a value should be") }
    if lines[path] == nil { lines[path] = line }
    switch byte {
    case UInt8(ascii: "{"): try members(at: path, depth: depth)
    case UInt8(ascii: "["): try elements(at: path, depth: depth)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = try quoted()
    case _ where Self.isWord(byte): word()
    default: throw unexpected(byte)
    }
  }

  private mutating func members(at path: String, depth: Int) throws(Failure) {
    let opened = line
    var seen: Set<String> = []
    position += 1
    while try !closes(with: "}", opened: opened) {
      let keyLine = line
      let key = try memberName()
      guard seen.insert(key).inserted else { throw failure("the key \"\(key)\" is given twice", at: keyLine) }
      let keyPath = path.isEmpty ? key : "\(path).\(key)"
      lines[keyPath] = keyLine
      try skipBlanks()
      guard peek() == UInt8(ascii: ":") else { throw failure("a colon is missing behind the key \"\(key)\"") }
      position += 1
      try value(at: keyPath, depth: depth + 1)
      try separator(before: "}", opened: opened)
    }
  }

  private mutating func elements(at path: String, depth: Int) throws(Failure) {
    let opened = line
    var index = 0
    position += 1
    while try !closes(with: "]", opened: opened) {
      try value(at: "\(path)[\(index)]", depth: depth + 1)
      try separator(before: "]", opened: opened)
      index += 1
    }
  }

  private mutating func memberName() throws(Failure) -> String {
    guard let byte = peek() else { throw failure("the text ends where a key should be") }
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return try quoted() }
    guard Self.isWord(byte), byte != UInt8(ascii: "+"), byte != UInt8(ascii: "-") else { throw unexpected(byte) }
    return word()
  }

  // MARK: Tokens

  private mutating func closes(with bracket: Unicode.Scalar, opened: Int) throws(Failure) -> Bool {
    try skipBlanks()
    guard let byte = peek() else { throw unclosed(bracket, opened: opened) }
    guard byte == UInt8(ascii: bracket) else { return false }
    position += 1
    return true
  }

  private mutating func separator(before bracket: Unicode.Scalar, opened: Int) throws(Failure) {
    let ended = line
    try skipBlanks()
    guard let byte = peek() else { throw unclosed(bracket, opened: opened) }
    if byte == UInt8(ascii: ",") {
      position += 1
    } else if byte != UInt8(ascii: bracket) {
      if Self.isWord(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        throw failure("a comma is missing", at: ended)
      }
      throw unexpected(byte)
    }
  }

  @discardableResult
  private mutating func word() -> String {
    let start = position
    while let byte = peek(), Self.isWord(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A quoted text, its escapes left alone: they are the decoder's business.
  private mutating func quoted() throws(Failure) -> String {
    let quote = bytes[position]
    let opened = line
    position += 1
    let start = position
    while let byte = peek(), byte != quote {
      if byte == UInt8(ascii: "\n") { throw failure("a quotation mark is missing", at: opened) }
      if byte == UInt8(ascii: "\\") {
        position += 1
        if peek() == UInt8(ascii: "\n") { line += 1 }
      }
      position += 1
    }
    guard position < bytes.count else { throw failure("a quotation mark is missing", at: opened) }
    position += 1
    return String(decoding: bytes[start..<position - 1], as: UTF8.self)
  }

  private mutating func skipBlanks() throws(Failure) {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        position += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0B, 0x0C:
        position += 1
      case UInt8(ascii: "/"):
        try skipComment()
      default:
        return
      }
    }
  }

  private mutating func skipComment() throws(Failure) {
    let opened = line
    position += 1
    if peek() == UInt8(ascii: "/") {
      while let byte = peek(), byte != UInt8(ascii: "\n") { position += 1 }
    } else if peek() == UInt8(ascii: "*") {
      position += 1
      while !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
        guard let byte = peek() else { throw failure("a comment is not closed", at: opened) }
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
      }
      position += 2
    } else {
      throw unexpected(UInt8(ascii: "/"))
    }
  }

  private func peek(_ ahead: Int = 0) -> UInt8? {
    position + ahead < bytes.count ? bytes[position + ahead] : nil
  }

  /// Bytes of numbers, literals and unquoted keys.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
    default: "_$.+-".utf8.contains(byte)
    }
  }

  // MARK: Sentences

  private func failure(_ sentence: String, at line: Int? = nil) -> Failure {
    Failure(line: line ?? self.line, sentence: sentence)
  }

  private func unexpected(_ byte: UInt8) -> Failure {
    let shown = 0x21...0x7E ~= byte ? "\"\(Character(Unicode.Scalar(byte)))\"" : "character"
    return failure("unexpected \(shown)")
  }

  private func unclosed(_ bracket: Unicode.Scalar, opened: Int) -> Failure {
    failure("a closing \"\(bracket)\" is missing; it opens in line \(opened)")
  }
}
