import Model

/// Something wrong in a configuration or theme file: where it is, which key, and how to mend it.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file, as it was named.
  public let file: String
  /// The line it is about, counted from 1, when known.
  public let line: Int?
  /// The key it is about, as a path such as `lengths.clientID` or `scopes[0].id`; empty for the whole file.
  public let key: String
  /// One sentence that names the key, says what is wrong and what to write instead.
  public let sentence: String

  /// A problem at a key of a file.
  public init(file: String, line: Int? = nil, key: String = "", sentence: String) {
    self.file = file
    self.line = line
    self.key = key
    self.sentence = sentence
  }

  /// `FILE:LINE: SENTENCE`, without characters that could upset a terminal.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return PlainText.visible("\(place): \(sentence)", limit: 1000)
  }
}

/// Everything wrong with a configuration, in the order of the file; never nothing.
public struct ConfigurationFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in the order of the file.
  public let problems: [ConfigurationProblem]

  /// A failure of one problem.
  public init(_ problem: ConfigurationProblem) {
    problems = [problem]
  }

  /// A failure when there is at least one problem, else nothing.
  public init?(_ problems: [ConfigurationProblem]) {
    guard !problems.isEmpty else { return nil }
    self.problems = problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
  }

  /// One problem a line.
  public var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}
