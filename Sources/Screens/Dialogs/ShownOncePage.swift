import Accounts
import TerminalUI

/// A secret that was just made, shown this once: copied, written to a file or selected with the mouse, and then gone.
struct ShownOncePage: Page {
  let id = Pages.next()
  let tab: Tab?
  private let title: String
  private let secret: String
  private let warnings: [String]
  private let details: [DetailLine]
  private let fileName: String
  private var field = TextField()
  /// Whether it was copied, written or looked at in plain: then Enter may leave.
  private var isTaken = false

  /// - Parameters:
  ///   - title: what was made: `Token "ci-nightly" created`.
  ///   - secret: the secret itself.
  ///   - warnings: what to know before leaving.
  ///   - details: what else is worth showing.
  ///   - fileName: what a file is called that it is written to, without its ending.
  init(tab: Tab, title: String, secret: String, warnings: [String], details: [DetailLine], fileName: String) {
    self.tab = tab
    self.title = title
    self.secret = secret
    self.warnings = warnings
    self.details = details
    self.fileName = fileName
  }

  var holdsTypedText: Bool { !isTaken }
  var loss: Loss {
    Loss(
      title: "Not copied yet", lines: ["The secret was not copied, and cannot be shown again.", "Leave it behind?"],
      verb: "Leave")
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.copy, "copy (OSC 52)", hint: "copy"),
      Offer(.writeFile, hint: "write file 0600", off: desk.machine == nil ? Machine.isNotYours : nil),
      Offer(.plainView, hint: "plain view, for the mouse"), Offer(.cancel, "leave", hint: isTaken ? "leave" : nil),
      Offer(.quit, "leave"),
    ]
  }

  var ownKeys: [OwnKey] { isTaken ? [OwnKey("Enter", "continue")] : [] }

  mutating func type(_ key: Key, _ context: inout Context) -> Bool {
    switch key {
    case .enter:
      leave(&context)
      return true
    case .backspace, .delete: return field.handle(key)
    case .character(let character) where "done".contains(character): return field.handle(key)
    default: return false
    }
  }

  private func leave(_ context: inout Context) {
    if isTaken || field.text == "done" {
      context.ask(.pop)
    } else {
      context.say(.warning("Copy it first, or type \"done\": you will not see it again."))
    }
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    switch action {
    case .copy: context.ask(.outside(.copy(secret, what: "secret")))
    case .writeFile: write(&context)
    case .plainView:
      isTaken = true
      context.ask(.outside(.plain(secret)))
    default: leave(&context)
    }
  }

  /// The copy has gone to the terminal; whether it arrived nobody says, so leaving is allowed but not silent.
  mutating func copied() {
    isTaken = true
  }

  private mutating func write(_ context: inout Context) {
    guard let machine = context.desk.machine else { return }
    let fileStem = "\(machine.exportFolder)/\(fileName)"
    for suffix in [""] + (2...99).map({ "-\($0)" }) {
      let path = fileStem + suffix + ".txt"
      guard let file = try? PrivateFile(creating: path, on: machine) else { continue }
      defer { file.close() }
      do throws(AccountError) {
        try file.write(secret + "\n")
        isTaken = true
        context.say(.ok("Written to \(path), readable by you alone."))
      } catch {
        file.discard()
        context.fail(error)
      }
      return
    }
    context.say(.error("Cannot write a file in the folder of \(fileStem).txt; copy it instead."))
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    let area = rect.inset(by: 2)
    let isLow = rect.height <= 12
    var y = area.y
    canvas.write(title, at: Point(x: area.x, y: y), role: .title, limit: area.width)
    y += isLow ? 1 : 2
    for part in pieces(width: area.width) where y < area.maxY {
      canvas.write(part, at: Point(x: area.x, y: y), role: .secret)
      y += 1
    }
    // On a low terminal what must be typed comes before what can be read elsewhere.
    if isLow {
      drawTyping(on: &canvas, at: Point(x: area.x, y: y))
      drawWarnings(on: &canvas, in: area, from: y + 1)
      return
    }
    y = drawWarnings(on: &canvas, in: area, from: y + 1) + 1
    for detail in details where y < area.maxY - 2 {
      detail.draw(on: &canvas, at: Point(x: area.x, y: y), labelWidth: 12, width: area.width)
      y += 1
    }
    drawTyping(on: &canvas, at: Point(x: area.x, y: min(y + 1, area.maxY - 1)))
  }

  private mutating func drawTyping(on canvas: inout Canvas, at place: Point) {
    let x = canvas.write("Then type \"done\" to continue ", at: place, role: .muted)
    field.draw(on: &canvas, at: Point(x: x, y: place.y), width: 7, focused: true)
  }

  /// - Returns: the row below.
  @discardableResult
  private func drawWarnings(on canvas: inout Canvas, in area: Rect, from y: Int) -> Int {
    var y = y
    for warning in warnings {
      for (index, line) in TextWidth.wrapped(warning, to: area.width - 2).enumerated() where y < area.maxY {
        canvas.write(index == 0 ? "! " : "  ", at: Point(x: area.x, y: y), role: .badgeWarn)
        canvas.write(line, at: Point(x: area.x + 2, y: y))
        y += 1
      }
    }
    return y
  }

  /// The secret in lines that fit; a break in it is better than an ellipsis.
  private func pieces(width: Int) -> [String] {
    stride(from: 0, to: secret.count, by: max(1, width)).map { String(secret.dropFirst($0).prefix(width)) }
  }
}
