import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// Something on the page of an account that can be chosen.
enum AccountItem: Sendable, Equatable {
  case password
  case session(BrowserSession)

  /// Tells it from the others, however it has changed.
  var key: String {
    switch self {
    case .password: "password"
    case .session(let session): "session \(session.id.rawValue)"
    }
  }
}

/// A part of the page of an account: a title and rows under it.
struct AccountSection: Sendable {
  /// A row: what it is about, and what stands in its columns.
  struct Row: Sendable {
    let item: AccountItem
    let cells: [String]
  }

  /// What the columns are called; the first is the section's own name.
  let columns: [String]
  var rows: [Row]
  /// What stands in place of rows, or behind more than are shown.
  var note: String?
}

/// Reads what stands on the page of an account.
@MainActor
enum AccountSections {
  /// The most browser sessions that are listed; whoever has more ends all of them.
  static let sessionLimit = 200

  static func read(_ account: Account, _ desk: Desk) throws(AccountError) -> [AccountSection] {
    [password(account), try sessions(account, desk)]
  }

  private static func password(_ account: Account) -> AccountSection {
    AccountSection(
      columns: ["PASSWORD"],
      rows: [AccountSection.Row(item: .password, cells: [account.passwordRefusal ?? "Change the password"])])
  }

  private static func sessions(_ account: Account, _ desk: Desk) throws(AccountError) -> AccountSection {
    let sessions = try account.browserSessions(limit: sessionLimit + 1)
    let rows = sessions.prefix(sessionLimit).map { session in
      AccountSection.Row(
        item: .session(session),
        cells: [
          BrowserName.of(session.userAgent), session.address, RelativeTime.past(session.lastSeenAt, now: desk.now),
          CalendarDay(containing: session.createdAt).description,
        ])
    }
    var section = AccountSection(columns: ["BROWSER SESSIONS", "ADDRESS", "LAST USED", "SINCE"], rows: rows)
    if sessions.isEmpty { section.note = "No browser is signed in." }
    if sessions.count > sessionLimit {
      section.note = "There are more; \(desk.key(for: .endSessions)) signs all of them out."
    }
    return section
  }
}
