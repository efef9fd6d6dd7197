import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// The personal access tokens of somebody.
enum TokenList: Listing {
  static let tab = Tab.tokens
  static let noun = "token"
  static let firstOrder = TokenOrder.name
  static let hasStates = true

  static func emptyText(_ desk: Desk) -> [String] {
    if let account = desk.account, account.isAdministered {
      return ["\(account.user.label) has no personal access token."]
    }
    return [
      "You have no personal access token yet.",
      "With one, a script or a program acts as you, within the scopes that you choose for it.",
      "Press \(desk.key(for: .new)) to create a token.",
    ]
  }

  static let columns: [Column<PersonalToken, TokenOrder>] = [
    Column("NAME", order: .name) { row, _ in (row.name.text, .text) },
    Column("SCOPES", width: 22, fromWidth: 76) { row, _ in (TokenWording.scopes(row.scopes, width: 22), .text) },
    Column("LAST USED", order: .lastUsed, width: 13, fromWidth: 56) { row, desk in
      (RelativeTime.past(row.lastUsedAt, now: desk.now), .text)
    },
    Column("CREATED", order: .created, width: 10, fromWidth: 100) { row, _ in
      (CalendarDay(containing: row.createdAt).description, .text)
    },
    Column("EXPIRES", order: .expires, width: 13) { row, desk in TokenWording.expiry(row, now: desk.now) },
  ]

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<TokenOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<PersonalToken>] { try account.personalTokens(query, at: anchor, limit: limit) }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<TokenOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.countPersonalTokens(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: PersonalToken) throws(AccountError) -> PersonalToken {
    try account.personalToken(row.id)
  }

  nonisolated static func name(of row: PersonalToken) -> String { row.name.text }

  static func copyable(_ row: PersonalToken) -> (text: String, what: String) { (row.name.text, "name") }

  nonisolated static var exportHeader: [String] {
    ["id", "name", "scopes", "last_four", "created_at", "expires_at", "last_used_at"]
  }

  nonisolated static func exportRow(_ row: PersonalToken) -> [ExportValue] {
    [
      .text(String(row.id.rawValue)), .text(row.name.text), .texts(row.scopes), .text(row.lastFour),
      .moment(row.createdAt), .moment(row.expiresAt), .moment(row.lastUsedAt),
    ]
  }

  static func offers(_ row: PersonalToken?, marked: [PersonalToken], _ desk: Desk) -> [Offer] {
    var offers = [Offer(.new, "create a token", hint: "new", off: desk.ownersOnly)]
    if !marked.isEmpty {
      offers.append(Offer(.delete, "revoke \(Counting.of(marked.count, "marked token"))", hint: "revoke"))
    }
    if let row {
      let name = row.name.text
      offers.append(Offer(.edit, "edit token \"\(name)\"", hint: "edit", off: desk.ownersOnly))
      if marked.isEmpty { offers.append(Offer(.delete, "revoke token \"\(name)\"", hint: "revoke")) }
      offers.append(Offer(.open, "open token \"\(name)\""))
      offers.append(Offer(.revokeExpired))
    }
    return offers
  }

  static func perform(_ action: Action, _ row: PersonalToken?, marked: [PersonalToken], _ context: inout Context) {
    switch action {
    case .new: context.ask(.push(TokenForm(context.desk)))
    case .delete where !marked.isEmpty: TokenWording.revocation(of: marked, &context, leavingPage: false)
    case .revokeExpired: TokenWording.revokeExpired(&context)
    default: break
    }
    guard let row else { return }
    switch action {
    case .open: context.ask(.push(TokenPage(row)))
    case .edit: context.ask(.push(TokenForm(editing: row, context.desk)))
    case .delete where marked.isEmpty: TokenWording.revocation(of: [row], &context, leavingPage: false)
    default: break
    }
  }
}
