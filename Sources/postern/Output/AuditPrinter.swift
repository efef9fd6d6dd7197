import FoundationEssentials
import Model
import TerminalUI

/// Prints lines of the audit log as they are read, so that no more of them is held than a page.
struct AuditPrinter {
  enum Format: String, Sendable, CaseIterable {
    case table, csv, json, jsonl
  }

  private let format: Format
  private var isFirst = true

  /// Begins; a table and CSV with their header.
  init(_ format: Format) throws(Failure) {
    self.format = format
    switch format {
    case .table: try Console.print(Self.row(["WHEN", "ACTOR", "EVENT", "TARGET", "FROM"]))
    case .csv: try Console.print(CSV.row(AuditLine.exportNames), terminator: "")
    case .json, .jsonl: break
    }
  }

  /// Prints lines.
  mutating func add(_ lines: [AuditLine]) throws(Failure) {
    guard !lines.isEmpty else { return }
    switch format {
    case .table: try Console.print(lines.map(Self.row).joined(separator: "\n"))
    case .csv: try Console.print(lines.map { CSV.row($0.csv) }.joined(), terminator: "")
    case .jsonl: try Console.print(lines.map { JSON.audit($0).compact }.joined(separator: "\n"))
    case .json:
      let objects = lines.map { "  " + JSON.audit($0).compact }.joined(separator: ",\n")
      try Console.print((isFirst ? "[\n" : ",\n") + objects, terminator: "")
    }
    isFirst = false
  }

  /// Ends what has an end.
  func finish() throws(Failure) {
    if format == .json { try Console.print(isFirst ? "[]" : "\n]") }
  }

  private static func row(_ line: AuditLine) -> String {
    let times = line.count > 1 ? "\(line.count)x " : ""
    // The sign says what colours say on a screen.
    return row([
      line.at.rfc3339, line.actor, line.isRefused ? "! \(line.event)" : line.event, times + line.target, line.origin,
    ])
  }

  /// Columns of a width that most values have; a longer one moves only what is behind it.
  private static func row(_ cells: [String]) -> String {
    let widths = [20, 16, 15, 24, 0]
    let padded = zip(cells, widths).map { cell, width in
      let cell = PlainText.visible(cell, limit: 1000)
      return cell + String(repeating: " ", count: max(0, width - TextWidth.of(cell)))
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }
}

extension AuditLine {
  /// The fields of an export, in the order of ``exportNames``.
  fileprivate var csv: [String] {
    [
      String(id), at.rfc3339, actorID.map { String($0.rawValue) } ?? "", actor,
      subjectID.map { String($0.rawValue) } ?? "", origin, event, target, outcome, detail, String(count),
    ]
  }
}

extension JSON {
  /// A line of the audit log.
  static func audit(_ line: AuditLine) -> JSON {
    .object([
      ("id", .integer(line.id)), ("at", .moment(line.at)), ("actor_id", .number(line.actorID?.rawValue)),
      ("actor", .string(line.actor)), ("subject_id", .number(line.subjectID?.rawValue)),
      ("origin", .string(line.origin)), ("event", .string(line.event)), ("target", .string(line.target)),
      ("outcome", .string(line.outcome)), ("detail", .string(line.detail)), ("count", .integer(Int64(line.count))),
    ])
  }

  private static func number(_ value: Int64?) -> JSON { value.map { .integer($0) } ?? .null }
}
