import FoundationEssentials
import Model

/// A JSON5 file taken at its word: whatever is misspelt, of the wrong kind or given twice is a problem that names file,
/// line and key. Getters remember which keys were asked for, so that the rest can be refused.
public final class JSON5Document {
  /// Larger files are refused: nobody writes them by hand.
  public static let sizeLimit = 1 << 20

  /// The file, as it was named.
  public let file: String
  /// The whole file.
  public let root: JSON5Object
  private let log: ProblemLog

  /// What getters have found wrong so far.
  public var problems: [ConfigurationProblem] { log.problems }

  /// Reads a text.
  ///
  /// - Parameter file: the file's name, for problems.
  /// - Throws: the first thing that is no JSON5, or that the text is no object.
  public init(text: String, file: String) throws(ConfigurationProblem) {
    func problem(_ sentence: String, line: Int? = nil) -> ConfigurationProblem {
      ConfigurationProblem(file: file, line: line, sentence: sentence)
    }
    let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
    let lines: [String: Int]
    do throws(JSON5Scanner.Failure) {
      lines = try JSON5Scanner(text).lines
    } catch {
      throw problem("this is no JSON5: \(error.sentence).", line: error.line)
    }
    let decoder = JSONDecoder()
    decoder.allowsJSON5 = true
    guard let value = try? decoder.decode(JSON5Value.self, from: Data(text.utf8)) else {
      throw problem("this is no JSON5: a value or an escape in it cannot be read.")
    }
    guard case .object(let fields) = value else {
      throw problem("the file must hold one object, { … }, not \(value.kind).", line: 1)
    }
    self.file = file
    log = ProblemLog(file: file, lines: lines)
    root = JSON5Object(fields, path: "", log: log)
  }

  /// Reads a file.
  ///
  /// - Throws: why it cannot be read, or what ``init(text:file:)`` throws.
  public convenience init(contentsOf path: String) throws(ConfigurationProblem) {
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try readFile(path, limit: Self.sizeLimit)
    } catch {
      throw ConfigurationProblem(file: path, sentence: error.sentence)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationProblem(file: path, sentence: "the file is no text in UTF-8.")
    }
    try self.init(text: text, file: path)
  }
}

/// The problems of one file, which its objects share.
final class ProblemLog {
  private(set) var problems: [ConfigurationProblem] = []
  private let file: String
  private let lines: [String: Int]

  init(file: String, lines: [String: Int]) {
    self.file = file
    self.lines = lines
  }

  /// Files a problem at a key path; for a key that is missing, at the line of what it is missing from.
  func report(_ sentence: String, at path: String) {
    let parent = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? ""
    let line = lines[path] ?? lines[parent]
    problems.append(ConfigurationProblem(file: file, line: line, key: path, sentence: sentence))
  }
}
