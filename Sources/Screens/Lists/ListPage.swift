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
  /// Where the rows were drawn, so that a click finds its row.
  private var rowsArea = Rect(x: 0, y: 0, width: 0, height: 0)
  private var hasAppeared = false

  var tab: Tab? { L.tab }

  init(id: PageID, now: Date) {
    self.id = id
    query = ListQuery(order: L.firstOrder, now: now)
  }

  // MARK: What can be done

  var takesText: Bool { filterField != nil }

  func offers(_ desk: Desk) -> [Offer] {
    if filterField != nil {
      return [Offer(.open, "keep the filter", hint: "keep"), Offer(.cancel, "clear the filter", hint: "clear")]
        + [.up, .down, .pageUp, .pageDown].map { Offer($0) }
    }
    let row = window.selection?.row
    var offers = L.offers(row, marked: marked, desk)
    if let row {
      let what = L.copyable(row).what
      offers.append(Offer(.mark, marks.isEmpty ? "mark" : "mark or unmark", hint: "mark"))
      offers.append(Offer(.copy, "copy the \(what)", hint: "copy \(what.split(separator: " ").last ?? "")"))
    }
    if row != nil || !query.filter.isEmpty {
      offers.append(Offer(.filter, "filter by name", hint: "filter"))
      offers.append(Offer(.sort, hint: "sort"))
    }
    if L.hasStates { offers.append(Offer(.state, hint: "state")) }
    if window.selection != nil { offers.append(Offer(.export)) }
    return way + offers + Self.movement
  }

  /// What comes first while a filter is kept or rows are marked: how to go on with it, and how to be rid of it.
  private var way: [Offer] {
    if !query.filter.isEmpty {
      return [
        Offer(.nextMatch, hint: "next"), Offer(.previousMatch), Offer(.cancel, "clear the filter", hint: "clear"),
      ]
    }
    return marks.isEmpty ? [] : [Offer(.cancel, "unmark all", hint: "unmark")]
  }

  /// The marked rows by name.
  private var marked: [L.Row] {
    marks.sorted { (L.name(of: $0.value), $0.key) < (L.name(of: $1.value), $1.key) }.map(\.value)
  }

  private static var movement: [Offer] {
    [.up, .down, .top, .bottom, .pageUp, .pageDown, .halfPageUp, .halfPageDown].map { Offer($0) }
  }

  func position(_ desk: Desk) -> String? {
    var parts: [String] = []
    if window.selection != nil {
      let position = window.position.map(Counting.grouped) ?? "?"
      parts.append("\(position) of \(window.total.map(Counting.grouped) ?? "…")")
    }
    if let column = L.columns.first(where: { $0.order == query.order }) {
      parts.append("\(column.title.lowercased()) \(desk.arrow(descending: query.descending))")
    }
    if L.hasStates { parts.append(query.state.rawValue) }
    return parts.joined(separator: "  ")
  }

  // MARK: Reading

  mutating func appear(_ context: inout Context) {
    // A list that was left while its filter was typed keeps the filter.
    filterField = nil
    guard !hasAppeared else { return refresh(&context) }
    hasAppeared = true
    reload(keepingSelection: false, &context)
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

  private mutating func reload(keepingSelection: Bool, _ context: inout Context) {
    query.now = context.desk.now
    window.step = max(RowWindow<L.Row>.smallestStep, context.desk.size.height)
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

  nonisolated private static func reader(_ account: Account, _ query: ListQuery<L.Order>) -> RowWindow<L.Row>.Reader {
    { (anchor: Anchor, limit: Int) throws(AccountError) in try L.page(account, query, anchor, limit) }
  }

  /// Counts on the other thread: a million rows take longer than a key may.
  private mutating func count(_ context: inout Context) {
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

  // MARK: Keys

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard var field = filterField else { return false }
    switch key {
    case .escape: closeFilter(keeping: false, &context)
    case .enter, .tab, .backTab: closeFilter(keeping: true, &context)
    case .up, .down, .pageUp, .pageDown:
      return false
    default:
      guard field.handle(key) else { return false }
      filterField = field
      filter(by: field.text, &context)
    }
    return true
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    guard var field = filterField else { return }
    field.paste(text)
    filterField = field
    filter(by: field.text, &context)
  }

  private mutating func closeFilter(keeping: Bool, _ context: inout Context) {
    filterField = nil
    if !keeping { filter(by: "", &context) }
  }

  private mutating func filter(by text: String, _ context: inout Context) {
    guard text != query.filter else { return }
    query.filter = text
    reload(keepingSelection: false, &context)
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let page = max(1, rowsArea.height - 1)
    switch action {
    case .up, .previousMatch: move(-1, &context)
    case .down, .nextMatch: move(1, &context)
    case .pageUp: move(-page, &context)
    case .pageDown: move(page, &context)
    case .halfPageUp: move(-max(1, page / 2), &context)
    case .halfPageDown: move(max(1, page / 2), &context)
    case .top:
      read(&context) { (window: inout RowWindow<L.Row>, read) throws(AccountError) in try window.moveToStart(read) }
    case .bottom:
      read(&context) { (window: inout RowWindow<L.Row>, read) throws(AccountError) in try window.moveToEnd(read) }
      count(&context)
    case .filter: filterField = TextField(text: query.filter)
    case .open where filterField != nil: closeFilter(keeping: true, &context)
    case .cancel where filterField != nil: closeFilter(keeping: false, &context)
    case .cancel: cancel(&context)
    case .sort: nextOrder(&context)
    case .state:
      query.state = StateFilter.allCases[((StateFilter.allCases.firstIndex(of: query.state) ?? 0) + 1) % 3]
      reload(keepingSelection: false, &context)
    case .mark: mark(&context)
    case .copy:
      if let row = window.selection?.row {
        let (text, what) = L.copyable(row)
        context.ask(.outside(.copy(text, what: what)))
      }
    case .export: export(&context)
    default: L.perform(action, window.selection?.row, marked: marked, &context)
    }
  }

  private mutating func cancel(_ context: inout Context) {
    if !query.filter.isEmpty {
      filter(by: "", &context)
    } else {
      marks = [:]
    }
  }

  private mutating func move(_ delta: Int, _ context: inout Context) {
    read(&context) { (window: inout RowWindow<L.Row>, read) throws(AccountError) in try window.move(by: delta, read) }
  }

  private mutating func read(
    _ context: inout Context, _ step: (inout RowWindow<L.Row>, RowWindow<L.Row>.Reader) throws(AccountError) -> Void
  ) {
    var moved = window
    let query = query
    _ = context.attempt { (account: Account) throws(AccountError) in try step(&moved, Self.reader(account, query)) }
    window = moved
  }

  private mutating func nextOrder(_ context: inout Context) {
    let orders = L.columns.compactMap(\.order)
    if query.descending, let index = orders.firstIndex(of: query.order) {
      query.order = orders[(index + 1) % orders.count]
      query.descending = false
    } else {
      query.descending = true
    }
    reload(keepingSelection: false, &context)
  }

  private mutating func mark(_ context: inout Context) {
    guard let selection = window.selection else { return }
    if marks.removeValue(forKey: selection.cursor.id) == nil { marks[selection.cursor.id] = selection.row }
    move(1, &context)
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    switch event.kind {
    case .wheelUp: move(-3, &context)
    case .wheelDown: move(3, &context)
    case .click, .doubleClick:
      guard rowsArea.contains(event.at) else { return }
      let index = window.top + event.at.y - rowsArea.y
      guard window.entries.indices.contains(index) else { return }
      window.select(index)
      if event.kind == .doubleClick { context.ask(.run(.open)) }
    }
  }

  // MARK: Export

  private func export(_ context: inout Context) {
    let (query, page, marked) = (query, id, marks.isEmpty ? nil : marked)
    let stem = PrivateFile.free("\(context.desk.exportFolder)/postern-\(L.noun.split(separator: " ").last ?? "row")s")
    context.ask(
      .present(
        ExportDialog(id: Pages.next(), stem: stem, count: marked?.count ?? window.total, noun: L.noun) { path, format in
          Work(page: page, kind: .export) { account, _ throws(AccountError) in
            guard let account else { throw .signedOut }
            let rows = try Export.write(to: path, format: format, header: L.exportHeader) {
              (emit: ([ExportValue]) throws(AccountError) -> Void) throws(AccountError) in
              if let marked {
                for row in marked { try emit(L.exportRow(row)) }
                return
              }
              var anchor = Anchor.start
              while true {
                let rows = try L.page(account, query, anchor, 1000)
                for entry in rows { try emit(L.exportRow(entry.row)) }
                guard let last = rows.last else { return }
                anchor = .after(last.cursor)
              }
            }
            return Exported(path: path, rows: rows)
          }
        }))
  }

  private struct Exported: Sendable {
    let path: String
    let rows: Int
  }

  // MARK: Drawing

  mutating func drawStatus(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) -> Bool {
    guard filterField != nil else {
      if query.filter.isEmpty, marks.isEmpty { return false }
      var x = rect.x
      if !marks.isEmpty {
        x = canvas.write("\(Counting.grouped(marks.count)) marked", at: Point(x: x, y: rect.y), role: .badgeWarn) + 2
      }
      if !query.filter.isEmpty {
        canvas.write("filter  \(query.filter)", at: Point(x: x, y: rect.y), role: .match, limit: rect.maxX - x)
      }
      return true
    }
    let x = canvas.write("filter ", at: Point(x: rect.x, y: rect.y), role: .muted)
    filterField?.draw(on: &canvas, at: Point(x: x, y: rect.y), width: min(40, rect.maxX - x), focused: true)
    return true
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let listWidth = L.listWidth(in: rect.width)
    let list = Rect(x: rect.x, y: rect.y, width: listWidth ?? rect.width, height: rect.height)
    if window.entries.isEmpty {
      drawEmpty(on: &canvas, in: rect, desk)
      return
    }
    let table = Table(columns: L.columns, query: query, width: list.width)
    table.drawHeader(on: &canvas, at: Point(x: list.x, y: list.y), desk)
    rowsArea = Rect(x: list.x, y: list.y + 1, width: list.width, height: list.height - 1)
    let rows = window.visible(rowsArea.height)
    for (line, index) in rows.indices.enumerated() {
      let place = Point(x: rowsArea.x, y: rowsArea.y + line)
      let entry = rows[index]
      let look = RowLook(isSelected: index == window.selected, isMarked: marks[entry.cursor.id] != nil)
      table.draw(entry.row, look: look, filter: query.filter, on: &canvas, at: place, desk)
      if look.isSelected { canvas.cursor = place }
    }
    if let listWidth, let row = window.selection?.row {
      canvas.verticalRule(x: rect.x + listWidth, y: rect.y, height: rect.height)
      let area = Rect(x: rect.x + listWidth + 2, y: rect.y, width: rect.width - listWidth - 3, height: rect.height)
      for (line, detail) in L.detail(of: row, width: area.width, desk).prefix(area.height).enumerated() {
        detail.draw(
          on: &canvas, at: Point(x: area.x, y: area.y + line), labelWidth: Self.labelWidth, width: area.width)
      }
    }
  }

  static var labelWidth: Int { 11 }

  private func drawEmpty(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let lines: [String]
    if !query.filter.isEmpty {
      lines = ["No \(L.noun) matches \"\(query.filter)\".", "", "\(desk.key(for: .cancel)) clears the filter."]
    } else if query.state != .all {
      lines = ["No \(query.state.rawValue) \(L.noun).", "", "\(desk.key(for: .state)) shows others."]
    } else {
      lines = L.emptyText(desk)
    }
    var y = rect.y + 1
    for line in lines {
      for part in TextWidth.wrapped(line, to: rect.width - 4) where y < rect.maxY {
        canvas.write(part, at: Point(x: rect.x + 2, y: y), role: y == rect.y + 1 ? .text : .muted)
        y += 1
      }
    }
    canvas.cursor = Point(x: rect.x + 2, y: rect.y + 1)
  }
}
