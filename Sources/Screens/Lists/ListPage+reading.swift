import Accounts
import Storage
import TerminalUI

extension ListPage {
  mutating func appear(_ context: inout Context) {
    // A list that was left while its filter was typed keeps the filter.
    if filterField != nil { keepFilter() }
    filterField = nil
    filterProblem = nil
    isNoted ? refresh(&context) : reload(keepingSelection: false, &context)
  }

  mutating func refresh(_ context: inout Context) {
    reload(keepingSelection: true, &context)
    // Marks of rows that are gone would say more than is there.
    let marks = marks
    guard !marks.isEmpty else { return }
    let present = context.attempt { (account: Account) throws(AccountError) in try Self.present(marks, account) }
    if let present { self.marks = present }
  }

  /// Those of some rows that are still there, as they stand now.
  private static func present(_ rows: [Int64: L.Row], _ account: Account) throws(AccountError) -> [Int64: L.Row] {
    var present: [Int64: L.Row] = [:]
    for (number, row) in rows {
      do throws(AccountError) {
        present[number] = try L.again(account, row)
      } catch {
        guard case .notFound = error else { throw error }
      }
    }
    return present
  }

  mutating func reload(keepingSelection: Bool, _ context: inout Context) {
    guard note(&context) else { return }
    query.now = context.desk.now
    window.step = max(RowWindow<L.Row>.smallestStep, context.desk.size.height)
    window.isSearched = !query.filter.isEmpty
    guard query.filter.isEmpty else { return search(keepingSelection: keepingSelection, &context) }
    let query = query
    var window = window
    _ = context.attempt { (account: Account) throws(AccountError) in
      let read = Self.reader(account, query)
      if keepingSelection { try window.reload(read) } else { try window.load(read) }
    }
    self.window = window
    count(&context)
  }

  /// Records once that the list was opened; what cannot be recorded is not shown.
  private mutating func note(_ context: inout Context) -> Bool {
    guard !isNoted else { return true }
    isNoted =
      context.attempt { (account: Account) throws(AccountError) in
        try L.noteOpening(account)
        return true
      } ?? false
    return isNoted
  }

  nonisolated static func reader(_ account: Account, _ query: ListQuery<L.Order>) -> RowWindow<L.Row>.Reader {
    { (anchor: Anchor, limit: Int) throws(AccountError) in try L.page(account, query, anchor, limit) }
  }

  /// Counts on the other thread: a million rows take longer than a key may.
  mutating func count(_ context: inout Context) {
    guard window.needsCount || window.offset == nil else { return }
    let (query, first) = (query, window.firstCursor)
    let known = window.offset
    context.ask(
      .work(
        Work(page: id, kind: .count) { account, _ throws(AccountError) in
          guard let account else { throw .signedOut }
          let total = try L.count(account, query, nil)
          if let known { return RowCount(query: query, first: first, total: total, before: known) }
          let before = try first.map { (place: Cursor) throws(AccountError) in try L.count(account, query, place) }
          return RowCount(query: query, first: first, total: total, before: before ?? 0)
        }))
  }

  /// Searches on the other thread, so that the next key interrupts it.
  private mutating func search(keepingSelection: Bool, _ context: inout Context) {
    let (query, window) = (query, window)
    context.ask(
      .work(
        Work(page: id, kind: .rows) { account, _ throws(AccountError) in
          guard let account else { throw .signedOut }
          var window = window
          let read = Self.reader(account, query)
          if keepingSelection { try window.reload(read) } else { try window.load(read) }
          return Found(query: query, window: window, keepsSelection: keepingSelection)
        }))
  }

  mutating func reveal(_ row: Int64) {
    if let index = window.entries.firstIndex(where: { $0.cursor.id == row }) { window.select(index) }
  }

  mutating func receive(_ answer: Answer, _ context: inout Context) {
    switch answer.result {
    case .failure(let error): context.fail(error)
    case .success(let value):
      if let found = value as? Found, found.query == query {
        take(found, &context)
      } else if let counted = value as? RowCount, counted.query == query {
        take(counted, &context)
      } else if let path = value as? Exported {
        context.say(.ok("Wrote \(Counting.of(path.rows, L.noun)) to \(path.path)."))
      } else if let list = value as? ExportedText {
        context.ask(.outside(list.isForClipboard ? .copy(list.text, what: "list") : .plain(list.text)))
      }
    }
  }

  private mutating func take(_ found: Found, _ context: inout Context) {
    // The selection may have moved while the rows were read.
    let selection = window.selection
    window = found.window
    if found.keepsSelection, let selection { window.select(selection.cursor) }
    count(&context)
  }

  private mutating func take(_ counted: RowCount, _ context: inout Context) {
    let isSameStart = counted.first == window.firstCursor
    window.count(counted.total, before: isSameStart ? counted.before : nil)
    // The list was scrolled meanwhile: what comes before it is counted again, if that is not known.
    if !isSameStart { count(&context) }
  }

  private struct Found: Sendable {
    let query: ListQuery<L.Order>
    let window: RowWindow<L.Row>
    let keepsSelection: Bool
  }

  private struct RowCount: Sendable {
    let query: ListQuery<L.Order>
    let first: Cursor?
    let total: Int
    let before: Int
  }
}
