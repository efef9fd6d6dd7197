import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One key that opens the account over SSH.
struct SSHKeyPage: ValuePage {
  let id = Pages.next()
  private var key: SSHKey
  var values = ValueLines()

  init(_ key: SSHKey) {
    self.key = key
  }

  var crumbs: [String] { ["Account", key.name.text] }

  mutating func refresh(_ context: inout Context) {
    context.reread(id, orSay: "\"\(key.name)\" is gone; it was removed elsewhere.") {
      (account: Account) throws(AccountError) in
      key = try account.sshKey(key.id)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "remove the key", hint: "remove"), Offer(.copy, "copy the value under the cursor", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    guard action == .delete else { return false }
    SSHKeyWording.remove(key, &context, leavingPage: true)
    return true
  }

  func labelWidth(_ desk: Desk) -> Int { 13 }

  func lines(_ desk: Desk) -> [DetailLine] {
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
