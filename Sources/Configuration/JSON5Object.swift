import Model

/// One object of a ``JSON5Document``. Getters answer nothing for an absent key or null; for a value of the wrong kind
/// they answer nothing too, and file a problem with the document.
public final class JSON5Object {
  /// Where it stands, such as `lengths` or `scopes[0]`; empty for the whole file.
  public let path: String
  private let fields: [String: JSON5Value]
  private let log: ProblemLog
  private var asked: [String] = []

  init(_ fields: [String: JSON5Value], path: String, log: ProblemLog) {
    self.fields = fields
    self.path = path
    self.log = log
  }

  /// The keys that are there, sorted; for objects whose keys the user chooses. Counts as asking for them all.
  public var keys: [String] {
    let keys = fields.keys.sorted()
    asked += keys
    return keys
  }

  /// A text.
  public func string(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    guard case .string(let text) = value else { return wrong(key, "a text in quotation marks", value) }
    return text
  }

  /// True or false.
  public func boolean(_ key: String) -> Bool? {
    guard let value = value(key) else { return nil }
    guard case .boolean(let boolean) = value else { return wrong(key, "true or false", value) }
    return boolean
  }

  /// A whole number in a range.
  public func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(key) else { return nil }
    guard case .number(let number) = value, let integer = Int(exactly: number), range ~= integer else {
      return wrong(key, "a whole number from \(range.lowerBound) to \(range.upperBound)", value)
    }
    return integer
  }

  /// One of several words.
  public func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type) -> Choice? {
    guard let text = string(key) else { return nil }
    return choice(text, at: key)
  }

  /// A list of some of several words, none twice.
  ///
  /// - Parameter none: whether the list may be empty.
  public func choices<Choice: RawRepresentable<String> & CaseIterable>(
    _ key: String, of type: Choice.Type, orNone none: Bool = false
  ) -> [Choice]? {
    guard let texts = strings(key) else { return nil }
    guard none || !texts.isEmpty else {
      report(key, "\(quoted(key)) must name at least one of \(Self.words(type)).")
      return nil
    }
    guard Set(texts).count == texts.count else {
      report(key, "\(quoted(key)) names something twice.")
      return nil
    }
    let choices = texts.compactMap { choice($0, at: key) as Choice? }
    return choices.count == texts.count ? choices : nil
  }

  /// A list of texts.
  public func strings(_ key: String) -> [String]? {
    guard let value = value(key) else { return nil }
    guard case .array(let elements) = value else { return wrong(key, "a list of texts, [\"…\"]", value) }
    var strings: [String] = []
    for case .string(let text) in elements { strings.append(text) }
    guard strings.count == elements.count else {
      report(key, "\(quoted(key)) must be a list of texts in quotation marks, and of nothing else.")
      return nil
    }
    return strings
  }

  /// An object within.
  public func object(_ key: String) -> JSON5Object? {
    guard let value = value(key) else { return nil }
    guard case .object(let fields) = value else { return wrong(key, "an object, { … }", value) }
    return JSON5Object(fields, path: subpath(key), log: log)
  }

  /// A list of objects.
  public func objects(_ key: String) -> [JSON5Object]? {
    guard let value = value(key) else { return nil }
    guard case .array(let elements) = value else { return wrong(key, "a list of objects, [{ … }]", value) }
    var objects: [JSON5Object] = []
    for (index, element) in elements.enumerated() {
      let path = "\(subpath(key))[\(index)]"
      guard case .object(let fields) = element else {
        log.report("\(PlainText.quoted(path)) must be an object, { … }, not \(element.kind).", at: path)
        continue
      }
      objects.append(JSON5Object(fields, path: path, log: log))
    }
    return objects
  }

  /// Files a problem with a key of this object.
  ///
  /// - Parameter sentence: names the key, and ends in a full stop.
  public func report(_ key: String, _ sentence: String) {
    log.report(sentence, at: subpath(key))
  }

  /// The key's path in quotation marks, for the start of a sentence.
  public func quoted(_ key: String) -> String {
    PlainText.quoted(subpath(key))
  }

  /// Files a problem for every key that was never asked for, with the nearest that was.
  public func rejectUnknownKeys() {
    for key in fields.keys.sorted() where !asked.contains(key) {
      let mend =
        if let near = Spelling.nearest(to: key, among: asked) {
          "did you mean \(PlainText.quoted(near))?"
        } else {
          "known here are \(asked.sorted().joined(separator: ", "))."
        }
      report(key, "unknown key \(quoted(key)); \(mend)")
    }
  }

  private func value(_ key: String) -> JSON5Value? {
    asked.append(key)
    guard let value = fields[key], value != .null else { return nil }
    return value
  }

  private func wrong<Value>(_ key: String, _ wanted: String, _ found: JSON5Value) -> Value? {
    report(key, "\(quoted(key)) must be \(wanted), not \(found.kind).")
    return nil
  }

  private func choice<Choice: RawRepresentable<String> & CaseIterable>(_ text: String, at key: String) -> Choice? {
    if let choice = Choice(rawValue: text) { return choice }
    report(key, "\(quoted(key)) must be one of \(Self.words(Choice.self)), not \(PlainText.quoted(text)).")
    return nil
  }

  private static func words<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) -> String {
    type.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
  }

  private func subpath(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}
