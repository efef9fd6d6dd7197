/// Guesses what somebody meant to write.
public enum Spelling {
  /// The word that takes the fewest slips (a letter put in, left out, swapped with its neighbour or mistaken) to become
  /// `text`; nothing when that would be a guess too far.
  public static func nearest(to text: String, among words: some Sequence<String>) -> String? {
    let limit = max(1, text.count / 3)
    return words.map { (word: $0, slips: slips(from: text.lowercased(), to: $0.lowercased())) }
      .filter { $0.slips <= limit }
      .min { ($0.slips, $0.word) < ($1.slips, $1.word) }?.word
  }

  /// The optimal string alignment distance.
  private static func slips(from left: String, to right: String) -> Int {
    let left = Array(left)
    let right = Array(right)
    var older: [Int] = []
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var least = min(
          current[column] + 1, previous[column + 1] + 1, previous[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          least = min(least, older[column - 1] + 1)
        }
        current.append(least)
      }
      older = previous
      previous = current
    }
    return previous[right.count]
  }
}
