import FoundationEssentials
import Model
import TerminalUI

/// The choice of when a token ends: presets, a day, or never.
struct ExpiryChoice: Sendable {
  static let presets = [(7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "1 year")]
  private static var dayIndex: Int { presets.count }
  private static var count: Int { presets.count + 2 }

  private(set) var index = 1
  private(set) var day: TextField
  private let proposal: String
  /// Where the ways were drawn, by their numbers.
  private var places: [Int: Rect] = [:]

  init(now: Date) {
    proposal = CalendarDay(containing: now.addingTimeInterval(30 * 86_400)).description
    day = TextField(text: proposal)
  }

  /// Whether a day was typed.
  var isTyped: Bool { day.text != proposal }

  /// What was chosen.
  func expiry() throws(ValidationFailure) -> Expiry {
    if index < Self.presets.count { return .days(Self.presets[index].0) }
    guard index == Self.dayIndex else { return .never }
    guard let chosen = CalendarDay(day.text) else {
      throw ValidationFailure(FieldIssue(.expiry, "Enter the day as YYYY-MM-DD, such as 2027-01-31."))
    }
    return .on(chosen)
  }

  /// Takes a key: ← → and Space choose; digits and Backspace type the day.
  mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .left: index = max(0, index - 1)
    case .right, .character(" "): index = (index + 1) % Self.count
    case .character(let sign) where sign.isNumber || sign == "-":
      if index != Self.dayIndex {
        index = Self.dayIndex
        day = TextField()
      }
      return day.handle(key)
    case .backspace, .delete:
      guard index == Self.dayIndex else { return false }
      return day.handle(key)
    default: return false
    }
    return true
  }

  /// Takes a click on a way, or into the day; false if it fell elsewhere.
  mutating func point(_ place: Point) -> Bool {
    let clicked = day.point(place) ? Self.dayIndex : places.first { $0.value.contains(place) }?.key
    guard let clicked else { return false }
    index = clicked
    return true
  }

  mutating func paste(_ text: String) {
    index = Self.dayIndex
    day = TextField()
    day.paste(text)
  }

  /// How many rows it takes.
  static func rows(width: Int) -> Int { width >= 46 ? 2 : 4 }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, focused: Bool, now: Date) {
    let perRow = rect.width >= 46 ? 4 : 2
    for (number, preset) in Self.presets.enumerated() {
      let place = Point(x: rect.x + (number % perRow) * 13, y: rect.y + number / perRow)
      write(number, preset.1, at: place, on: &canvas, focused: focused)
    }
    let y = rect.y + Self.presets.count / perRow
    let x = write(Self.dayIndex, "on", at: Point(x: rect.x, y: y), on: &canvas, focused: focused)
    day.draw(on: &canvas, at: Point(x: x + 1, y: y), width: 13, focused: focused && index == Self.dayIndex)
    let never = perRow == 4 ? Point(x: rect.x + 26, y: y) : Point(x: rect.x, y: y + 1)
    let end = write(Self.dayIndex + 1, "never", at: never, on: &canvas, focused: focused)
    if let moment = (try? expiry())?.optionalMoment(from: now) {
      canvas.write(moment.rfc3339, at: Point(x: max(end + 2, rect.x + 13), y: never.y), role: .muted, limit: 20)
    }
  }

  @discardableResult
  private mutating func write(_ number: Int, _ title: String, at place: Point, on canvas: inout Canvas, focused: Bool)
    -> Int
  {
    let isChosen = number == index
    if isChosen, focused { canvas.cursor = place }
    let end = canvas.write(
      "\(isChosen ? "(*)" : "( )") \(title)", at: place, role: isChosen && focused ? .inputFocus : .text)
    places[number] = Rect(x: place.x, y: place.y, width: end - place.x, height: 1)
    return end
  }
}

extension Expiry {
  /// The moment it stands for, if it can be chosen and is not "never".
  fileprivate func optionalMoment(from now: Date) -> Date? {
    guard let moment = try? moment(from: now) else { return nil }
    return moment
  }
}
