import Accounts
import Storage

/// The part of a long list that is in memory: rows around the selected one, read page by page from the database as the
/// selection moves (keyset paging), so that memory does not grow with the list.
struct RowWindow<Row: Sendable>: Sendable {
  /// Reads so many rows at an anchor.
  typealias Reader = (Anchor, Int) throws(AccountError) -> [Entry<Row>]

  /// The most rows kept, unless a terminal shows that many.
  static var capacity: Int { 400 }
  /// The fewest rows that are read at a time while the selection moves: few, so that a key waits for few.
  static var smallestStep: Int { 24 }

  /// How many rows are read at a time: at least as many as are shown.
  var step = Self.smallestStep

  /// How many rows are read at least where the list is entered anew: most lists are shorter, and then need not be counted.
  static var wideStep: Int { 100 }
  /// Whether the list is searched for a text: its rows lie far apart, so few are read.
  var isSearched = false

  private var wideStep: Int { isSearched ? 2 * step : max(Self.wideStep, step) }

  /// The rows in memory, in the list's order.
  private(set) var entries: [Entry<Row>] = []
  /// The selected row, counted from the first in memory.
  private(set) var selected = 0
  /// The first row shown, counted alike.
  private(set) var top = 0
  /// How many rows come before the first in memory; nothing while that is not known.
  private(set) var offset: Int? = 0
  /// How many rows the list has, or had when they were last counted; nothing until then.
  private(set) var total: Int?
  /// Whether the list may have changed since it was counted.
  private(set) var needsCount = true

  /// The selected row.
  var selection: Entry<Row>? { entries.indices.contains(selected) ? entries[selected] : nil }

  /// The selected row's place in the whole list, from 1.
  var position: Int? { offset.map { $0 + selected + 1 } }

  /// The rows to show on so many lines; scrolls so that the selected one is among them.
  mutating func visible(_ height: Int) -> ArraySlice<Entry<Row>> {
    guard height > 0 else { return [] }
    top = max(0, min(top, entries.count - height))
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    return entries[top..<min(entries.count, top + height)]
  }

  /// Reads the list from its start.
  mutating func load(_ read: Reader) throws(AccountError) {
    let limit = wideStep
    let rows = try read(.start, limit)
    entries = rows
    (selected, top, offset, total) = (0, 0, 0, nil)
    needsCount = true
    if rows.count < limit { count(rows.count, before: 0) }
  }

  /// Takes the count of a list, and how many rows come before the first in memory.
  mutating func count(_ total: Int, before: Int?) {
    self.total = total
    needsCount = false
    if let before { offset = before }
  }

  /// The place of the first row in memory.
  var firstCursor: Cursor? { entries.first?.cursor }

  /// Reads again, keeping the selected row, or the one that took its place.
  mutating func reload(_ read: Reader) throws(AccountError) {
    guard let selection else { return try load(read) }
    let line = selected - top
    needsCount = true
    if offset == 0 {
      // Read from the start as far as was known, so that rows that came in before are seen as well.
      let limit = max(wideStep, entries.count)
      let rows = try read(.start, limit)
      // Gone, or far away: then the row at its place is looked for.
      guard let index = rows.firstIndex(where: { $0.cursor.id == selection.cursor.id }) else {
        return try readAround(selection.cursor, line: line, read)
      }
      entries = rows
      selected = index
      top = max(0, selected - line)
      if rows.count < limit { count(rows.count, before: 0) }
      return
    }
    try readAround(selection.cursor, line: line, read)
  }

  private mutating func readAround(_ cursor: Cursor, line: Int, _ read: Reader) throws(AccountError) {
    let limit = wideStep
    let before = try read(.before(cursor), limit)
    let from = try read(.from(cursor), limit)
    entries = before + from
    // Its place may be another by now, and still be near.
    let index = entries.firstIndex { $0.cursor.id == cursor.id } ?? before.count
    selected = max(0, min(index, entries.count - 1))
    top = max(0, selected - line)
    offset = before.count < limit ? 0 : nil
    if offset == 0, from.count < limit { count(entries.count, before: 0) }
  }

  /// Selects a row that is in memory.
  mutating func select(_ index: Int) {
    selected = max(0, min(index, entries.count - 1))
  }

  /// Selects the row of a place, if it is in memory.
  mutating func select(_ cursor: Cursor) {
    if let index = entries.firstIndex(where: { $0.cursor.id == cursor.id }) { selected = index }
  }

  /// Moves the selection by so many rows, reading on where the memory ends.
  mutating func move(by delta: Int, _ read: Reader) throws(AccountError) {
    let target = selected + delta
    if target >= entries.count, let last = entries.last {
      append(try read(.after(last.cursor), max(step, target - entries.count + 1)))
    } else if target < 0, offset != 0, let first = entries.first {
      let limit = max(step, -target)
      let rows = try read(.before(first.cursor), limit)
      prepend(rows, isFirst: rows.count < limit)
    }
    select(selected + delta)
  }

  /// Selects the first row of the list.
  mutating func moveToStart(_ read: Reader) throws(AccountError) {
    if offset == 0 {
      select(0)
    } else {
      let (total, isCounted) = (total, !needsCount)
      try load(read)
      if let total, isCounted { count(total, before: 0) }
    }
  }

  /// Selects the last row of the list.
  mutating func moveToEnd(_ read: Reader) throws(AccountError) {
    let limit = wideStep
    let rows = try read(.end, limit)
    if rows.count < limit {
      entries = rows
      count(rows.count, before: 0)
    } else if entries.last?.cursor != rows.last?.cursor {
      entries = rows
      offset = needsCount ? nil : total.map { max(0, $0 - rows.count) }
      top = max(0, rows.count - 1)
    }
    select(entries.count - 1)
  }

  private mutating func append(_ rows: [Entry<Row>]) {
    entries += rows
    let excess = entries.count - max(Self.capacity, rows.count + step)
    guard excess > 0 else { return }
    entries.removeFirst(excess)
    selected -= excess
    top = max(0, top - excess)
    offset = offset.map { $0 + excess }
  }

  private mutating func prepend(_ rows: [Entry<Row>], isFirst: Bool) {
    entries.insert(contentsOf: rows, at: 0)
    selected += rows.count
    top += rows.count
    offset = isFirst ? 0 : offset.map { max(0, $0 - rows.count) }
    entries.removeLast(max(0, entries.count - max(Self.capacity, rows.count + step)))
  }
}
