import Accounts
import FoundationEssentials
import Storage
import TerminalUI

/// A list that reads, orders, filters, marks and exports rows in the same way whatever they are.
struct ListPage<L: Listing>: Page {
  let id: PageID
  var query: ListQuery<L.Order>
  var window = RowWindow<L.Row>()
  /// Marked rows by number; they stay marked while the list is ordered or filtered otherwise.
  var marks: [Int64: L.Row] = [:]
  /// The filter while it is being typed.
  var filterField: TextField?
  /// What is wrong with the filter that is being typed; the list goes on showing what the last good one finds.
  var filterProblem: String?
  /// The filters that were typed before.
  var filters = Recall()
  /// Where the rows were drawn, so that a click finds its row.
  var rowsArea = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Whether it was opened, and that was recorded where it is to be.
  var isNoted = false

  var tab: Tab? { L.tab }
  var crumbs: [String] { L.crumbs }

  init(id: PageID, now: Date) {
    self.id = id
    query = ListQuery(order: L.firstOrder, descending: L.beginsDescending, now: now)
  }

  var takesText: Bool { filterField != nil }

  func offers(_ desk: Desk) -> [Offer] {
    if filterField != nil {
      let earlier = filters.earlier.isEmpty ? [] : [Offer(.earlier, hint: "earlier"), Offer(.later)]
      return [Offer(.open, "keep the filter", hint: "keep"), Offer(.cancel, "clear the filter", hint: "clear")]
        + earlier + [.up, .down, .pageUp, .pageDown].map { Offer($0) }
    }
    let row = window.selection?.row
    var offers = L.offers(row, marked: marked, desk)
    if let row {
      let what = L.copyable(row).what
      offers.append(Offer(.mark, marks.isEmpty ? "mark" : "mark or unmark", hint: "mark"))
      offers.append(Offer(.copy, "copy the \(what)", hint: "copy"))
    }
    if row != nil || !query.filter.isEmpty {
      offers.append(Offer(.filter, L.filterTitle, hint: "filter"))
      offers.append(Offer(.sort, hint: "sort"))
    }
    if L.hasStates { offers.append(Offer(.state, "show active, \(L.name(of: .expired)) or all", hint: "state")) }
    if window.selection != nil { offers.append(Offer(.export)) }
    return way + offers + Self.movement
  }

  /// What comes first while a filter is kept or rows are marked: how to go on with it, and how to be rid of it.
  private var way: [Offer] {
    if !query.filter.isEmpty {
      let clear = [Offer(.cancel, "clear the filter", hint: "clear")]
      return window.selection == nil ? clear : [Offer(.nextMatch, hint: "next"), Offer(.previousMatch)] + clear
    }
    return marks.isEmpty ? [] : [Offer(.cancel, "unmark all", hint: "unmark")]
  }

  /// The marked rows by name.
  var marked: [L.Row] {
    marks.sorted { (L.name(of: $0.value), $0.key) < (L.name(of: $1.value), $1.key) }.map(\.value)
  }

  private static var movement: [Offer] {
    [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown].map { Offer($0) }
  }

  /// Which row of how many is selected.
  var place: String? {
    guard window.selection != nil else { return nil }
    let position = window.position.map(Counting.grouped) ?? "?"
    return "\(position) of \(window.total.map(Counting.grouped) ?? "...")"
  }

  func position(_ desk: Desk) -> String? {
    var parts = [place].compactMap(\.self)
    if let column = L.columns.first(where: { $0.order == query.order }) {
      parts.append("\(column.title.lowercased()) \(desk.arrow(descending: query.descending))")
    }
    if L.hasStates { parts.append(L.name(of: query.state)) }
    return parts.joined(separator: "  ")
  }
}
