import Accounts
import FoundationEssentials
import TerminalUI

/// The audit log: a list that can be followed as it grows, in UTC or in the terminal's own time.
struct AuditPage: Page {
  private var list: ListPage<AuditList>
  private var isFollowing = false
  private var showsLocalTime = false

  init(now: Date) {
    list = ListPage(id: Pages.next(), now: now)
  }

  var id: PageID { list.id }
  var tab: Tab? { list.tab }
  var takesText: Bool { list.takesText }

  func offers(_ desk: Desk) -> [Offer] {
    guard !takesText else { return list.offers(desk) }
    let own = [
      Offer(.follow, isFollowing ? "stop following" : "follow: new events appear at the top", hint: "follow"),
      Offer(.timeZone, showsLocalTime ? "UTC" : "local time", hint: "time zone"),
    ]
    var offers = list.offers(desk).map { offer in
      switch offer.action {
      case .filter: Offer(.filter, "filter: actor:ada event:token.* since:7d", hint: "filter")
      case .sort: Offer(.sort, "newest or oldest first", hint: nil)
      case .mark: Offer(.mark, offer.title, hint: nil)
      default: offer
      }
    }
    // Nothing matches, or nothing is there: it can be filtered all the same.
    if !offers.contains(where: { $0.action == .filter }) { offers.append(Offer(.filter, hint: "filter")) }
    let behind = offers.firstIndex { $0.action == .filter }.map { $0 + 1 } ?? offers.count
    offers.insert(contentsOf: own, at: behind)
    return offers
  }

  func position(_ desk: Desk) -> String? {
    let order = list.query.descending ? "newest first" : "oldest first"
    return [list.place, isFollowing ? "following" : order].compactMap(\.self).joined(separator: "  ")
  }

  mutating func refresh(_ context: inout Context) {
    isFollowing ? list.reload(keepingSelection: false, &context) : list.refresh(&context)
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .follow:
      isFollowing.toggle()
      guard isFollowing else { return context.say(.note("Following no more.")) }
      list.query.descending = true
      list.reload(keepingSelection: false, &context)
    case .timeZone:
      showsLocalTime.toggle()
      context.say(.note(showsLocalTime ? "Times are those of this terminal." : "Times are in UTC."))
    default:
      // Whoever moves on wants to read: nothing may push the row away.
      if [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .sort, .nextMatch, .previousMatch]
        .contains(action)
      {
        isFollowing = false
      }
      if action == .open, !takesText, let line = list.window.selection?.row {
        return context.ask(.push(AuditLinePage(line, showsLocalTime: showsLocalTime)))
      }
      list.perform(action, &context)
    }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    var desk = desk
    desk.showsLocalTime = showsLocalTime
    list.draw(on: &canvas, in: rect, desk)
  }

  // What the list does alone.

  var holdsTypedText: Bool { list.holdsTypedText }
  mutating func appear(_ context: inout Context) { list.appear(&context) }
  mutating func type(_ key: Key, _ context: inout Context) -> Bool { list.type(key, &context) }
  mutating func paste(_ text: String, _ context: inout Context) { list.paste(text, &context) }
  mutating func reveal(_ row: Int64) { list.reveal(row) }
  mutating func receive(_ answer: Answer, _ context: inout Context) { list.receive(answer, &context) }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    isFollowing = false
    list.point(event, &context)
  }

  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool {
    list.drawStatus(on: &canvas, in: rect, desk)
  }
}
