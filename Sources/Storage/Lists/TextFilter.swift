/// Text that rows are searched for, without regard to case. It is text, never a pattern.
struct TextFilter {
  /// The text as rows are compared with it.
  let needle: String
  private let trigrams: [String]

  /// Nothing for an empty text, which every row has.
  init?(_ text: String) {
    guard !text.isEmpty else { return nil }
    needle = Self.key(text)
    let scalars = Array(needle.unicodeScalars)
    var trigrams: [String] = []
    // Trigrams side by side find as much as all of them, and each one costs; the row itself is looked at anyway.
    let starts = Array(stride(from: 0, through: scalars.count - 3, by: 3)) + [scalars.count - 3]
    for start in starts where start >= 0 && trigrams.count < 5 {
      let trigram = String(String.UnicodeScalarView(scalars[start..<start + 3]))
      if !trigram.unicodeScalars.contains("\0"), !trigrams.contains(trigram) { trigrams.append(trigram) }
    }
    self.trigrams = trigrams
  }

  /// Text without case, as it is stored in `_key` columns and ordered by.
  static func key(_ text: String) -> String { text.lowercased() }

  /// A question for a search index: rows of `owner` (of anybody when there is none) that have all trigrams. Nothing
  /// when the text is too short to have one.
  func match(owner: Int64?) -> String? {
    guard !trigrams.isEmpty else { return nil }
    let marks = owner.map { [Self.ownerMark($0)] } ?? []
    return (marks + trigrams).map { "\"" + $0.replacingQuotes() + "\"" }.joined(separator: " AND ")
  }

  /// Three characters of Unicode's private use area that stand for an owner in the search indexes.
  static func ownerMark(_ id: Int64) -> String {
    let digits = [id % 6400, id / 6400 % 6400, id / 40_960_000 % 6400]
    return String(String.UnicodeScalarView(digits.compactMap { Unicode.Scalar(UInt32(0xE000 + $0)) }))
  }
}

extension String {
  /// Quotation marks doubled, as FTS5 writes them inside a quoted string.
  fileprivate func replacingQuotes() -> String {
    split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
  }
}
