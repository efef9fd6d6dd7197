// Of all that Foundation has for this, FoundationEssentials has nothing; the standard library does it itself.
@_spi(_Unicode) import Swift

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
    // Every trigram costs a walk through its rows, and those at the ends and in the middle find nearly as little as all
    // of them do; the row itself is looked at anyway.
    let last = scalars.count - 3
    for start in last < 0 ? [] : [0, last, last / 2] {
      let trigram = String(String.UnicodeScalarView(scalars[start..<start + 3]))
      if !trigram.unicodeScalars.contains("\0"), !trigrams.contains(trigram) { trigrams.append(trigram) }
    }
    self.trigrams = trigrams
  }

  /// Whether a search index can be asked for the text: it is long enough to have a trigram.
  var isIndexed: Bool { !trigrams.isEmpty }

  /// Text without case, as it is stored in `_key` columns and ordered by. What looks the same is the same: an é is one
  /// whether it was typed as one character or as a letter and its mark (Unicode's normalization form C).
  static func key(_ text: String) -> String {
    let lowered = text.lowercased()
    guard !lowered.utf8.allSatisfy({ $0 < 0x80 }) else { return lowered }
    return String(String.UnicodeScalarView(lowered._nfc))
  }

  /// A question for a search index: rows of `owner` (of anybody when there is none) that have the trigrams. Nothing
  /// when the text is too short to have one.
  ///
  /// - Parameter withoutPrefix: whether rows that begin like the text are left out.
  func match(owner: Int64?, withoutPrefix: Bool = false) -> String? {
    guard !trigrams.isEmpty else { return nil }
    let marks = owner.map { [Self.ownerMark($0)] } ?? []
    let all = (marks + trigrams).map(Self.quoted).joined(separator: " AND ")
    guard withoutPrefix else { return all }
    let start = String(Self.startMark) + String(String.UnicodeScalarView(needle.unicodeScalars.prefix(2)))
    return "(\(all)) NOT \(Self.quoted(start))"
  }

  /// The range of texts that begin with the first two characters: from the first bound up to, without, the second.
  /// Nothing at the end of all characters.
  var prefixRange: (from: String, to: String)? {
    let scalars = Array(needle.unicodeScalars.prefix(2))
    guard scalars.count == 2, let next = Self.scalar(after: scalars[1]) else { return nil }
    return (String(String.UnicodeScalarView(scalars)), String(String.UnicodeScalarView([scalars[0], next])))
  }

  /// Three characters of Unicode's private use area that stand for an owner in the search indexes.
  static func ownerMark(_ id: Int64) -> String {
    let digits = [id % 6400, id / 6400 % 6400, id / 40_960_000 % 6400]
    return String(String.UnicodeScalarView(digits.compactMap { Unicode.Scalar(UInt32(0xE000 + $0)) }))
  }

  /// A character of Unicode's private use area that stands before a text's first in the search indexes.
  static let startMark: Unicode.Scalar = "\u{10FFFD}"

  /// In quotation marks, as FTS5 writes a string; those inside are doubled.
  private static func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func scalar(after scalar: Unicode.Scalar) -> Unicode.Scalar? {
    // Surrogates are no scalars.
    Unicode.Scalar(scalar.value == 0xD7FF ? 0xE000 : scalar.value + 1)
  }
}
