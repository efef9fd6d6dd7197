import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// Something on the page of an account that can be chosen.
enum AccountItem: Sendable, Equatable {
  case password
  case session(BrowserSession)
  case key(SSHKey)
  case event(AuditLine)

  /// Tells it from the others, however it has changed.
  var key: String {
    switch self {
    case .password: "password"
    case .session(let session): "session \(session.id.rawValue)"
    case .key(let key): "key \(key.id.rawValue)"
    case .event(let line): "event \(line.id)"
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
  /// How many lines tell of what happened last.
  static let activityLimit = 30

  static func read(_ account: Account, _ desk: Desk) throws(AccountError) -> [AccountSection] {
    [
      password(account), try sessions(account, desk), try keys(account, desk), try activity(account, desk),
    ]
  }

  private static func password(_ account: Account) -> AccountSection {
    let words = account.passwordRefusal == nil ? "Change the password" : "Only \(account.user.label) can change it here"
    var section = AccountSection(
      columns: ["PASSWORD"], rows: [AccountSection.Row(item: .password, cells: [words])])
    if account.isOperated { section.note = "Use \"postern user password\" instead." }
    if account.isAdministered { section.note = "Set another on the page of the user." }
    return section
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

  private static func keys(_ account: Account, _ desk: Desk) throws(AccountError) -> AccountSection {
    let rows = try account.sshKeys().map { key in
      AccountSection.Row(
        item: .key(key),
        cells: [
          key.name.text, SSHKeyWording.kind(of: key), RelativeTime.past(key.lastUsedAt, now: desk.now),
          CalendarDay(containing: key.createdAt).description,
        ])
    }
    return AccountSection(
      columns: ["SSH KEYS", "KIND", "LAST USED", "ADDED"], rows: rows,
      note: rows.isEmpty ? "None opens this account; \(desk.key(for: .new)) adds one." : nil)
  }

  private static func activity(_ account: Account, _ desk: Desk) throws(AccountError) -> AccountSection {
    let rows = try account.recentActivity(limit: activityLimit).map { line in
      AccountSection.Row(
        item: .event(line),
        cells: [
          ActivityWording.sentence(line, for: account.user), line.origin, RelativeTime.past(line.at, now: desk.now),
        ])
    }
    return AccountSection(
      columns: ["RECENT ACTIVITY", "FROM", "WHEN"], rows: rows, note: rows.isEmpty ? "Nothing has happened yet." : nil)
  }
}
