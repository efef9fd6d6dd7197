import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// Everybody's applications, for administrators.
enum ClientList: Listing {
  static let tab = Tab.clients
  static let noun = "application"
  static let firstOrder = ApplicationOrder.name
  static let hasStates = true
  static let filterTitle = "filter by name, client id or owner:NAME"

  static func name(of state: StateFilter) -> String { state == .expired ? "disabled" : state.rawValue }

  static func noMatch(_ filter: String) -> [String]? {
    [
      "No application matches \"\(filter)\".", "",
      "A part of a name or of a client id finds applications; owner:NAME finds those of a user, by username or e-mail.",
    ]
  }

  static func emptyText(_ desk: Desk) -> [String] {
    ["Nobody has registered an application yet.", "Each is registered by its owner, and appears here then."]
  }

  static let columns: [Column<ClientOverview, ApplicationOrder>] = [
    Column("NAME", order: .name) { row, _ in (row.client.profile.name.text, .text) },
    Column("TYPE", width: 4, fromWidth: 30) { row, _ in
      (row.client.profile.type == .confidential ? "conf" : "publ", .muted)
    },
    Column("OWNER", width: 14, fromWidth: 50) { row, _ in (row.owner.label, .text) },
    Column("STATE", width: 10) { row, _ in ClientWording.state(row) },
    Column("USERS", width: 6, fromWidth: 76) { row, _ in (ClientWording.count(row.users), .text) },
    Column("TOKENS", width: 6, fromWidth: 76) { row, _ in (ClientWording.count(row.tokens), .text) },
    Column("LAST USED", order: .lastUsed, width: 13, fromWidth: 92) { row, desk in
      (RelativeTime.past(row.client.lastUsedAt, now: desk.now), .text)
    },
    Column("CREATED", order: .created, width: 10, fromWidth: 104) { row, _ in
      (CalendarDay(containing: row.client.createdAt).description, .text)
    },
  ]

  nonisolated static func noteOpening(_ account: Account) throws(AccountError) {
    try account.administration().noteOpening(of: "applications of all", as: .applicationView)
  }

  nonisolated static func page(
    _ account: Account, _ query: ListQuery<ApplicationOrder>, _ anchor: Anchor, _ limit: Int
  ) throws(AccountError) -> [Entry<ClientOverview>] {
    try account.administration().applications(query, at: anchor, limit: limit)
  }

  nonisolated static func count(
    _ account: Account, _ query: ListQuery<ApplicationOrder>, _ place: Cursor?
  ) throws(AccountError) -> Int { try account.administration().countApplications(query, before: place) }

  nonisolated static func again(_ account: Account, _ row: ClientOverview) throws(AccountError) -> ClientOverview {
    try account.administration().application(row.client.clientID)
  }

  nonisolated static func name(of row: ClientOverview) -> String { row.client.profile.name.text }

  static func copyable(_ row: ClientOverview) -> (text: String, what: String) {
    (row.client.clientID.text, "client id")
  }

  nonisolated static var exportHeader: [String] {
    [
      "client_id", "name", "owner", "owner_email", "description", "website", "redirect_uris", "type", "disabled_at",
      "created_at", "last_used_at",
    ]
  }

  nonisolated static func exportRow(_ row: ClientOverview) -> [ExportValue] {
    let (client, profile) = (row.client, row.client.profile)
    return [
      .text(client.clientID.text), .text(profile.name.text), .text(row.owner.label), .text(row.owner.email.text),
      .text(profile.description), .text(profile.website.text), .texts(profile.redirectURIs.map(\.text)),
      .text(profile.type.rawValue), .moment(client.disabledAt), .moment(client.createdAt), .moment(client.lastUsedAt),
    ]
  }

  nonisolated static func exported(_ account: Account, rows: Int) throws(AccountError) {
    try account.administration().noteExport(of: "applications of all", rows: rows)
  }

  static func offers(_ row: ClientOverview?, marked: [ClientOverview], _ desk: Desk) -> [Offer] {
    guard let row else { return [] }
    let name = "\"\(row.client.profile.name)\""
    let several =
      marked.isEmpty ? nil : "applications are changed one at a time; \(desk.key(for: .cancel)) takes marks away"
    return [Offer(.open, "open \(name)", hint: "open")] + ClientWording.offers(row.client, name, off: several)
  }

  static func perform(
    _ action: Action, _ row: ClientOverview?, marked: [ClientOverview], _ context: inout Context
  ) {
    guard let row else { return }
    let id = row.client.clientID
    if action == .open {
      let opened = context.attempt { (account: Account) throws(AccountError) in
        try account.administration().openApplication(id)
      }
      if let opened { context.ask(.visit(opened.account, ApplicationPage(opened.client))) }
      return
    }
    let owner = context.attempt { (account: Account) throws(AccountError) in
      try account.administration().owner(of: id)
    }
    guard let owner else { return }
    switch action {
    case .lock: ClientWording.locking(of: row.client, owner, &context)
    case .transfer: ClientWording.transfer(of: row.client, owner, &context, leavingPage: false)
    default: break
    }
  }

  static func listWidth(in width: Int) -> Int? {
    width >= 116 ? max(70, min(100, width * 3 / 5)) : nil
  }

  static func detail(of row: ClientOverview, width: Int, _ desk: Desk) -> [DetailLine] {
    var lines = [DetailLine.wide(row.client.profile.name.text, role: .title)]
    lines += DetailLine.wrapped(row.client.profile.description, to: width).prefix(4)
    lines.append(DetailLine())
    lines += ClientWording.ownerLines(row)
    let (state, role) = ClientWording.state(row)
    lines.append(DetailLine("State", state, role: role))
    lines += DetailLine("Client ID", row.client.clientID.text).rows(labelWidth: 11, width: width)
    lines += ApplicationWording.secretLines(row.client, now: desk.now)
    lines.append(DetailLine("Website", row.client.profile.website.text, role: .link))
    for (index, uri) in row.client.profile.redirectURIs.prefix(4).enumerated() {
      lines.append(DetailLine(index == 0 ? "Redirects" : "", uri.text))
    }
    lines.append(DetailLine())
    lines.append(DetailLine("Users", ClientWording.count(row.users)))
    lines.append(DetailLine("Tokens", "\(ClientWording.count(row.tokens)) live"))
    lines.append(DetailLine("Last used", RelativeTime.past(row.client.lastUsedAt, now: desk.now)))
    lines.append(DetailLine("Created", CalendarDay(containing: row.client.createdAt).description))
    return lines
  }
}
