import Accounts
import FoundationEssentials
import Model
import Storage

/// The formats that lists are exported in.
enum ExportFormat: String, Sendable, CaseIterable {
  case csv, json
  /// An object a line.
  case jsonl

  /// What it is called.
  var title: String { rawValue.uppercased() }

  /// The one behind it, or before it; the first and the last are neighbours.
  func neighbour(_ step: Int) -> ExportFormat {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + step + all.count) % all.count]
  }
}

/// A value of an exported row.
enum ExportValue: Sendable, Equatable {
  case text(String)
  case texts([String])
  case moment(Date?)
  case number(Int64?)
}

/// Writes lists to files of mode 0600, never over an existing one.
enum Export {
  typealias Emit = ([ExportValue]) throws(AccountError) -> Void

  /// Writes rows as they come.
  /// - Parameter done: told how many; where it throws, there is no file.
  /// - Returns: how many.
  static func write(
    to path: String, on machine: Machine, format: ExportFormat, header: [String],
    rows: (Emit) throws(AccountError) -> Void, done: (Int) throws(AccountError) -> Void
  ) throws(AccountError) -> Int {
    var file = try PrivateFile(creating: path, on: machine)
    defer { file.close() }
    do throws(AccountError) {
      let count = try pieces(format: format, header: header, rows: rows, to: &file)
      try done(count)
      return count
    } catch {
      file.discard()
      throw error
    }
  }

  /// The same as text, for a screen: what could upset a terminal is replaced.
  /// - Throws: ``AccountError/refused(reason:)`` when it is too long.
  static func text(
    format: ExportFormat, header: [String], rows: (Emit) throws(AccountError) -> Void
  ) throws(AccountError) -> String {
    var text = ExportText()
    _ = try pieces(format: format, header: header, rows: rows, to: &text)
    return text.harmless
  }

  /// Hands over rows as they come, in pieces of the format.
  /// - Returns: how many rows.
  private static func pieces(
    format: ExportFormat, header: [String], rows: (Emit) throws(AccountError) -> Void,
    to sink: inout some ExportSink
  ) throws(AccountError) -> Int {
    var count = 0
    var buffer =
      switch format {
      case .csv: CSV.row(header)
      case .json: "["
      case .jsonl: ""
      }
    try rows { (values: [ExportValue]) throws(AccountError) in
      switch format {
      case .csv: buffer += values.map(csv).joined(separator: ",") + "\r\n"
      case .json: buffer += (count == 0 ? "\n  " : ",\n  ") + object(header, values)
      case .jsonl: buffer += object(header, values) + "\n"
      }
      count += 1
      if buffer.utf8.count > 1 << 16 {
        try sink.write(buffer)
        buffer = ""
      }
    }
    try sink.write(buffer + (format == .json ? "\n]\n" : ""))
    return count
  }

  /// A CSV field.
  static func csv(_ value: ExportValue) -> String {
    switch value {
    case .text(let text): CSV.field(text)
    case .texts(let texts): CSV.field(texts.joined(separator: " "))
    case .moment(let moment): moment?.rfc3339 ?? ""
    case .number(let number): number.map(String.init) ?? ""
    }
  }

  static func object(_ names: [String], _ values: [ExportValue]) -> String {
    let members = zip(names, values).map { "\(string($0)): \(json($1))" }
    return "{" + members.joined(separator: ", ") + "}"
  }

  private static func json(_ value: ExportValue) -> String {
    switch value {
    case .text(let text): string(text)
    case .texts(let texts): "[" + texts.map(string).joined(separator: ", ") + "]"
    case .moment(let moment): moment.map { string($0.rfc3339) } ?? "null"
    case .number(let number): number.map(String.init) ?? "null"
    }
  }

  private static func string(_ text: String) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let data = try? encoder.encode(text) else { return "null" }
    return String(decoding: data, as: UTF8.self)
  }
}

/// What an export is written to, piece by piece.
protocol ExportSink {
  mutating func write(_ text: String) throws(AccountError)
}

extension PrivateFile: ExportSink {}

/// An export in memory, to be shown or copied.
private struct ExportText: ExportSink {
  /// The most bytes.
  private static let limit = 1 << 18

  private var text = ""

  mutating func write(_ piece: String) throws(AccountError) {
    text += piece
    guard text.utf8.count <= Self.limit else {
      throw .refused(reason: "That is too much for a screen; narrow it down by a filter, or mark some rows.")
    }
  }

  /// The text, in which whatever could upset a terminal is replaced.
  var harmless: String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      switch scalar {
      case "\r", "\n": scalar
      default: PlainText.isControl(scalar) || PlainText.isDirectional(scalar) ? "\u{FFFD}" : scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
