import TerminalUI

/// A question before something that cannot be undone. Cancel has the focus, so Enter alone never destroys; what matters
/// most asks for a name to be typed, or for one of several ways.
struct ConfirmDialog: Page {
  /// What the question asks for beside yes or no.
  enum Demand: Sendable {
    case nothing
    /// The name must be typed.
    case name(String)
    /// The e-mail address must be typed.
    case address(String)
    /// One of these ways is chosen.
    case choice([String])
  }

  let id: PageID
  let title: String
  let lines: [String]
  let demand: Demand
  /// Whether it asks if something typed may be lost.
  let asksToLeave: Bool
  private let verb: String
  private let confirmed: (Int, inout Context) -> Void
  private var buttons: Buttons
  private var field = TextField()
  private var chosen = 0
  /// Where the ways were drawn.
  private var waysArea = Rect(x: 0, y: 0, width: 0, height: 0)
  private var isTyping: Bool

  /// - Parameters:
  ///   - title: what it is about.
  ///   - lines: the question, and what it cuts off.
  ///   - verb: what the button says that does it.
  ///   - demand: what is asked beside.
  ///   - asksToLeave: whether it asks if something typed may be lost.
  ///   - confirmed: does it; is given the number of the chosen way.
  init(
    title: String, lines: [String], verb: String, demand: Demand = .nothing, asksToLeave: Bool = false,
    confirmed: @escaping (Int, inout Context) -> Void
  ) {
    id = Pages.next()
    self.title = title
    self.lines = lines
    self.verb = verb
    self.demand = demand
    self.asksToLeave = asksToLeave
    self.confirmed = confirmed
    buttons = Buttons(["Cancel", verb])
    isTyping = demand.text != nil
  }

  var takesText: Bool { isTyping }

  func offers(_ desk: Desk) -> [Offer] {
    [Offer(.nextField, "next button", hint: isTyping ? "buttons" : nil), Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] {
    if isTyping { return [OwnKey("Enter", verb.lowercased())] }
    var keys = [
      OwnKey("←/→ Enter", "choose"), OwnKey(verb.prefix(1).lowercased(), verb.lowercased()),
    ]
    if case .choice = demand { keys.insert(OwnKey("↑/↓", "option"), at: 0) }
    return keys
  }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    if case .choice(let ways) = demand {
      switch key {
      case .up, .character("k"):
        chosen = max(0, chosen - 1)
        return true
      case .down, .character("j"):
        chosen = min(ways.count - 1, chosen + 1)
        return true
      default: break
      }
    }
    if isTyping { return typeName(key, &context) }
    guard let pressed = buttons.press(key) else {
      guard demand.text != nil, key == .up else { return Buttons.moves(key) }
      isTyping = true
      return true
    }
    pressed == 0 ? context.ask(.dismiss) : confirm(&context)
    return true
  }

  private mutating func typeName(_ key: Key, _ context: inout Context) -> Bool {
    switch key {
    case .tab, .backTab, .down:
      isTyping = false
      return true
    case .enter:
      confirm(&context)
      return true
    default: return field.handle(key)
    }
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    if isTyping { field.paste(text) }
  }

  private mutating func confirm(_ context: inout Context) {
    // What cannot be typed, because nobody would see it, need not be.
    if let text = demand.text, field.text != TextField(text: text).text {
      isTyping = true
      context.say(.warning("Type the \(demand.noun) exactly: \(text)"))
      return
    }
    context.ask(.dismiss)
    confirmed(chosen, &context)
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    if let pressed = buttons.point(event.at, event) {
      pressed == 0 ? context.ask(.dismiss) : confirm(&context)
    } else if demand.text != nil, field.point(event.at) {
      isTyping = true
    } else if waysArea.contains(event.at) {
      chosen = event.at.y - waysArea.y
    }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if action == .cancel { context.ask(.dismiss) }
  }

  /// Wide enough for a sentence, and so narrow that painting it takes few bytes.
  private static let widest = 40

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let width = min(max(Self.widest, waysWidth), DialogFrame.textWidth(in: rect))
    let (text, gap) = fitted(lines.flatMap { $0.isEmpty ? [""] : TextWidth.wrapped($0, to: width) }, to: rect, width)
    let longest = max(
      text.map(TextWidth.of).max() ?? 0, buttons.width + 4, TextWidth.of(title) + 4, demandRows > 0 ? width : 0)
    let rows = text.count + gap + 1 + (demandRows > 0 ? demandRows + gap : 0)
    let inner = DialogFrame.draw(
      title: title, width: min(width, longest), lines: rows, on: &canvas, in: rect, role: .dialogDanger)
    for (row, line) in text.enumerated() {
      canvas.write(line, at: Point(x: inner.x, y: inner.y + row), role: .dialog, limit: inner.width)
    }
    drawDemand(on: &canvas, in: inner, from: inner.y + text.count + gap)
    buttons.draw(
      on: &canvas, at: Point(x: inner.maxX - buttons.width, y: inner.maxY - 1), active: !isTyping)
  }

  private var demandRows: Int {
    switch demand {
    case .nothing: 0
    case .name, .address: 1
    case .choice(let ways): ways.count
    }
  }

  private var waysWidth: Int {
    guard case .choice(let ways) = demand else { return 0 }
    return 4 + (ways.map(TextWidth.of).max() ?? 0)
  }

  /// The text as it fits, and the rows left free between text, demand and buttons: on a low terminal these go first,
  /// then the end of the text.
  private func fitted(_ text: [String], to rect: Rect, _ width: Int) -> (text: [String], gap: Int) {
    let room = rect.height - 3 - demandRows
    let gap = text.count + (demandRows > 0 ? 2 : 1) <= room ? 1 : 0
    guard text.count > room, room > 0 else { return (gap == 0 ? Array(text.prefix(max(1, room))) : text, gap) }
    return (text.prefix(room - 1) + [TextWidth.truncated(text[room - 1] + " " + text[room], to: width)], 0)
  }

  private mutating func drawDemand(on canvas: inout Canvas, in inner: Rect, from y: Int) {
    switch demand {
    case .nothing: break
    case .name, .address:
      let x = canvas.write(demand.prompt, at: Point(x: inner.x, y: y), role: .dialog)
      field.draw(on: &canvas, at: Point(x: x, y: y), width: inner.maxX - x, focused: isTyping)
    case .choice(let ways):
      waysArea = Rect(x: inner.x, y: y, width: inner.width, height: ways.count)
      for (index, way) in ways.enumerated() {
        let sign = index == chosen ? "(*) " : "( ) "
        canvas.write(
          TextWidth.truncated(sign + way, to: inner.width), at: Point(x: inner.x, y: y + index),
          role: index == chosen ? .selection : .dialog)
      }
    }
  }
}

extension ConfirmDialog.Demand {
  /// The text that must be typed, if one must.
  fileprivate var text: String? {
    switch self {
    case .name(let text), .address(let text): text
    case .nothing, .choice: nil
    }
  }

  /// What stands before the field for it.
  fileprivate var prompt: String { if case .address = self { "Type their address " } else { "Type its name " } }

  /// What that text is.
  fileprivate var noun: String { if case .address = self { "e-mail address" } else { "name" } }
}
