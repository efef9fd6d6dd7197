import FoundationEssentials
import Glibc
import Model
import TerminalUI

/// A line of the audit log in words.
@MainActor
enum AuditWording {
  /// A moment to the second: `2026-11-23 18:02:41`.
  static func moment(_ moment: Date, _ desk: Desk) -> String {
    desk.showsLocalTime ? local(moment) : utc(moment)
  }

  private static func utc(_ moment: Date) -> String {
    let text = moment.rfc3339
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
  }

  /// FoundationEssentials knows no time zone but UTC; the C library reads the terminal's (TZ).
  private static func local(_ moment: Date) -> String {
    var seconds = time_t(moment.timeIntervalSince1970)
    var parts = tm()
    guard localtime_r(&seconds, &parts) != nil else { return utc(moment) }
    func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }
    let day = "\(Int(parts.tm_year) + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day) \(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
  }

  /// How often, and on what.
  static func target(_ line: AuditLine) -> String {
    (line.count > 1 ? "\(Counting.grouped(line.count))x " : "") + line.target
  }

  /// The whole line as one text, to be pasted somewhere.
  static func text(of line: AuditLine) -> String {
    ([line.at.rfc3339, line.actor, line.event, target(line), line.outcome, line.origin, line.detail])
      .filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// All that a line says.
  static func lines(_ line: AuditLine, _ desk: Desk) -> [DetailLine] {
    var lines = [
      DetailLine(
        "When", "\(moment(line.at, desk)) \(desk.showsLocalTime ? "local time" : "UTC")", copies: line.at.rfc3339),
      DetailLine("Who", who(line.actor, line.actorID), copies: line.actor),
      DetailLine("What", line.event, copies: line.event),
      DetailLine("On", line.target, copies: line.target),
      DetailLine("Outcome", line.outcome, role: line.isRefused ? .badgeWarn : .badgeOK),
      DetailLine("From", line.origin, copies: line.origin),
    ]
    if let subject = line.subjectID { lines.append(DetailLine("Account", "user \(subject.rawValue)")) }
    if line.count > 1 { lines.append(DetailLine("Times", Counting.grouped(line.count))) }
    if !line.detail.isEmpty { lines.append(DetailLine("Detail", line.detail, copies: line.detail)) }
    return lines + [DetailLine(), DetailLine("Line", Counting.grouped(Int(line.id)), role: .muted)]
  }

  private static func who(_ name: String, _ id: Identifier<User>?) -> String {
    id.map { "\(name) (user \($0.rawValue))" } ?? name
  }
}
