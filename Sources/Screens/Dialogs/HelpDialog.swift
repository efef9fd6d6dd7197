import TerminalUI

/// The keys of the very screen below it; Enter runs one.
struct HelpDialog: Page {
  let id = Pages.next()
  private let offers: [Offer]
  private let keymap: Keymap
  private var field: TextField?
  private var filter = ""
  private var selected = 0
  private var top = 0

  init(offers: [Offer], keymap: Keymap) {
    self.offers = offers.filter { !keymap.keys(for: $0.action).isEmpty }
    self.keymap = keymap
  }

  var takesText: Bool { field != nil }

  func offers(_ desk: Desk) -> [Offer] {
    guard field == nil else { return [] }
    return [
      Offer(.open, "run it", hint: "run it"), Offer(.filter, "filter", hint: "filter"),
      Offer(.cancel, "close", hint: "close"), Offer(.quit, "close"), Offer(.up), Offer(.down), Offer(.top),
      Offer(.bottom), Offer(.pageUp), Offer(.pageDown), Offer(.halfPageUp), Offer(.halfPageDown), Offer(.help, "close"),
    ]
  }

  func position(_ desk: Desk) -> String? { "\(shown.isEmpty ? 0 : selected + 1) of \(shown.count)" }

  private var shown: [Offer] {
    offers.filter {
      filter.isEmpty || $0.title.lowercased().contains(filter.lowercased())
        || keys(of: $0).lowercased().contains(filter)
    }
  }

  private func keys(of offer: Offer) -> String {
    keymap.keys(for: offer.action).map(\.description).joined(separator: " ")
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    guard var typed = field else { return false }
    switch key {
    case .escape:
      field = nil
      filter = ""
    case .enter: field = nil
    case .up, .down: return false
    default:
      guard typed.handle(key) else { return false }
      field = typed
      filter = typed.text
    }
    selected = 0
    return true
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
    case .cancel where !filter.isEmpty: filter = ""
    case .open:
      guard shown.indices.contains(selected) else { return }
      let offer = shown[selected]
      context.ask(.dismiss)
      context.ask(.run(offer.action))
    default: context.ask(.dismiss)
    }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let rows = shown
    let width = DialogFrame.textWidth(in: rect)
    let inner = DialogFrame.draw(
      title: "Keys", width: width, lines: min(rect.height - 2, max(3, offers.count + (field == nil ? 0 : 1))),
      on: &canvas, in: rect)
    var y = inner.y
    if field != nil {
      let x = canvas.write("filter ", at: Point(x: inner.x, y: y), role: .muted)
      field?.draw(on: &canvas, at: Point(x: x, y: y), width: inner.maxX - x, focused: true)
      y += 1
    }
    let height = inner.maxY - y
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    top = max(0, min(top, rows.count - height))
    for (index, offer) in rows.enumerated().dropFirst(top).prefix(height) {
      let isSelected = index == selected
      canvas.write(isSelected ? ">" : " ", at: Point(x: inner.x, y: y), role: .selection)
      canvas.write(keys(of: offer), at: Point(x: inner.x + 2, y: y), role: .key, limit: 16)
      let title = offer.reason.map { "\(offer.title): off. \($0)" } ?? offer.title
      let role: Role = offer.reason != nil ? .muted : isSelected ? .selection : .dialog
      canvas.write(title, at: Point(x: inner.x + 19, y: y), role: role, limit: inner.width - 19)
      if isSelected, field == nil { canvas.cursor = Point(x: inner.x, y: y) }
      y += 1
    }
  }
}
