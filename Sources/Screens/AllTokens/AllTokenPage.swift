import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One of everybody's tokens: all that is known of it, and the way to end it.
struct AllTokenPage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .clients
  private var token: IssuedToken
  var values = ValueLines()

  init(_ token: IssuedToken) {
    self.token = token
  }

  var crumbs: [String] { AllTokenList.crumbs + [AllTokenWording.number(token)] }

  mutating func refresh(_ context: inout Context) {
    context.reread(id, orSay: "Token \(AllTokenWording.number(token)) is gone; it was removed elsewhere.") {
      (account: Account) throws(AccountError) in
      token = try account.administration().token(token.id)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "revoke the token", hint: "revoke"),
      Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    guard action == .delete else { return false }
    AllTokenWording.revocation(of: [token], &context, leavingPage: true)
    return true
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    let number = String(token.id.rawValue)
    var lines = [
      DetailLine("Number", number, copies: number),
      DetailLine("Type", token.kind.rawValue + (token.isInternal ? ", internal: for this house's own use" : "")),
      DetailLine("Token", prefix + String(repeating: "*", count: 16) + token.lastFour, role: .secret),
    ]
    if let name = token.name { lines.append(DetailLine("Name", name.text, copies: name.text)) }
    if let client = token.client {
      lines.append(DetailLine("Client", client.name.text))
      lines.append(DetailLine("", client.clientID.text, role: .muted, copies: client.clientID.text))
    }
    lines += people
    lines.append(DetailLine())
    lines += times(desk)
    lines += [DetailLine(), DetailLine.wide("It can")]
    return lines + TokenWording.permissions(token.scopes, desk, width: desk.size.width - 4)
  }

  private var people: [DetailLine] {
    guard let user = token.user else {
      return [DetailLine("User", "none: the application acts for itself", role: .muted)]
    }
    return [
      DetailLine("User", user.label),
      DetailLine("", user.email.text, role: .muted, copies: user.email.text),
    ]
  }

  private func times(_ desk: Desk) -> [DetailLine] {
    let (state, role) = AllTokenWording.state(token, now: desk.now)
    var lines = [DetailLine("Created", token.createdAt.rfc3339)]
    lines.append(DetailLine("Expires", token.expiresAt?.rfc3339 ?? "never"))
    if let spent = token.spentAt { lines.append(DetailLine("Spent", spent.rfc3339)) }
    lines.append(DetailLine("Last used", RelativeTime.past(token.lastUsedAt, now: desk.now)))
    lines.append(DetailLine("State", token.isLive(at: desk.now) ? "live, \(state)" : state, role: role))
    if let reason { lines.append(DetailLine("", reason, role: .muted)) }
    return lines
  }

  /// Why it does not work although its time is not over.
  private var reason: String? {
    if token.spentAt != nil { return "It was changed for the next one; whoever uses it again ends the whole family." }
    if token.user?.isActive == false { return "The account of its user is disabled." }
    return token.isClientDisabled ? "Its application, or the owner of that, is disabled." : nil
  }

  private var prefix: String {
    switch token.kind {
    case .access: "pst_"
    case .refresh: "psr_"
    case .personal: "psp_"
    }
  }
}
