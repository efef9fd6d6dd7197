import FoundationEssentials
import Model
import TerminalUI

/// One line of the audit log with all that it says.
struct AuditLinePage: Page {
  let id = Pages.next()
  let tab: Tab? = .audit
  private let line: AuditLine
  private var showsLocalTime: Bool
  private var values = ValueLines()

  init(_ line: AuditLine, showsLocalTime: Bool = false) {
    self.line = line
    self.showsLocalTime = showsLocalTime
  }

  var crumbs: [String] { ["\(line.event) \(Counting.grouped(Int(line.id)))"] }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.timeZone, showsLocalTime ? "UTC" : "local time", hint: "time zone"),
      Offer(.copy, "copy the line", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if values.perform(action, lines(context.desk)) { return }
    switch action {
    case .timeZone: showsLocalTime.toggle()
    case .copy: context.ask(.outside(.copy(AuditWording.text(of: line), what: "line")))
    case .cancel, .back: context.ask(.pop)
    default: break
    }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    values.point(event)
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    values.draw(lines(desk), labelWidth: 12, on: &canvas, in: rect)
  }

  private func lines(_ desk: Desk) -> [DetailLine] {
    var desk = desk
    desk.showsLocalTime = showsLocalTime
    return AuditWording.lines(line, desk)
  }
}
