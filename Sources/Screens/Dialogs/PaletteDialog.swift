import TerminalUI

/// Every action by its name, found by typing a part of it.
struct PaletteDialog: Page {
  let id = Pages.next()
  private let offers: [Offer]
  /// What the page below offers, whose keys are shown.
  private let below: [Offer]
  private let keymap: Keymap
  private var field = TextField()
  /// The actions that were run from here before, as they are called now.
  private var recall: Recall
  private var selected = 0
  private var top = 0
  /// Where the rows were drawn.
  private var rowsArea = Rect(x: 0, y: 0, width: 0, height: 0)

  /// - Parameters:
  ///   - offers: what can be run.
  ///   - below: what the page below offers, whose keys are shown.
  ///   - earlier: titles of what was run before, the newest first.
  ///   - keymap: the keys.
  init(offers: [Offer], below: [Offer], earlier: [String] = [], keymap: Keymap) {
    self.offers = offers
    self.below = below
    recall = Recall(earlier)
    self.keymap = keymap
  }

  var takesText: Bool { true }

  func offers(_ desk: Desk) -> [Offer] {
    let earlier = recall.earlier.isEmpty ? [] : [Offer(.earlier), Offer(.later)]
    return [
      Offer(.nextField, "complete", hint: "complete"), Offer(.cancel, "close", hint: "close"), Offer(.up), Offer(.down),
    ] + earlier
  }

  var ownKeys: [OwnKey] {
    [OwnKey("↑/↓", recall.earlier.isEmpty ? "choose" : "choose, earlier"), OwnKey("Enter", "run")]
  }

  func position(_ desk: Desk) -> String? { "\(matches.isEmpty ? 0 : selected + 1) of \(matches.count)" }

  /// Offers whose title holds every typed word; those that begin with what was typed come first.
  private var matches: [Offer] {
    let words = field.text.lowercased().split(separator: " ")
    let found = offers.filter { offer in
      let title = "\(offer.title) \(offer.action.rawValue)".lowercased()
      return words.allSatisfy { title.contains($0) }
    }
    let typed = field.text.lowercased()
    return found.filter { $0.title.lowercased().hasPrefix(typed) }
      + found.filter { !$0.title.lowercased().hasPrefix(typed) }
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    switch key {
    // Beyond the first row and the last is what was run before.
    case .up: if selected > 0 { selected -= 1 } else { retype(recall.back(from: field.text)) }
    case .down: if selected < matches.count - 1 { selected += 1 } else { retype(recall.forth()) }
    case .tab: if matches.indices.contains(selected) { complete(matches[selected].title) }
    case .enter: run(&context)
    default:
      let before = field.text
      guard field.handle(key) else { return false }
      if field.text != before { recall.restart() }
      selected = 0
    }
    return true
  }

  private mutating func complete(_ title: String) {
    recall.restart()
    retype(title)
  }

  private mutating func retype(_ text: String?) {
    guard let text else { return }
    field = TextField(text: text)
    selected = 0
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    field.paste(text)
    recall.restart()
    selected = 0
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    let row = top + event.at.y - rowsArea.y
    guard rowsArea.contains(event.at), matches.indices.contains(row) else { return }
    selected = row
    if event.kind == .doubleClick { run(&context) }
  }

  private func run(_ context: inout Context) {
    guard matches.indices.contains(selected) else {
      context.say(.warning("No action is called \"\(field.text)\"."))
      return
    }
    let offer = matches[selected]
    context.ask(.dismiss)
    context.ask(.remember(offer))
    if let theme = offer.theme {
      context.ask(.outside(.theme(theme)))
    } else {
      context.ask(.run(offer.action))
    }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .up: selected = max(0, selected - 1)
    case .down: selected = max(0, min(matches.count - 1, selected + 1))
    case .earlier: retype(recall.back(from: field.text))
    case .later: retype(recall.forth())
    case .cancel: context.ask(.dismiss)
    default: break
    }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let rows = matches
    let height = min(10, rect.height - 3)
    let inner = DialogFrame.draw(
      title: "Commands", width: DialogFrame.textWidth(in: rect), lines: height + 1, on: &canvas, in: rect)
    canvas.write(":", at: Point(x: inner.x, y: inner.y), role: .key)
    field.draw(on: &canvas, at: Point(x: inner.x + 1, y: inner.y), width: inner.width - 1, focused: true)
    rowsArea = Rect(x: inner.x, y: inner.y + 1, width: inner.width, height: height)
    if rows.isEmpty {
      canvas.write(
        "Nothing is called that.", at: Point(x: inner.x + 2, y: inner.y + 1), role: .muted, limit: inner.width)
    }
    if selected < top { top = selected }
    if selected >= top + height { top = selected - height + 1 }
    for (index, offer) in rows.enumerated().dropFirst(top).prefix(height) {
      let y = inner.y + 1 + index - top
      let isSelected = index == selected
      if isSelected { canvas.write(">", at: Point(x: inner.x, y: y), role: .selection) }
      let label = keymap.keys(for: offer.action, among: below).first?.description ?? ""
      let title = offer.reason.map { "\(offer.title) (off: \($0))" } ?? offer.title
      let role: Role = offer.reason != nil ? .muted : isSelected ? .selection : .dialog
      canvas.write(title, at: Point(x: inner.x + 2, y: y), role: role, limit: inner.width - TextWidth.of(label) - 4)
      if offer.theme == nil { canvas.writeRight(label, endingAt: inner.maxX, y: y, role: .key) }
    }
  }
}
