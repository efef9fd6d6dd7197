import FoundationEssentials

extension AuditFilter {
  /// The most characters of a filter.
  public static let limit = 500

  /// Reads what somebody typed.
  ///
  /// - Parameters:
  ///   - text: `KEY:VALUE` and bare words, parted by spaces; a value with spaces stands in quotation marks.
  ///   - now: the moment from which durations are counted back.
  /// - Throws: one issue, filed under ``Field/filter``: what is wrong first.
  public init(parsing text: String, now: Date) throws(ValidationFailure) {
    self.init()
    guard text.count <= Self.limit else { throw Self.failure("Enter a filter of at most \(Self.limit) characters.") }
    for word in try Self.words(of: text) { try add(word, now: now) }
  }

  private mutating func add(_ word: Word, now: Date) throws(ValidationFailure) {
    guard let name = word.key else {
      return word.isTurned ? unwanted.append(Term(nil, word.value)) : wanted.append(Term(nil, word.value))
    }
    guard let key = Key(rawValue: name.lowercased()) else {
      throw Self.failure(
        "There is no \"\(PlainText.visible(name, limit: 40)):\"; use \(Self.keys), or quotation marks around the text.")
    }
    guard !word.value.isEmpty else {
      throw Self.failure("Enter a value after \"\(key.rawValue):\", such as \(key.example).")
    }
    switch key {
    case .since, .until:
      guard !word.isTurned else { throw Self.failure("\"\(key.rawValue):\" cannot be turned round with a minus sign.") }
      try bound(key, word.value, now: now)
    case .outcome:
      guard let outcome = AuditRecord.Outcome(rawValue: word.value.lowercased()) else {
        throw Self.failure("Enter outcome:done or outcome:refused.")
      }
      add(Term(key, outcome.rawValue), isTurned: word.isTurned)
    default: add(Term(key, word.value), isTurned: word.isTurned)
    }
  }

  private mutating func add(_ term: Term, isTurned: Bool) {
    isTurned ? unwanted.append(term) : wanted.append(term)
  }

  private mutating func bound(_ key: Key, _ value: String, now: Date) throws(ValidationFailure) {
    guard let range = AuditMoment.range(of: value, now: now) else {
      throw Self.failure(
        "Enter a time such as \(key.rawValue):7d (m, h, d, w), \(key.rawValue):2026-11-01 or "
          + "\(key.rawValue):2026-11-01T18:00:00Z.")
    }
    if key == .since {
      since = max(since ?? range.start, range.start)
    } else {
      before = min(before ?? range.end, range.end)
    }
  }

  private static let keys: String = {
    let names = Key.allCases.map { "\($0.rawValue):" }
    return names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }()

  private static func failure(_ message: String) -> ValidationFailure {
    ValidationFailure(FieldIssue(.filter, message))
  }
}

extension AuditFilter.Key {
  /// What somebody could type.
  fileprivate var example: String {
    switch self {
    case .actor: "actor:ada"
    case .event: "event:token.*"
    case .target: "target:\"Zenodo up\""
    case .from: "from:10.0."
    case .outcome: "outcome:refused"
    case .since: "since:7d"
    case .until: "until:2026-11-01"
    }
  }
}

extension AuditFilter {
  /// A word as it was typed.
  private struct Word {
    var isTurned = false
    var key: String?
    var value = ""
  }

  private static func words(of text: String) throws(ValidationFailure) -> [Word] {
    var words: [Word] = []
    var rest = text[...]
    while true {
      rest = rest.drop { $0.isWhitespace }
      guard !rest.isEmpty else { return words }
      var word = Word()
      if rest.first == "-", rest.dropFirst().first.map({ !$0.isWhitespace }) == true {
        word.isTurned = true
        rest.removeFirst()
      }
      let name = rest.prefix { $0.isLetter }
      if !name.isEmpty, rest.dropFirst(name.count).first == ":" {
        word.key = String(name)
        rest = rest.dropFirst(name.count + 1)
      }
      word.value = try value(&rest)
      // Quotation marks around nothing ask for nothing.
      if word.key != nil || !word.value.isEmpty { words.append(word) }
    }
  }

  /// Takes what stands before the next space; spaces between quotation marks belong to it.
  private static func value(_ rest: inout Substring) throws(ValidationFailure) -> String {
    var value = ""
    var isQuoted = false
    while let character = rest.first, isQuoted || !character.isWhitespace {
      rest.removeFirst()
      switch character {
      case "\"": isQuoted.toggle()
      case "\\" where isQuoted && (rest.first == "\"" || rest.first == "\\"): value.append(rest.removeFirst())
      default: value.append(character)
      }
    }
    guard !isQuoted else { throw failure("Close the quotation mark.") }
    return value
  }
}

/// A time as it is typed to look back: `30m`, `12h`, `7d`, `4w`, a day or a moment.
public enum AuditMoment {
  /// From the first moment of it up to, without, the first after it; nothing for what is no time.
  public static func range(of text: String, now: Date) -> (start: Date, end: Date)? {
    if let seconds = duration(text) {
      let moment = now.wholeSeconds.addingTimeInterval(-seconds)
      return (moment, moment.addingTimeInterval(1))
    }
    if let day = CalendarDay(text) { return (day.start, day.start.addingTimeInterval(86_400)) }
    guard let moment = moment(text.uppercased()) else { return nil }
    return (moment.wholeSeconds, moment.wholeSeconds.addingTimeInterval(1))
  }

  /// The reader of ISO 8601 carries 25 o'clock over into the next day; here it is no time.
  private static func moment(_ text: String) -> Date? {
    let bytes = Array(text.utf8)
    guard (20...35).contains(bytes.count), CalendarDay(String(text.prefix(10))) != nil,
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
    else { return nil }
    for (start, most) in [(11, 23), (14, 59), (17, 59)] {
      guard let number = Int(String(decoding: bytes[start..<start + 2], as: UTF8.self)), 0...most ~= number else {
        return nil
      }
    }
    return try? Date(text, strategy: .iso8601)
  }

  /// Seconds; at most a hundred years.
  private static func duration(_ text: String) -> Double? {
    let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    guard let unit = text.last.flatMap({ units[$0] }), (2...7).contains(text.utf8.count),
      text.dropLast().utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Double(text.dropLast())
    else { return nil }
    let seconds = number * unit
    return seconds <= 36_525 * 86_400 ? seconds : nil
  }
}

extension AuditFilter {
  /// What can be looked for while a filter is being typed: without a last word that may yet become a key.
  public static func soFar(_ text: String) -> String {
    let start = text.lastIndex { $0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex
    var word = text[start...].lowercased()
    if word.first == "-" { word.removeFirst() }
    guard Key.allCases.contains(where: { $0.rawValue.hasPrefix(word) }) else { return text }
    // Between quotation marks it is text.
    let rest = text[..<start]
    return rest.filter { $0 == "\"" }.count.isMultiple(of: 2) ? PlainText.trimmed(String(rest)) : text
  }
}
