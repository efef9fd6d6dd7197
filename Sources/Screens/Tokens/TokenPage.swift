import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One personal token: what it may do, since when, until when.
struct TokenPage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .tokens
  private var token: PersonalToken
  var values = ValueLines()

  init(_ token: PersonalToken) {
    self.token = token
  }

  var crumbs: [String] { [token.name.text] }

  mutating func refresh(_ context: inout Context) {
    context.reread(id, orSay: "\"\(token.name)\" is gone; it was removed elsewhere.") {
      (account: Account) throws(AccountError) in
      token = try account.personalToken(token.id)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.edit, "edit the token", hint: "edit", off: desk.ownersOnly),
      Offer(.delete, "revoke the token", hint: "revoke"),
      Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    switch action {
    case .edit: context.ask(.push(TokenForm(editing: token, context.desk)))
    case .delete: TokenWording.revocation(of: [token], &context, leavingPage: true)
    default: return false
    }
    return true
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    let (expiry, role) = TokenWording.expiry(token, now: desk.now)
    let end = token.expiresAt.map { "\(expiry)  (\($0.rfc3339))" } ?? expiry
    var lines = [
      DetailLine("Name", token.name.text, copies: token.name.text),
      DetailLine("Token", "psp_" + String(repeating: "*", count: 16) + token.lastFour, role: .secret),
      DetailLine("", "A lost token cannot be shown again: revoke it, create another.", role: .muted),
      DetailLine(),
      DetailLine("Created", token.createdAt.rfc3339), DetailLine("Expires", end, role: role),
      DetailLine("Last used", RelativeTime.past(token.lastUsedAt, now: desk.now)),
      DetailLine(),
      DetailLine.wide("It can"),
    ]
    lines += TokenWording.permissions(token.scopes, desk, width: desk.size.width - 4)
    return lines
  }
}
