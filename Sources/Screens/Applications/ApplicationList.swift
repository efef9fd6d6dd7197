import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// The applications that somebody registered.
enum ApplicationList: Listing {
  static let tab = Tab.applications
  static let noun = "application"
  static let firstOrder = ApplicationOrder.name

  static func emptyText(_ desk: Desk) -> [String] {
    if let account = desk.account, account.isAdministered {
      return ["\(account.user.label) has not registered an application."]
    }
    return [
      "You have not registered an application yet.",
      "Register one to let people sign in to it with their account here: it gets a client id and a secret.",
      "Press \(desk.key(for: .new)) to register an application.",
    ]
  }

  static let columns: [Column<Client, ApplicationOrder>] = [
    Column("NAME", order: .name) { row, _ in (row.profile.name.text, .text) },
    Column("TYPE", width: 4, fromWidth: 24) { row, _ in
      row.disabledAt != nil ? ("off", .badgeDanger) : (row.profile.type == .confidential ? "conf" : "publ", .muted)
    },
    Column("LAST USED", order: .lastUsed, width: 14, fromWidth: 50) { row, desk in
      (RelativeTime.past(row.lastUsedAt, now: desk.now), .text)
    },
    Column("CREATED", order: .created, width: 10, fromWidth: 66) { row, _ in
      (CalendarDay(containing: row.createdAt).description, .text)
    },
  ]

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<ApplicationOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<Client>] { try account.applications(query, at: anchor, limit: limit) }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<ApplicationOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.countApplications(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: Client) throws(AccountError) -> Client {
    try account.application(row.clientID)
  }

  nonisolated static func name(of row: Client) -> String { row.profile.name.text }

  static func copyable(_ row: Client) -> (text: String, what: String) { (row.clientID.text, "client id") }

  nonisolated static var exportHeader: [String] {
    ["client_id", "name", "description", "website", "redirect_uris", "type", "created_at", "last_used_at"]
  }

  nonisolated static func exportRow(_ row: Client) -> [ExportValue] {
    [
      .text(row.clientID.text), .text(row.profile.name.text), .text(row.profile.description),
      .text(row.profile.website.text), .texts(row.profile.redirectURIs.map(\.text)), .text(row.profile.type.rawValue),
      .moment(row.createdAt), .moment(row.lastUsedAt),
    ]
  }

  static func offers(_ row: Client?, marked: [Client], _ desk: Desk) -> [Offer] {
    var offers = [Offer(.new, "register an application", hint: "new", off: desk.ownersOnly)]
    guard let row else { return offers }
    let name = row.profile.name.text
    let several = marked.isEmpty ? nil : "applications are deleted one at a time: each asks for its name"
    offers += [
      Offer(.edit, "edit \"\(name)\"", hint: "edit"),
      Offer(
        .resetSecret, "reset the secret of \"\(name)\"", hint: "reset",
        off: row.profile.type == .public ? "a public client has no secret" : nil),
      Offer(.delete, "delete \"\(name)\"", hint: "delete", off: several),
      Offer(.open, "open \"\(name)\""), Offer(.revokeAll, "revoke every token of \"\(name)\""),
    ]
    return offers
  }

  static func perform(_ action: Action, _ row: Client?, marked: [Client], _ context: inout Context) {
    if action == .new { return context.ask(.push(ApplicationForm())) }
    guard let row else { return }
    switch action {
    case .open: context.ask(.push(ApplicationPage(row)))
    case .edit: context.ask(.push(ApplicationForm(editing: row)))
    case .resetSecret: ApplicationWording.reset(of: row, &context)
    case .delete: ApplicationWording.deletion(of: row, &context, leavingPage: false)
    case .revokeAll: ApplicationWording.revocation(of: row, &context)
    default: break
    }
  }

  static func listWidth(in width: Int) -> Int? {
    width >= 76 ? max(25, min(44, width / 3)) : nil
  }

  static func detail(of row: Client, width: Int, _ desk: Desk) -> [DetailLine] {
    let profile = row.profile
    var lines = [DetailLine.wide(profile.name.text, role: .title)]
    lines += DetailLine.wrapped(profile.description, to: width).prefix(4)
    lines.append(DetailLine())
    lines += ApplicationWording.stateLines(row, desk).flatMap { $0.rows(labelWidth: 11, width: width) }
    lines.append(DetailLine("Client ID", row.clientID.text))
    lines += ApplicationWording.secretLines(row, now: desk.now)
    lines.append(DetailLine("Website", profile.website.text, role: .link))
    for (index, uri) in profile.redirectURIs.prefix(4).enumerated() {
      lines.append(DetailLine(index == 0 ? "Redirects" : "", uri.text, copies: uri.text))
    }
    if profile.redirectURIs.count > 4 {
      lines.append(DetailLine("", "and \(profile.redirectURIs.count - 4) more", role: .muted))
    }
    lines.append(DetailLine())
    lines.append(DetailLine("Last used", RelativeTime.past(row.lastUsedAt, now: desk.now)))
    lines.append(DetailLine("Created", CalendarDay(containing: row.createdAt).description))
    lines.append(DetailLine())
    lines.append(DetailLine("Authorize", desk.issuer + "/oauth/authorize", role: .link))
    lines.append(DetailLine("Token", desk.issuer + "/oauth/token", role: .link))
    return lines
  }
}
