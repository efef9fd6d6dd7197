import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// The applications that somebody let in.
enum AuthorizedList: Listing {
  static let tab = Tab.authorized
  static let noun = "authorized application"
  static let firstOrder = GrantOrder.name

  static func emptyText(_ desk: Desk) -> [String] {
    if let account = desk.account, account.isAdministered {
      return ["\(account.user.label) has not let any application in."]
    }
    return [
      "You have not let any application in.",
      "An application that asks to act for you appears here once you have agreed, and can be shut out again.",
    ]
  }

  static let columns: [Column<AuthorizedApplication, GrantOrder>] = [
    Column("APPLICATION", order: .name) { row, _ in (row.name.text, .text) },
    Column("LAST USED", order: .lastUsed, width: 13, fromWidth: 32) { row, desk in
      (RelativeTime.past(row.lastUsedAt, now: desk.now), .text)
    },
    Column("SINCE", order: .created, width: 10, fromWidth: 48) { row, _ in
      (CalendarDay(containing: row.createdAt).description, .text)
    },
  ]

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<GrantOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<AuthorizedApplication>] {
    try account.authorizedApplications(query, at: anchor, limit: limit)
  }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<GrantOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.countAuthorizedApplications(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: AuthorizedApplication) throws(AccountError)
    -> AuthorizedApplication
  {
    try account.authorizedApplication(row.clientID)
  }

  nonisolated static func name(of row: AuthorizedApplication) -> String { row.name.text }

  static func copyable(_ row: AuthorizedApplication) -> (text: String, what: String) {
    (row.website.text, "website")
  }

  nonisolated static var exportHeader: [String] {
    ["client_id", "name", "website", "owner", "scopes", "created_at", "last_used_at"]
  }

  nonisolated static func exportRow(_ row: AuthorizedApplication) -> [ExportValue] {
    [
      .text(row.clientID.text), .text(row.name.text), .text(row.website.text), .text(row.ownerLabel),
      .texts(row.scopes), .moment(row.createdAt), .moment(row.lastUsedAt),
    ]
  }

  static func offers(
    _ row: AuthorizedApplication?, marked: [AuthorizedApplication], _ desk: Desk
  ) -> [Offer] {
    var offers: [Offer] = []
    if !marked.isEmpty {
      offers.append(Offer(.delete, "revoke \(Counting.of(marked.count, "marked application"))", hint: "revoke"))
    }
    if let row {
      if marked.isEmpty { offers.append(Offer(.delete, "revoke \"\(row.name)\"", hint: "revoke")) }
      offers.append(Offer(.open, "review the permissions of \"\(row.name)\"", hint: "permissions"))
    }
    return offers
  }

  static func perform(
    _ action: Action, _ row: AuthorizedApplication?, marked: [AuthorizedApplication], _ context: inout Context
  ) {
    switch (action, row) {
    case (.delete, _) where !marked.isEmpty: AuthorizedWording.revocation(of: marked, &context, leavingPage: false)
    case (.delete, .some(let row)): AuthorizedWording.revocation(of: [row], &context, leavingPage: false)
    case (.open, .some(let row)): context.ask(.push(AuthorizedPage(row)))
    default: break
    }
  }

  static func listWidth(in width: Int) -> Int? {
    width >= 76 ? max(34, min(52, width * 2 / 5)) : nil
  }

  static func detail(of row: AuthorizedApplication, width: Int, _ desk: Desk) -> [DetailLine] {
    AuthorizedWording.lines(row, width: width, desk)
  }
}
