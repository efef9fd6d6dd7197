import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// One application: its values, each to be copied, and how to use them with the OAuth 2.0 endpoints.
struct ApplicationPage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .applications
  private var client: Client
  private var impact: Impact?
  var values = ValueLines()

  init(_ client: Client) {
    self.client = client
  }

  var crumbs: [String] { [client.profile.name.text] }

  mutating func appear(_ context: inout Context) {
    read(&context)
  }

  mutating func refresh(_ context: inout Context) {
    read(&context)
  }

  private mutating func read(_ context: inout Context) {
    context.reread(id, orSay: "\"\(client.profile.name)\" is gone; it was removed elsewhere.") {
      (account: Account) throws(AccountError) in
      client = try account.application(client.clientID)
      impact = try account.impact(ofApplication: client.clientID, cap: 10_000)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    let isPublic = client.profile.type == .public
    let none = isPublic ? "a public client has no secret" : nil
    let single = "it is the only secret; \(desk.key(for: .resetSecret)) makes a new one"
    // Beside an owner stands somebody who may do more than they.
    let stewardship = desk.account?.isOwn == false ? ClientWording.offers(client, "the application") : []
    return [
      Offer(.edit, "edit the application", hint: "edit"),
      Offer(.resetSecret, hint: "reset", off: none),
      Offer(.endSecret, hint: "end", off: client.secrets.count < 2 ? none ?? single : nil),
      Offer(.delete, "delete the application", hint: "delete"),
    ] + stewardship + [
      Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back),
      Offer(.cancel, "back"), Offer(.revokeAll, "revoke every token of the application"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    switch action {
    case .edit: context.ask(.push(ApplicationForm(editing: client)))
    case .resetSecret: ApplicationWording.reset(of: client, &context)
    case .endSecret: ApplicationWording.ending(of: client, &context)
    case .delete: ApplicationWording.deletion(of: client, &context, leavingPage: true)
    case .revokeAll: ApplicationWording.revocation(of: client, &context)
    case .lock: if let account = context.desk.account { ClientWording.locking(of: client, account, &context) }
    case .transfer:
      if let account = context.desk.account {
        ClientWording.transfer(of: client, account, &context, leavingPage: true)
      }
    default: return false
    }
    return true
  }

  func labelWidth(_ desk: Desk) -> Int { desk.size.width < 60 ? 12 : 15 }

  func lines(_ desk: Desk) -> [DetailLine] {
    let profile = client.profile
    let textWidth = max(20, desk.size.width - 4)
    var lines = desk.showsCrumbs ? [] : [DetailLine.wide(profile.name.text, role: .title)]
    lines += DetailLine.wrapped(profile.description, to: textWidth)
    lines.append(DetailLine("Type", profile.type == .confidential ? "confidential" : "public"))
    lines += ApplicationWording.stateLines(client, desk)
    lines.append(DetailLine("Client ID", client.clientID.text, copies: client.clientID.text))
    lines += secrets(desk)
    lines.append(DetailLine("Website", profile.website.text, role: .link, copies: profile.website.text))
    let redirects = desk.size.width < 60 ? "Redirects" : "Redirect URIs"
    for (index, uri) in profile.redirectURIs.enumerated() {
      lines.append(DetailLine(index == 0 ? redirects : "", uri.text, copies: uri.text))
    }
    lines += use(desk)
    lines.append(DetailLine())
    return lines + Endpoints.lines(for: client, issuer: desk.issuer, width: desk.size.width)
  }

  private func use(_ desk: Desk) -> [DetailLine] {
    var lines = [DetailLine()]
    if let impact {
      let users = impact.users >= 10_000 ? "10,000 users or more" : Counting.of(impact.users, "user")
      let tokens = impact.tokens >= 10_000 ? "10,000 tokens or more" : Counting.of(impact.tokens, "live token")
      lines.append(DetailLine("Granted by", impact.users + impact.tokens == 0 ? "nobody yet" : "\(users), \(tokens)"))
    }
    lines.append(DetailLine("Last used", RelativeTime.past(client.lastUsedAt, now: desk.now)))
    lines.append(DetailLine("Created", CalendarDay(containing: client.createdAt).description))
    return lines
  }

  /// Each secret with what tells whether it is still needed.
  private func secrets(_ desk: Desk) -> [DetailLine] {
    let lines = ApplicationWording.secretLines(client, now: desk.now)
    guard client.profile.type == .confidential else { return lines }
    let life = client.secrets.map {
      DetailLine("", ApplicationWording.life(of: $0, now: desk.now), role: .muted)
    }
    let reset = "\(desk.key(for: .resetSecret)) makes a new one"
    let advice = client.secrets.count < 2 ? reset : "\(reset), \(desk.key(for: .endSecret)) ends one"
    return zip(lines, life).flatMap { [$0, $1] } + [DetailLine("", "Never share it. \(advice).", role: .muted)]
  }
}
