import Accounts
import Model
import TerminalUI

/// What screens say about SSH keys, wherever they say it.
@MainActor
enum SSHKeyWording {
  /// The kind of a key in a word or two: "ed25519", "ecdsa nistp256", "sk-ed25519".
  static func kind(of key: SSHKey) -> String {
    key.kind.replacing("@openssh.com", with: "").replacing("ecdsa-sha2-", with: "ecdsa ").replacing("ssh-", with: "")
  }

  /// Asks whether a key shall be removed.
  static func remove(_ key: SSHKey, _ context: inout Context, leavingPage: Bool) {
    let used = RelativeTime.past(key.lastUsedAt, now: context.desk.now)
    context.ask(
      .present(
        ConfirmDialog(
          title: "Remove key",
          lines: [
            "Remove the key \"\(key.name)\", last used \(used)?",
            "It opens this account no more. Whoever is in by it is out at their next key.",
          ], verb: "Remove"
        ) { _, context in
          let done: Void? = context.attempt { (account: Account) throws(AccountError) in
            try account.removeSSHKey(key)
          }
          guard done != nil else { return context.ask(.refresh) }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          context.say(.ok("Removed the key \"\(key.name)\"."))
        }))
  }
}
