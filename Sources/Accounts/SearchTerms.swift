/// What somebody typed into a filter that knows words such as `owner:`. What stands behind one goes on to the next.
struct SearchTerms {
  /// What stands in front of the first such word; all of it, as it was typed, when there is none.
  private(set) var text: String
  private var named: [String: String] = [:]

  init(_ typed: String, words: [String]) {
    var pieces: [(word: String?, parts: [Substring])] = [(nil, [])]
    for part in typed.split(separator: " ") {
      let word = words.first { part.lowercased().hasPrefix($0 + ":") }
      if let word {
        pieces.append((word, [part.dropFirst(word.count + 1)]))
      } else {
        pieces[pieces.count - 1].parts.append(part)
      }
    }
    text = pieces.count == 1 ? typed : pieces[0].parts.joined(separator: " ")
    for piece in pieces.dropFirst() {
      guard let word = piece.word else { continue }
      named[word] = piece.parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
  }

  /// What stands behind a word; nothing where the word was not typed, or nothing behind it yet.
  subscript(word: String) -> String? { named[word].flatMap { $0.isEmpty ? nil : $0 } }
}
