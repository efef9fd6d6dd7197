import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One key that opens the account over SSH.
struct SSHKeyPage: Page {
  let id = Pages.next()
  private var key: SSHKey
  private var values = ValueLines()

  init(_ key: SSHKey) {
    self.key = key
  }

  var crumbs: [String] { ["Account", key.name.text] }

  mutating func refresh(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      key = try account.sshKey(key.id)
    } catch {
      guard case .notFound = error else { return context.fail(error) }
      context.ask(.close(id))
      context.say(.warning("\"\(key.name)\" is gone; it was removed elsewhere."))
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "remove the key", hint: "remove"), Offer(.copy, "copy the value under the cursor", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let lines = lines(context.desk)
    if values.perform(action, lines) { return }
    switch action {
    case .delete: SSHKeyWording.remove(key, &context, leavingPage: true)
    case .copy:
      guard let line = values.current(lines), let text = line.copies else {
        return context.say(.note("There is nothing to copy under the cursor."))
      }
      context.ask(.outside(.copy(text, what: line.label.lowercased())))
    case .cancel, .back: context.ask(.pop)
    default: break
    }
  }

  mutating func point(_ event: MouseEvent, _ context: inout Context) {
    values.point(event)
  }

  mutating func draw(on canvas: inout Canvas, in rect: Rect, _ desk: Desk) {
    values.draw(lines(desk), labelWidth: 13, on: &canvas, in: rect)
  }

  private func lines(_ desk: Desk) -> [DetailLine] {
    [
      DetailLine("Name", key.name.text, copies: key.name.text), DetailLine("Kind", SSHKeyWording.kind(of: key)),
      DetailLine("Fingerprint", key.fingerprint, copies: key.fingerprint),
      DetailLine("Public key", key.line, copies: key.line),
      DetailLine(),
      DetailLine("Added", key.createdAt.rfc3339),
      DetailLine("Last used", RelativeTime.past(key.lastUsedAt, now: desk.now)),
    ]
  }
}
