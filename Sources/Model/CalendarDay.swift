import FoundationEssentials

/// A day of the Gregorian calendar in UTC, written `2027-01-31`.
public struct CalendarDay: Sendable, Hashable, CustomStringConvertible {
  /// Midnight UTC at the start of the day.
  public let start: Date

  /// The day on which a moment falls.
  public init(containing moment: Date) {
    start = Date(timeIntervalSince1970: (moment.timeIntervalSince1970 / 86_400).rounded(.down) * 86_400)
  }

  /// Reads `YYYY-MM-DD`; nothing for any other shape and for days that do not exist.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let day = try? Date("\(text)T00:00:00Z", strategy: .iso8601)
    else { return nil }
    start = day
    // The reader of ISO 8601 carries 30 February over into March; such a day does not come back as it was written.
    guard description == text else { return nil }
  }

  /// `YYYY-MM-DD`.
  public var description: String {
    String(start.formatted(.iso8601).prefix(10))
  }
}
