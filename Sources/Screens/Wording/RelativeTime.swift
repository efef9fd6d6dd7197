import FoundationEssentials

/// Moments in words, as far from now as they are.
enum RelativeTime {
  /// "just now", "5 min ago", "yesterday", "3 weeks ago", "9 months ago"; "never" for nothing.
  static func past(_ moment: Date?, now: Date) -> String {
    guard let moment else { return "never" }
    let seconds = Int(now.timeIntervalSince(moment))
    if seconds < 60 { return "just now" }
    if 86_400..<172_800 ~= seconds { return "yesterday" }
    return amount(seconds) + " ago"
  }

  /// "in 6 days"; "now" for what is less than a minute away or has passed.
  static func future(_ moment: Date, now: Date) -> String {
    let seconds = Int(moment.timeIntervalSince(now).rounded(.up))
    return seconds < 60 ? "now" : "in " + amount(seconds, isRounded: true)
  }

  /// A number of seconds in its largest unit: whole ones that have passed, or rounded to the nearest.
  private static func amount(_ seconds: Int, isRounded: Bool = false) -> String {
    let units = [(31_557_600, "year"), (2_629_800, "month"), (604_800, "week"), (86_400, "day"), (3600, "hour")]
    let (size, name) = units.first { seconds >= 2 * $0.0 || ($0.1 == "hour" && seconds >= 3600) } ?? (60, "min")
    let count = (seconds + (isRounded ? size / 2 : 0)) / size
    return count == 1 || name == "min" ? "\(count) \(name)" : "\(count) \(name)s"
  }
}
