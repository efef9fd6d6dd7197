import FoundationEssentials

/// When a token shall stop working, as somebody chooses it.
public enum Expiry: Sendable, Hashable {
  /// Never.
  case never
  /// So many days from now.
  case days(Int)
  /// At midnight UTC at the start of a day.
  case on(CalendarDay)

  /// The farthest expiry that can be chosen, in days: a hundred years.
  public static let longestDays = 36_525

  /// Reads `never`, `30d` or `2027-01-31`.
  ///
  /// - Throws: the issue, filed under ``Field/expiry``.
  public init(validating raw: String) throws(ValidationFailure) {
    let text = PlainText.trimmed(raw).lowercased()
    if text == "never" {
      self = .never
    } else if text.last == "d", text.count > 1, text.dropLast().utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      guard let days = Int(text.dropLast()), 1...Self.longestDays ~= days else { throw Self.daysOutOfRange }
      self = .days(days)
    } else if let day = CalendarDay(text) {
      self = .on(day)
    } else {
      throw Self.failure("Enter an expiry such as 30d, 2027-01-31 or never.")
    }
  }

  /// The moment it stands for.
  ///
  /// - Parameter now: the moment from which days are counted.
  /// - Returns: nothing for ``never``.
  /// - Throws: the issue, filed under ``Field/expiry``, when the moment has passed or is out of reach.
  public func moment(from now: Date) throws(ValidationFailure) -> Date? {
    switch self {
    case .never: return nil
    case .days(let days):
      guard 1...Self.longestDays ~= days else { throw Self.daysOutOfRange }
      return now.addingTimeInterval(Double(days) * 86_400)
    case .on(let day):
      let moment = day.start
      guard moment > now else { throw Self.failure("The expiry date has passed; enter a later one.") }
      guard moment.timeIntervalSince(now) <= Double(Self.longestDays) * 86_400 else {
        throw Self.failure("The expiry date is too far away; choose \"never\" instead.")
      }
      return moment
    }
  }

  private static let daysOutOfRange = failure("Enter an expiry of 1 to \(longestDays) days, or never.")

  private static func failure(_ message: String) -> ValidationFailure {
    ValidationFailure(FieldIssue(.expiry, message))
  }
}
