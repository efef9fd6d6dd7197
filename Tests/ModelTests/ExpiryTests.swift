import FoundationEssentials
import Model
import Testing

@Suite struct ExpiryTests {
  /// Noon of 23 November 2026, UTC.
  private let now = Date(timeIntervalSince1970: 1_795_435_200)

  @Test(arguments: [
    ("never", Expiry.never), ("NEVER", .never), (" never\n", .never), ("1d", .days(1)), ("30d", .days(30)),
    ("30D", .days(30)), ("007d", .days(7)), ("36525d", .days(36_525)),
  ])
  func `an expiry is read`(text: String, expiry: Expiry) throws {
    #expect(try Expiry(validating: text) == expiry)
  }

  @Test func `a day is read`() throws {
    let day = try #require(CalendarDay("2027-01-31"))
    #expect(try Expiry(validating: " 2027-01-31 ") == .on(day))
  }

  @Test(
    arguments: [
      "", " ", "d", "30", "30 d", "-1d", "+30d", "1.5d", "30days", "30dd", "d30", "0x1ed", "３０d", "30d never",
      "tomorrow",
      "2027-02-29", "2027-02-30", "2027-04-31", "2027-00-10", "2027-13-01", "2027-01-00", "2027-01-32", "2027-1-31",
      "27-01-31", "2027/01/31", "2027-01-31T00:00:00Z", "31-01-2027", "2027-01-3x", "２０２７-01-31", "-027-01-31",
      "+027-01-31", "never ever", "\u{0}", "30d\u{200B}",
    ])
  func `what is no expiry is refused with examples`(text: String) {
    #expect(
      message(.expiry) { try Expiry(validating: text) } == "Enter an expiry such as 30d, 2027-01-31 or never.")
  }

  @Test(arguments: ["0d", "00d", "36526d", "9223372036854775807d", "9223372036854775808d", "99999999999999999999999d"])
  func `days out of reach are refused with the bounds`(text: String) {
    #expect(message(.expiry) { try Expiry(validating: text) } == "Enter an expiry of 1 to 36525 days, or never.")
  }

  @Test(arguments: [0, -1, 36_526, Int.max, Int.min])
  func `days out of reach stand for no moment either`(days: Int) {
    #expect(
      message(.expiry) { try Expiry.days(days).moment(from: now) } == "Enter an expiry of 1 to 36525 days, or never.")
  }

  @Test func `days are counted from now, to the second`() throws {
    #expect(try Expiry.days(30).moment(from: now) == now.addingTimeInterval(30 * 86_400))
    #expect(try Expiry.days(36_525).moment(from: now) == now.addingTimeInterval(36_525 * 86_400))
    #expect(try Expiry.never.moment(from: now) == nil)
  }

  @Test func `a day stands for its first moment, UTC`() throws {
    let day = try #require(CalendarDay("2026-11-24"))
    #expect(try Expiry.on(day).moment(from: now)?.rfc3339 == "2026-11-24T00:00:00Z")
  }

  @Test(arguments: ["2026-11-23", "2026-11-22", "1999-12-31", "1970-01-01", "0001-01-01"])
  func `a day that has begun is refused`(text: String) throws {
    let day = try #require(CalendarDay(text))
    #expect(
      message(.expiry) { try Expiry.on(day).moment(from: now) } == "The expiry date has passed; enter a later one.")
  }

  @Test func `a hundred years are the most`() throws {
    let last = try #require(CalendarDay("2126-11-24"))
    let next = try #require(CalendarDay("2126-11-25"))
    #expect(try Expiry.on(last).moment(from: now) == last.start)
    #expect(
      message(.expiry) { try Expiry.on(next).moment(from: now) }
        == "The expiry date is too far away; choose \"never\" instead.")
    let farthest = try #require(CalendarDay("9999-12-31"))
    #expect(message(.expiry) { try Expiry.on(farthest).moment(from: now) }?.contains("too far") == true)
  }

  @Test(arguments: ["2028-02-29", "2000-02-29", "2027-12-31", "1970-01-01", "9999-12-31"])
  func `a day is written as it is read`(text: String) throws {
    #expect(try #require(CalendarDay(text)).description == text)
  }

  @Test(arguments: [
    "2027-02-29", "2100-02-29", "2028-02-30", "2027-06-31", "2027-01-31 ", "2027-01-31\n", "2027-W05-1",
  ])
  func `a day that does not exist is no day`(text: String) {
    #expect(CalendarDay(text) == nil)
  }

  @Test(arguments: [
    (0.0, "1970-01-01"), (86_399.9, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
    (1_795_435_200, "2026-11-23"),
  ])
  func `a moment falls on a day`(seconds: Double, day: String) {
    #expect(CalendarDay(containing: Date(timeIntervalSince1970: seconds)).description == day)
  }

  @Test func `a token lives until its expiry, and not at it`() {
    func token(_ end: Date?) -> PersonalToken {
      PersonalToken(
        id: Identifier(rawValue: 1), userID: Identifier(rawValue: 1), name: Name(stored: "x"), scopes: [],
        isInternal: false, lastFour: "abcd", createdAt: now, expiresAt: end, lastUsedAt: nil)
    }
    #expect(token(nil).isLive(at: now))
    #expect(token(now.addingTimeInterval(1)).isLive(at: now))
    #expect(!token(now).isLive(at: now))
  }
}
