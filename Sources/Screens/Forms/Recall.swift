/// The way back through what was typed into a field before, and forth again to what stood there when it began.
struct Recall: Sendable {
  /// The most texts that are kept.
  private static let limit = 50

  /// What was typed before, the newest first.
  private(set) var earlier: [String]
  /// How many texts it has gone back.
  private var steps = 0
  /// What was typed when it began to go back.
  private var typed = ""

  init(_ earlier: [String] = []) {
    self.earlier = earlier
  }

  /// Keeps a text as the newest; the way back begins there.
  mutating func keep(_ text: String) {
    steps = 0
    guard !text.isEmpty else { return }
    earlier = Array(([text] + earlier.filter { $0 != text }).prefix(Self.limit))
  }

  /// Begins at the newest again: something was typed.
  mutating func restart() {
    steps = 0
  }

  /// The text before the one in the field; nothing at the oldest.
  mutating func back(from text: String) -> String? {
    if steps == 0 { typed = text }
    guard way.indices.contains(steps) else { return nil }
    steps += 1
    return way[steps - 1]
  }

  /// The text after the one in the field, behind the newest what was typed; nothing where nothing was fetched back.
  mutating func forth() -> String? {
    guard steps > 0 else { return nil }
    steps -= 1
    return steps == 0 ? typed : way[steps - 1]
  }

  /// What there is to go back to: what stands in the field already would be no step.
  private var way: [String] { earlier.filter { $0 != typed } }
}
