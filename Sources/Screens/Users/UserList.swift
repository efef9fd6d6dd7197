import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// Everybody with an account, for administrators.
enum UserList: Listing {
  static let tab = Tab.users
  static let noun = "user"
  static let firstOrder = UserOrder.email
  static let hasStates = true

  static func name(of state: StateFilter) -> String { state == .expired ? "disabled" : state.rawValue }

  static func emptyText(_ desk: Desk) -> [String] {
    ["Nobody has an account.", "Press \(desk.key(for: .new)) to add a user."]
  }

  static let columns: [Column<UserSummary, UserOrder>] = [
    Column("E-MAIL", order: .email) { row, _ in (row.user.email.text, .text) },
    Column("ROLE", width: 5, fromWidth: 56) { row, _ in
      row.user.role == .administrator ? ("admin", .badgeWarn) : ("user", .muted)
    },
    Column("STATE", width: 8) { row, _ in row.user.isActive ? ("active", .muted) : ("disabled", .badgeDanger) },
    Column("APPS", width: 4, fromWidth: 68) { row, _ in (UserWording.capped(row.applications, width: 4), .text) },
    Column("TOKENS", width: 6, fromWidth: 76) { row, _ in (UserWording.capped(row.tokens, width: 6), .text) },
    Column("LAST SEEN", order: .lastSeen, width: 13, fromWidth: 48) { row, desk in
      (RelativeTime.past(row.user.lastSeenAt, now: desk.now), .text)
    },
    Column("CREATED", order: .created, width: 10, fromWidth: 100) { row, _ in
      (CalendarDay(containing: row.user.createdAt).description, .text)
    },
  ]

  nonisolated static func noteOpening(_ account: Account) throws(AccountError) {
    try account.administration().noteOpening(of: "users", as: .userView)
  }

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<UserOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<UserSummary>] {
    try account.administration().users(query, at: anchor, limit: limit)
  }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<UserOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.administration().countUsers(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: UserSummary) throws(AccountError) -> UserSummary {
    try account.administration().again(row.user)
  }

  nonisolated static func name(of row: UserSummary) -> String { row.user.email.text }

  static func copyable(_ row: UserSummary) -> (text: String, what: String) { (row.user.email.text, "e-mail address") }

  nonisolated static var exportHeader: [String] {
    ["id", "email", "username", "role", "disabled_at", "created_at", "last_seen_at"]
  }

  nonisolated static func exportRow(_ row: UserSummary) -> [ExportValue] {
    [
      .text(String(row.user.id.rawValue)), .text(row.user.email.text), .text(row.user.username?.text ?? ""),
      .text(row.user.role.rawValue), .moment(row.user.disabledAt), .moment(row.user.createdAt),
      .moment(row.user.lastSeenAt),
    ]
  }

  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError) {
    try account.administration().noteExport(of: "users", rows: rows)
  }

  static func offers(_ row: UserSummary?, marked: [UserSummary], _ desk: Desk) -> [Offer] {
    let new = Offer(.new, "add a user", hint: "add")
    guard let user = row?.user else { return [new] }
    let several = marked.isEmpty ? nil : "users are changed one at a time; \(desk.key(for: .cancel)) takes marks away"
    return [Offer(.open, "open \(user.email)", hint: "open"), new]
      + UserWording.offers(user, off: several, isOnPage: false)
  }

  static func perform(_ action: Action, _ row: UserSummary?, marked: [UserSummary], _ context: inout Context) {
    if action == .new { return context.ask(.push(UserForm())) }
    guard let user = row?.user else { return }
    if action == .open { return context.ask(.push(UserPage(user))) }
    UserWording.perform(action, on: user, &context, leavingPage: false)
  }

  /// Beside the detail the list still has all that its columns say.
  static func listWidth(in width: Int) -> Int? { width >= 114 ? width - 38 : nil }

  static func detail(of row: UserSummary, width: Int, _ desk: Desk) -> [DetailLine] {
    let user = row.user
    return [DetailLine.wide(user.email.text, role: .title)]
      + UserWording.facts(of: user, desk) + [
        DetailLine(), DetailLine("Apps", UserWording.capped(row.applications)),
        DetailLine("Tokens", UserWording.capped(row.tokens)), DetailLine(),
        .wide("\(desk.key(for: .open)) opens it.", role: .muted),
      ]
  }
}
