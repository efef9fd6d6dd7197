import FoundationEssentials

extension Date {
  /// The moment in RFC 3339, UTC, whole seconds: `2026-11-23T18:02:41Z`.
  public var rfc3339: String { formatted(.iso8601) }

  /// The moment without fractions of a second: what storage keeps.
  public var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
