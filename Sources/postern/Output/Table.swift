import Model
import TerminalUI

/// Rows in aligned columns, for people.
struct Table {
  private let columns: [String]
  private var rows: [[String]] = []

  init(_ columns: [String]) {
    self.columns = columns
  }

  /// Adds a row, a cell a column. What could upset a terminal is replaced.
  mutating func add(_ cells: [String]) {
    rows.append(cells.map { PlainText.visible($0, limit: 1000) })
  }

  /// The header and the rows.
  var text: String {
    let lines = [columns] + rows
    let widths = columns.indices.map { column in
      lines.map { column < $0.count ? TextWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return lines.map { Self.line($0, widths) }.joined(separator: "\n")
  }

  /// Cells filled up to their columns; nothing is filled up behind the last one.
  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (cell, width) in zip(cells, widths) {
      line += cell + String(repeating: " ", count: max(0, width - TextWidth.of(cell)) + 2)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// Names and values, one a line, for people.
struct Sheet {
  private var entries: [(name: String, value: String)] = []

  /// Adds a line; an absent value leaves it out. A value of several lines is indented.
  mutating func add(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    for (index, line) in value.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      entries.append((index == 0 ? name : "", PlainText.visible(String(line), limit: 2000)))
    }
  }

  /// The lines.
  var text: String {
    let width = entries.map(\.name.count).max() ?? 0
    return entries.map { entry in
      entry.name + String(repeating: " ", count: width - entry.name.count + 2) + entry.value
    }.joined(separator: "\n")
  }
}
