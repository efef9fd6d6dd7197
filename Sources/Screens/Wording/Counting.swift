/// Numbers in words.
enum Counting {
  /// 1,000,000.
  static func grouped(_ number: Int) -> String {
    var digits = Substring(String(number.magnitude))
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.insert(digits.suffix(3), at: 0)
      digits = digits.dropLast(3)
    }
    return (number < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
  }

  /// The same for what was counted up to a cap: "1,000 tokens or more".
  static func of(_ count: Int, _ noun: String, cap: Int) -> String {
    count < cap ? of(count, noun) : "\(grouped(cap)) \(noun)s or more"
  }

  /// "a, b and c".
  static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }

  /// "1 token", "2 tokens".
  static func of(_ count: Int, _ noun: String) -> String {
    count == 1 ? "1 \(noun)" : "\(grouped(count)) \(noun)s"
  }
}
