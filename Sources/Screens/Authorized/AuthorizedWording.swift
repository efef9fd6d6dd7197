import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// What screens say about authorized applications, wherever they say it.
@MainActor
enum AuthorizedWording {
  /// Who the application is and what it may do.
  static func lines(_ row: AuthorizedApplication, width: Int, _ desk: Desk) -> [DetailLine] {
    var lines = [DetailLine.wide(row.name.text, role: .title)]
    lines += DetailLine.wrapped(row.description, to: width)
    lines += [
      DetailLine("By", row.ownerLabel),
      DetailLine("Website", row.website.text, role: .link, copies: row.website.text),
      DetailLine("Since", CalendarDay(containing: row.createdAt).description),
      DetailLine("Last used", RelativeTime.past(row.lastUsedAt, now: desk.now)),
      DetailLine(), DetailLine.wide("It can"),
    ]
    return lines + TokenWording.permissions(row.scopes, desk, width: width)
  }

  /// Asks whether applications shall be shut out.
  static func revocation(of rows: [AuthorizedApplication], _ context: inout Context, leavingPage: Bool) {
    guard let first = rows.first else { return }
    let count = context.attempt { (account: Account) throws(AccountError) in
      var sum = 0
      for row in rows { sum += try account.countTokens(ofAuthorized: row.clientID) }
      return sum
    }
    guard let count else { return }
    let what = rows.count == 1 ? "\"\(first.name)\"" : Counting.of(rows.count, "application")
    let effect =
      switch count {
      case 0: "No token is live."
      case 1: "1 token stops working at once."
      default: "\(Counting.grouped(count)) tokens stop working at once."
      }
    let names = rows.prefix(5).map(\.name.text).joined(separator: ", ") + (rows.count > 5 ? ", ..." : "")
    context.ask(
      .present(
        ConfirmDialog(
          title: "Revoke access",
          lines: ["Revoke \(what)?"] + (rows.count > 1 ? [names] : []) + ["\(effect) You can grant access again."],
          verb: "Revoke"
        ) { _, context in
          let ended = context.attempt { (account: Account) throws(AccountError) in try account.revoke(rows) }
          guard let ended else { return }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          context.say(.ok("Revoked \(what); \(Counting.of(ended, "token")) ended."))
        }))
  }
}
