import FoundationEssentials
import Model
import TerminalUI

/// One line of the audit log with all that it says.
struct AuditLinePage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .audit
  private let line: AuditLine
  private var showsLocalTime: Bool
  var values = ValueLines()

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

  mutating func act(_ action: Action, _ current: DetailLine?, _ context: inout Context) -> Bool {
    switch action {
    case .timeZone: showsLocalTime.toggle()
    case .copy: context.ask(.outside(.copy(AuditWording.text(of: line), what: "line")))
    default: return false
    }
    return true
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    var desk = desk
    desk.showsLocalTime = showsLocalTime
    return AuditWording.lines(line, desk)
  }
}
