import Accounts
import Model
import Storage
import TerminalUI

/// What screens say to administrators about everybody's applications.
@MainActor
enum ClientWording {
  /// Whether an application works: neither it nor its owner may be disabled.
  static func state(_ row: ClientOverview) -> (String, Role) {
    if row.client.disabledAt != nil { return ("x disabled", .badgeDanger) }
    return row.owner.isActive ? ("active", .text) : ("! owner", .badgeWarn)
  }

  /// Who owns an application.
  static func ownerLines(_ row: ClientOverview) -> [DetailLine] {
    let owner = row.owner
    var lines = [DetailLine("Owner", owner.label)]
    if owner.username != nil { lines.append(DetailLine("", owner.email.text, role: .muted)) }
    if !owner.isActive { lines.append(DetailLine("", "! this account is disabled", role: .badgeWarn)) }
    return lines
  }

  /// "17"; "500+" where counting stopped.
  static func count(_ count: CappedCount) -> String { Counting.grouped(count.number) + (count.isWhole ? "" : "+") }

  /// What only administrators do with an application.
  static func offers(_ client: Client, _ name: String, off reason: String? = nil) -> [Offer] {
    let verb = client.disabledAt == nil ? "disable" : "enable"
    return [
      Offer(.lock, "\(verb) \(name)", hint: verb, off: reason),
      Offer(.transfer, "give \(name) to another owner", hint: "transfer", off: reason),
    ]
  }

  /// Asks whether an application shall be disabled, or enabled again.
  ///
  /// - Parameter account: its owner's.
  static func locking(of client: Client, _ account: Account, _ context: inout Context) {
    let impact = context.attempt { (_: Account) throws(AccountError) in
      try account.impact(ofApplication: client.clientID)
    }
    guard let impact else { return }
    let (name, owner) = (client.profile.name.text, account.user.label)
    let disables = client.disabledAt == nil
    let lines =
      disables
      ? [
        "Disable \"\(name)\" of \(owner)?", ApplicationWording.cutOff(impact),
        "Its secrets are refused, and nobody can let it in. Nothing is deleted: it can be enabled again.",
      ]
      : [
        "Enable \"\(name)\" of \(owner)?",
        "Its secrets work again, and so \(impact.tokens == 1 ? "does" : "do") \(Counting.of(impact.tokens, "token")).",
      ]
    context.ask(
      .present(
        ConfirmDialog(
          title: disables ? "Disable application" : "Enable application", lines: lines,
          verb: disables ? "Disable" : "Enable"
        ) { _, context in
          let done = context.attempt { (_: Account) throws(AccountError) in
            disables
              ? try account.disableApplication(client.clientID) : try account.enableApplication(client.clientID)
          }
          guard done != nil else { return }
          context.ask(.refresh)
          context.say(.ok("\(disables ? "Disabled" : "Enabled") \"\(name)\" of \(owner)."))
        }))
  }

  /// Opens the form that gives an application to another owner.
  ///
  /// - Parameter account: its owner's.
  static func transfer(of client: Client, _ account: Account, _ context: inout Context, leavingPage: Bool) {
    let impact = context.attempt { (_: Account) throws(AccountError) in
      try account.impact(ofApplication: client.clientID)
    }
    guard let impact else { return }
    context.ask(.push(TransferForm(client, of: account, impact: impact, leavesPage: leavingPage)))
  }
}
