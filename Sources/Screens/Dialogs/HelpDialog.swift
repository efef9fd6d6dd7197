import TerminalUI

/// The keys of the very screen below it; Enter runs one.
struct HelpDialog: Page {
  /// What can be done, and its keys.
  private struct Row {
    let offer: Offer
    let keys: String

    func matches(_ filter: String) -> Bool {
      filter.isEmpty || offer.title.lowercased().contains(filter) || keys.lowercased().contains(filter)
    }
  }

  let id = Pages.next()
  private let rows: [Row]
  private var field: TextField?
  private var filter = ""
  private var selected = 0
  private var top = 0
  /// Where the rows were drawn.
  private var rowsArea = Rect(x: 0, y: 0, width: 0, height: 0)

  init(offers: [Offer], keymap: Keymap) {
    let keyed = offers.map { ($0, keymap.keys(for: $0.action, among: offers)) }
    rows = keyed.filter { !$0.1.isEmpty }.map { Row(offer: $0, keys: $1.map(\.description).joined(separator: " ")) }
  }

  var takesText: Bool { field != nil }

  func offers(_ desk: Desk) -> [Offer] {
    let movement = [Offer(.up), Offer(.down), Offer(.pageUp), Offer(.pageDown)]
    guard field == nil else { return movement }
    return movement + [
      Offer(.open, "run it", hint: "run it"), Offer(.filter, "filter", hint: "filter"),
      Offer(.cancel, "close", hint: "close"), Offer(.quit, "close"), Offer(.top), Offer(.bottom),
      Offer(.halfPageUp), Offer(.halfPageDown), Offer(.help, "close"),
    ]
  }

  var ownKeys: [OwnKey] { field == nil ? [] : [OwnKey("Enter", "keep"), OwnKey("Esc", "clear")] }

  /// With the name of the action under the cursor, as the configuration calls it.
  func position(_ desk: Desk) -> String? {
    let shown = shown
    guard shown.indices.contains(selected) else { return "0 of 0" }
    return "\(shown[selected].offer.action.rawValue)  \(selected + 1) of \(shown.count)"
  }

  private var shown: [Row] { rows.filter { $0.matches(filter.lowercased()) } }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard var typed = field else { return false }
    switch key {
    case .escape:
      field = nil
      narrow(to: "")
    case .enter, .tab, .backTab: field = nil
    default:
      guard typed.handle(key) else { return false }
      field = typed
      narrow(to: typed.text)
    }
    return true
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    field?.paste(text)
    if let field { narrow(to: field.text) }
  }

  private mutating func narrow(to text: String) {
    guard text != filter else { return }
    filter = text
    selected = 0
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let last = max(0, shown.count - 1)
    switch action {
    case .up: selected = max(0, selected - 1)
    case .down: selected = min(last, selected + 1)
    case .top: selected = 0
    case .bottom: selected = last
    case .pageUp, .halfPageUp: selected = max(0, selected - 8)
    case .pageDown, .halfPageDown: selected = min(last, selected + 8)
    case .filter: field = TextField(text: filter)
    case .cancel where !filter.isEmpty: narrow(to: "")
    case .open: run(&context)
    default: context.ask(.dismiss)
    }
  }

  private func run(_ context: inout Context) {
    guard shown.indices.contains(selected) else { return }
    context.ask(.dismiss)
    context.ask(.run(shown[selected].offer.action))
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    let row = top + event.at.y - rowsArea.y
    guard rowsArea.contains(event.at), shown.indices.contains(row) else { return }
    selected = row
    if event.kind == .doubleClick { run(&context) }
  }

  // MARK: Drawing

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let width = DialogFrame.textWidth(in: rect)
    let reasons = reasons(width: width)
    let lines = min(rect.height - 2, max(3, rows.count + reasons.count))
    let inner = DialogFrame.draw(title: "Keys", width: width, lines: lines, on: &canvas, in: rect)
    var list = inner
    if inner.height >= reasons.count + 5 {
      list.height -= reasons.count
      for (row, reason) in reasons.enumerated() {
        canvas.write(reason, at: Point(x: inner.x, y: list.maxY + row), role: .muted, limit: inner.width)
      }
    }
    if field != nil || !filter.isEmpty {
      drawFilter(on: &canvas, in: list)
      list.y += 1
      list.height -= 1
    }
    drawRows(on: &canvas, in: list)
  }

  /// Why what is off is off.
  private func reasons(width: Int) -> [String] {
    rows.flatMap { row in
      row.offer.reason.map { TextWidth.wrapped("\(row.keys) is off: \($0).", to: width) } ?? []
    }
  }

  private mutating func drawFilter(on canvas: inout Canvas, in list: Rect) {
    let x = canvas.write("filter ", at: Point(x: list.x, y: list.y), role: .muted)
    let place = Point(x: x, y: list.y)
    if field == nil { canvas.write(filter, at: place, role: .match, limit: list.maxX - x) }
    field?.draw(on: &canvas, at: place, width: list.maxX - x, focused: true)
  }

  private mutating func drawRows(on canvas: inout Canvas, in list: Rect) {
    let shown = shown
    rowsArea = list
    let keyWidth = list.width < 50 ? 9 : 16
    if selected < top { top = selected }
    if selected >= top + list.height { top = selected - list.height + 1 }
    top = max(0, min(top, shown.count - list.height))
    for (index, row) in shown.enumerated().dropFirst(top).prefix(list.height) {
      let y = list.y + index - top
      let isSelected = index == selected
      if isSelected {
        canvas.write(">", at: Point(x: list.x, y: y), role: .selection)
        if field == nil { canvas.cursor = Point(x: list.x, y: y) }
      }
      canvas.write(row.keys, at: Point(x: list.x + 2, y: y), role: .key, limit: keyWidth - 1)
      let role: Role = row.offer.reason != nil ? .muted : isSelected ? .selection : .dialog
      canvas.write(
        row.offer.title, at: Point(x: list.x + 3 + keyWidth, y: y), role: role, limit: list.width - 3 - keyWidth)
    }
  }
}
