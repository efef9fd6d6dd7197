import FoundationEssentials
import Model
import TerminalUI

/// One thing that happened in the account, as the audit log has it.
struct ActivityPage: ValuePage {
  let id = Pages.next()
  private let line: AuditLine
  var values = ValueLines()

  init(_ line: AuditLine) {
    self.line = line
  }

  let crumbs = ["Account", "Recent activity"]

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    let sentence = desk.account.map { ActivityWording.sentence(line, for: $0.user) } ?? line.event
    var lines = [
      DetailLine.wide(sentence, role: .title),
      DetailLine("When", "\(RelativeTime.past(line.at, now: desk.now))  (\(line.at.rfc3339))", copies: line.at.rfc3339),
      DetailLine("From", line.origin, copies: line.origin), DetailLine("By", line.actor, copies: line.actor),
      DetailLine("Event", line.event, copies: line.event), DetailLine("On", line.target, copies: line.target),
      DetailLine("Outcome", line.outcome, role: line.isRefused ? .badgeWarn : .text),
    ]
    if !line.detail.isEmpty { lines.append(DetailLine("Detail", line.detail, copies: line.detail)) }
    if line.count > 1 { lines.append(DetailLine("Times", Counting.grouped(line.count))) }
    return lines
  }
}
