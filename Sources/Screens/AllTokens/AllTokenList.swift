import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// Everybody's tokens of every kind, for administrators; the newest come first.
enum AllTokenList: Listing {
  static let tab = Tab.clients
  static let crumbs = ["Tokens of all"]
  static let noun = "token"
  static let firstOrder = IssuedTokenOrder.id
  static let beginsDescending = true
  static let hasStates = true
  static let filterTitle = "filter by user, application, number or the token itself"

  static func hides(_ filter: String) -> Bool { TokenSearch.holdsSecret(filter) }

  static func noMatch(_ filter: String) -> [String]? {
    guard hides(filter) else {
      return [
        "No token matches \"\(filter)\".", "",
        "user:NAME finds those of a user, by username or e-mail; client:NAME those of applications, by client id or a "
          + "part of the name (at most \(Administration.searchedClientLimit) may have it).",
        "A token's number finds it, and so does the token itself: paste it. It is not shown.",
      ]
    }
    return TokenSearch.presented(in: filter) == nil
      ? ["That is no whole token.", "", "Paste all of it, from its prefix (pst_, psr_ or psp_) to its end."]
      : [
        "This token is not known here: it does not work.", "",
        "It was revoked, was cleaned up after it had expired, or was never given out by this server.",
      ]
  }

  static func emptyText(_ desk: Desk) -> [String] {
    ["No token has been given out yet.", "Those of people and of applications appear here."]
  }

  static let columns: [Column<IssuedToken, IssuedTokenOrder>] = [
    Column("ID", order: .id) { row, _ in (AllTokenWording.number(row), .text) },
    Column("TYPE", width: 8, fromWidth: 40) { row, _ in (row.kind.rawValue, .muted) },
    Column("CLIENT OR NAME", width: 18, fromWidth: 76) { row, _ in (AllTokenWording.holder(row), .text) },
    Column("USER", width: 14, fromWidth: 56) { row, _ in (row.user?.label ?? "-", .text) },
    Column("SCOPES", width: 22, fromWidth: 116) { row, _ in (TokenWording.scopes(row.scopes, width: 22), .text) },
    Column("LAST USED", width: 13, fromWidth: 96) { row, desk in
      (RelativeTime.past(row.lastUsedAt, now: desk.now), .text)
    },
    Column("EXPIRES", width: 13) { row, desk in AllTokenWording.state(row, now: desk.now) },
  ]

  nonisolated static func noteOpening(_ account: Account) throws(AccountError) {
    try account.administration().noteOpening(of: "tokens of all", as: .tokenView)
  }

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<IssuedTokenOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<IssuedToken>] {
    try account.administration().tokens(query, at: anchor, limit: limit)
  }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<IssuedTokenOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.administration().countTokens(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: IssuedToken) throws(AccountError) -> IssuedToken {
    try account.administration().token(row.id)
  }

  nonisolated static func name(of row: IssuedToken) -> String { String(row.id.rawValue) }

  static func copyable(_ row: IssuedToken) -> (text: String, what: String) { (String(row.id.rawValue), "number") }

  nonisolated static var exportHeader: [String] {
    [
      "id", "type", "client_id", "client", "user", "user_email", "name", "scopes", "last_four", "created_at",
      "expires_at", "spent_at", "last_used_at",
    ]
  }

  nonisolated static func exportRow(_ row: IssuedToken) -> [ExportValue] {
    [
      .text(String(row.id.rawValue)), .text(row.kind.rawValue), .text(row.client?.clientID.text ?? ""),
      .text(row.client?.name.text ?? ""), .text(row.user?.label ?? ""), .text(row.user?.email.text ?? ""),
      .text(row.name?.text ?? ""), .texts(row.scopes), .text(row.lastFour), .moment(row.createdAt),
      .moment(row.expiresAt), .moment(row.spentAt), .moment(row.lastUsedAt),
    ]
  }

  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError) {
    try account.administration().noteExport(of: "tokens of all", rows: rows)
  }

  static func offers(_ row: IssuedToken?, marked: [IssuedToken], _ desk: Desk) -> [Offer] {
    var offers: [Offer] = []
    if let row { offers.append(Offer(.open, "open token \(AllTokenWording.number(row))", hint: "open")) }
    if !marked.isEmpty {
      offers.append(Offer(.delete, "revoke \(Counting.of(marked.count, "marked token"))", hint: "revoke"))
    } else if let row {
      offers.append(Offer(.delete, "revoke token \(AllTokenWording.number(row))", hint: "revoke"))
    }
    return offers + [Offer(.back)]
  }

  static func perform(_ action: Action, _ row: IssuedToken?, marked: [IssuedToken], _ context: inout Context) {
    switch (action, row) {
    case (.back, _): context.ask(.pop)
    case (.delete, _) where !marked.isEmpty: AllTokenWording.revocation(of: marked, &context, leavingPage: false)
    case (.delete, .some(let row)): AllTokenWording.revocation(of: [row], &context, leavingPage: false)
    case (.open, .some(let row)):
      let token = context.attempt { (account: Account) throws(AccountError) in
        try account.administration().openToken(row.id)
      }
      if let token { context.ask(.push(AllTokenPage(token))) }
    default: break
    }
  }
}
