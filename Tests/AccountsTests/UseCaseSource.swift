import FoundationEssentials
import TestSupport

/// The use cases as the sources of the room declare them, so that none can be forgotten.
enum UseCaseSource {
  /// The types whose public functions are use cases.
  static let doors = ["Account", "Administration", "Accounts"]

  /// Every use case by its full name, such as `Account.personalToken(named:)`.
  static func all() throws -> Set<String> {
    let folder = String(#filePath.dropLast("Tests/AccountsTests/UseCaseSource.swift".count)) + "Sources/Accounts/"
    var names: Set<String> = []
    for file in try TestFile.names(in: folder) where file.hasSuffix(".swift") {
      names.formUnion(useCases(in: String(decoding: TestFile.bytes(of: folder + file), as: UTF8.self)))
    }
    return names
  }

  /// The use cases that a source declares.
  static func useCases(in source: String) -> [String] {
    var names: [String] = []
    var door: String?
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if !line.hasPrefix(" "), let type = declaredType(in: line) { door = doors.contains(type) ? type : nil }
      guard let door, let start = functionStart(in: line) else { continue }
      let rest = ([line[start...]] + lines[(number + 1)...]).joined(separator: " ")
      names.append("\(door).\(signature(at: rest))")
    }
    return names
  }

  /// The type that a line at the left edge opens.
  private static func declaredType(in line: Substring) -> String? {
    let words = line.split(separator: " ").drop { ["public", "final"].contains($0) }
    guard let kind = words.first, ["extension", "struct", "enum", "class"].contains(kind) else { return nil }
    return words.dropFirst().first.map { String($0.prefix { $0.isLetter }) }
  }

  /// Where the name of a public function begins.
  private static func functionStart(in line: Substring) -> Substring.Index? {
    for opening in ["  public func ", "  public static func "] where line.hasPrefix(opening) {
      return line.index(line.startIndex, offsetBy: opening.count)
    }
    return nil
  }

  /// Name and labels of a function whose declaration begins a text.
  private static func signature(at text: String) -> String {
    let name = text.prefix { $0.isLetter || $0.isNumber }
    var labels = ""
    var depth = 0
    var isLabel = false
    for character in text.dropFirst(name.count) {
      switch character {
      case "(", "[", "<":
        depth += 1
        isLabel = depth == 1
      case ")", "]", ">":
        depth -= 1
        if depth == 0 { return "\(name)(\(labels))" }
      case "," where depth == 1: isLabel = true
      case " " where isLabel && (labels.last.map { $0.isLetter || $0 == "_" } ?? false), ":" where isLabel:
        labels += ":"
        isLabel = false
      case " ": break
      default: if isLabel { labels.append(character) }
      }
    }
    return String(name)
  }
}
