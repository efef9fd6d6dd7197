import TerminalUI

/// Asks where what is listed shall be written, and in which format.
struct ExportDialog: Page {
  let id: PageID
  private let stem: String
  private let folder: String
  private let count: Int?
  private let noun: String
  private let work: (String, ExportFormat) -> Work
  private var field: TextField
  private var buttons = Buttons(["Cancel", "Export"])
  private var format = ExportFormat.csv
  private var isTyping = true
  /// Where the formats were drawn.
  private var formatPlaces: [Rect] = []

  init(
    id: PageID, stem: String, folder: String, count: Int?, noun: String,
    work: @escaping (String, ExportFormat) -> Work
  ) {
    self.id = id
    self.stem = stem
    self.folder = folder
    self.count = count
    self.noun = noun
    self.work = work
    field = TextField(text: stem + ".csv")
  }

  var takesText: Bool { isTyping }

  func offers(_ desk: Desk) -> [Offer] {
    [Offer(.nextField, "next field", hint: "field"), Offer(.cancel, "cancel", hint: "cancel")]
  }

  var ownKeys: [OwnKey] { [OwnKey("↑/↓", "format"), OwnKey("Enter", isTyping ? "export" : "press")] }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    switch key {
    case .up, .down:
      choose(format.neighbour(key == .up ? -1 : 1))
      return true
    case .tab, .backTab:
      isTyping.toggle()
      return true
    case .enter where isTyping:
      export(&context)
      return true
    default:
      if isTyping { return field.handle(key) }
      guard let pressed = buttons.press(key) else { return Buttons.moves(key) }
      pressed == 0 ? context.ask(.dismiss) : export(&context)
      return true
    }
  }

  /// Chooses a format; the ending of the file's name goes with it.
  private mutating func choose(_ chosen: ExportFormat) {
    let old = ".\(format.rawValue)"
    format = chosen
    if field.text.hasSuffix(old) { field = TextField(text: field.text.dropLast(old.count) + ".\(format.rawValue)") }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    if let pressed = buttons.point(event.at, event) {
      pressed == 0 ? context.ask(.dismiss) : export(&context)
    } else if field.point(event.at) {
      isTyping = true
    } else if let clicked = formatPlaces.firstIndex(where: { $0.contains(event.at) }) {
      choose(ExportFormat.allCases[clicked])
    }
  }

  mutating func paste(_ text: String, _ context: inout Context) {
    if isTyping { field.paste(text) }
  }

  private mutating func export(_ context: inout Context) {
    guard !field.text.isEmpty else {
      isTyping = true
      return context.say(.warning("Enter the name of a file."))
    }
    context.ask(.dismiss)
    context.say(.note("Exporting..."))
    context.ask(.work(work(PrivateFile.path(of: field.text, in: folder), format)))
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if action == .cancel { context.ask(.dismiss) }
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let width = DialogFrame.textWidth(in: rect)
    let what = count.map { Counting.of($0, noun) } ?? "every \(noun) listed"
    let text = TextWidth.wrapped("Write \(what) to a file that only you can read.", to: width)
    let inner = DialogFrame.draw(title: "Export", width: width, lines: 5 + text.count, on: &canvas, in: rect)
    for (row, line) in text.enumerated() {
      canvas.write(line, at: Point(x: inner.x, y: inner.y + row), role: .dialog, limit: inner.width)
    }
    let y = inner.y + text.count + 1
    let x = canvas.write("File   ", at: Point(x: inner.x, y: y), role: .dialog)
    field.draw(on: &canvas, at: Point(x: x, y: y), width: inner.maxX - x, focused: isTyping)
    drawFormats(on: &canvas, at: Point(x: inner.x, y: y + 1))
    buttons.draw(
      on: &canvas, at: Point(x: inner.maxX - buttons.width, y: inner.maxY - 1), active: !isTyping)
  }

  private mutating func drawFormats(on canvas: inout Canvas, at place: Point) {
    var x = canvas.write("Format ", at: place, role: .dialog)
    formatPlaces = []
    for choice in ExportFormat.allCases {
      let end = canvas.write(
        "\(choice == format ? "(*)" : "( )") \(choice.title)", at: Point(x: x, y: place.y),
        role: .dialog)
      formatPlaces.append(Rect(x: x, y: place.y, width: end - x, height: 1))
      x = end + 2
    }
  }
}
