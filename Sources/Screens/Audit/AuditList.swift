import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// Everybody's lines of the audit log, for administrators.
enum AuditList: Listing {
  static let tab = Tab.audit
  static let noun = "event"
  static let firstOrder = AuditOrder.time
  static let beginsDescending = true

  static func emptyText(_ desk: Desk) -> [String] {
    ["The audit log is empty.", "Every change, sign-in and refusal has a line here."]
  }

  static func problem(withFilter text: String, _ desk: Desk) -> String? {
    do throws(ValidationFailure) {
      _ = try AuditFilter(parsing: text, now: desk.now)
      return nil
    } catch {
      return error.issues.first?.message
    }
  }

  static func whileTyped(_ text: String) -> String { AuditFilter.soFar(text) }

  static let columns: [Column<AuditLine, AuditOrder>] = [
    Column("WHEN (UTC)", order: .time, width: 19) { row, desk in (AuditWording.moment(row.at, desk), .text) },
    Column("ACTOR", width: 10, fromWidth: 62) { row, _ in (row.actor, .text) },
    Column("EVENT", width: 15) { row, _ in
      (row.isRefused ? "! \(row.event)" : row.event, row.isRefused ? .badgeWarn : .text)
    },
    Column("TARGET", grows: true, fromWidth: 50) { row, _ in (AuditWording.target(row), .text) },
    Column("FROM", width: 13, fromWidth: 76) { row, _ in (row.origin, .text) },
  ]

  nonisolated static func noteOpening(_ account: Account) throws(AccountError) {
    try account.administration().noteAuditView()
  }

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<AuditOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<AuditLine>] {
    try account.administration().auditLines(query, at: anchor, limit: limit)
  }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<AuditOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.administration().countAuditLines(query, before: place) }

  /// A line never changes; one that is gone was purged.
  nonisolated static func again(_ account: Account, _ row: AuditLine) throws(AccountError) -> AuditLine { row }

  nonisolated static func name(of row: AuditLine) -> String { row.event }

  static func copyable(_ row: AuditLine) -> (text: String, what: String) { (AuditWording.text(of: row), "line") }

  nonisolated static var exportHeader: [String] { AuditLine.exportNames }

  nonisolated static func exportRow(_ row: AuditLine) -> [ExportValue] {
    [
      .number(row.id), .moment(row.at), .number(row.actorID?.rawValue), .text(row.actor),
      .number(row.subjectID?.rawValue), .text(row.origin), .text(row.event), .text(row.target), .text(row.outcome),
      .text(row.detail), .number(Int64(row.count)),
    ]
  }

  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError) {
    try account.administration().noteExport(of: "audit log", rows: rows)
  }

  static func offers(_ row: AuditLine?, marked: [AuditLine], _ desk: Desk) -> [Offer] {
    row == nil ? [] : [Offer(.open, "details of the event", hint: "details")]
  }

  static func perform(_ action: Action, _ row: AuditLine?, marked: [AuditLine], _ context: inout Context) {
    if action == .open, let row { context.ask(.push(AuditLinePage(row))) }
  }
}
