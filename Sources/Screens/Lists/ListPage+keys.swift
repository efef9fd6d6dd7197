import Accounts
import Storage
import TerminalUI

extension ListPage {
  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard var field = filterField else { return false }
    switch key {
    case .escape: closeFilter(keeping: false, &context)
    case .enter, .tab, .backTab: closeFilter(keeping: true, &context)
    case .up, .down, .pageUp, .pageDown:
      return false
    default:
      guard field.handle(key) else { return false }
      retype(field, &context)
    }
    return true
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    guard var field = filterField else { return }
    field.paste(text)
    retype(field, &context)
  }

  private mutating func retype(_ field: TextField, _ context: inout Context) {
    if field.text != filterField?.text { filters.restart() }
    filterField = field
    filterField?.isMasked = L.hides(field.text)
    filterProblem = L.problem(withFilter: field.text, context.desk)
    if filterProblem == nil { filter(by: L.whileTyped(field.text), &context) }
  }

  /// Puts a filter that was typed before, or after that, into the field.
  private mutating func recall(_ text: String?, _ context: inout Context) {
    guard let text else { return }
    filterField = TextField(text: text, isMasked: L.hides(text))
    filter(by: text, &context)
  }

  private mutating func closeFilter(keeping: Bool, _ context: inout Context) {
    // What is wrong with it is said over the list; there is nothing to keep yet.
    guard !keeping || filterProblem == nil else { return }
    if keeping, let field = filterField { filter(by: field.text, &context) }
    keepFilter()
    filterField = nil
    if !keeping { filter(by: "", &context) }
  }

  /// Keeps the filter among those that can be fetched back, unless it must not be seen.
  mutating func keepFilter() {
    if !L.hides(query.filter) { filters.keep(query.filter) }
  }

  private mutating func filter(by text: String, _ context: inout Context) {
    filterProblem = nil
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
    case .filter: filterField = TextField(text: query.filter, isMasked: L.hides(query.filter))
    case .earlier: recall(filters.back(from: query.filter), &context)
    case .later: recall(filters.forth(), &context)
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
    guard rowsArea.contains(event.at) else { return }
    let index = window.top + event.at.y - rowsArea.y
    guard window.entries.indices.contains(index) else { return }
    window.select(index)
    if event.kind == .doubleClick { context.ask(.run(.open)) }
  }
}
