import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One personal token: what it may do, since when, until when.
struct TokenPage: Page {
  let id = Pages.next()
  let tab: Tab? = .tokens
  private var token: PersonalToken
  private var values = ValueLines()

  init(_ token: PersonalToken) {
    self.token = token
  }

  var crumbs: [String] { [token.name.text] }

  mutating func refresh(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      token = try account.personalToken(token.id)
    } catch {
      guard case .notFound = error else { return context.fail(error) }
      context.ask(.close(id))
      context.say(.warning("\"\(token.name)\" is gone; it was removed elsewhere."))
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.edit, "edit the token", hint: "edit", off: desk.ownersOnly),
      Offer(.delete, "revoke the token", hint: "revoke"),
      Offer(.copy, "copy the value under the cursor", hint: "copy"), Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let lines = lines(context.desk)
    if values.perform(action, lines) { return }
    switch action {
    case .edit: context.ask(.push(TokenForm(editing: token, context.desk)))
    case .delete: TokenWording.revocation(of: [token], &context, leavingPage: true)
    case .copy:
      guard let line = values.current(lines), let text = line.copies else {
        return context.say(.note("There is nothing to copy under the cursor."))
      }
      context.ask(.outside(.copy(text, what: line.label.isEmpty ? "value" : line.label.lowercased())))
    case .cancel, .back: context.ask(.pop)
    default: break
    }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    values.point(event)
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    values.draw(lines(desk), labelWidth: 12, on: &canvas, in: rect)
  }

  private func lines(_ desk: Desk) -> [DetailLine] {
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
