import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// What screens say about applications, wherever they say it.
@MainActor
enum ApplicationWording {
  /// A secret as it is shown after the first time: its prefix and its last four characters.
  static func masked(_ secret: ClientSecret) -> String {
    "pss_" + String(repeating: "*", count: 16) + secret.lastFour
  }

  /// The page that shows a new secret.
  static func shownOnce(_ secret: MachineSecret, of client: Client, _ desk: Desk) -> ShownOncePage {
    var details = [DetailLine("Client ID", client.clientID.text)]
    if let old = client.secrets.first(where: { $0.expiresAt != nil }), let end = old.expiresAt {
      details.append(DetailLine("Old secret", "ends with \(old.lastFour), works until \(end.rfc3339)"))
    }
    return ShownOncePage(
      tab: .applications, title: "Client secret of \"\(client.profile.name)\"", secret: secret.text,
      warnings: [
        "Copy it now: it cannot be shown again.", "Do not share it: whoever has it can act as the application.",
      ],
      details: details, fileName: "postern-secret")
  }

  /// What a deletion or a reset cuts off, in a sentence.
  static func cutOff(_ impact: Impact) -> String {
    if impact.users == 0, impact.tokens == 0 { return "Nobody uses it: no token stops working." }
    return "\(Counting.of(impact.users, "user")) let it in; \(Counting.of(impact.tokens, "token")) "
      + (impact.tokens == 1 ? "stops working at once." : "stop working at once.")
  }

  /// Who looks after secrets: the lines of a detail about them.
  static func secretLines(_ client: Client, now: Date) -> [DetailLine] {
    guard client.profile.type == .confidential else {
      return [DetailLine("Secret", "none: a public client", role: .muted)]
    }
    return client.secrets.enumerated().map { index, secret in
      var text = masked(secret)
      if let end = secret.expiresAt { text += "  ends \(RelativeTime.future(end, now: now))" }
      return DetailLine(index == 0 ? "Secret" : "Old secret", text, role: .secret)
    }
  }

  /// Since when an application is disabled, and who can change that; nothing for one that is active.
  static func stateLines(_ client: Client, _ desk: Desk) -> [DetailLine] {
    guard let since = client.disabledAt else { return [] }
    let who =
      desk.account?.isOwn == false
      ? "\(desk.key(for: .lock)) enables it" : "only an administrator can enable it; ask one"
    return [
      DetailLine("State", "x disabled since \(since.rfc3339)", role: .badgeDanger),
      DetailLine("", "Its secrets and tokens are refused: \(who).", role: .muted),
    ]
  }

  /// Asks whether an application shall be deleted; its name must be typed.
  static func deletion(of client: Client, _ context: inout Context, leavingPage: Bool) {
    let impact = context.attempt { (account: Account) throws(AccountError) in
      try account.impact(ofApplication: client.clientID)
    }
    guard let impact else { return }
    let name = client.profile.name.text
    context.ask(
      .present(
        ConfirmDialog(
          title: "Delete application", lines: ["Delete \"\(name)\"? This cannot be undone.", cutOff(impact)],
          verb: "Delete", demand: .name(name)
        ) { _, context in
          let done = context.attempt { (account: Account) throws(AccountError) in
            try account.deleteApplication(client.clientID)
          }
          guard done != nil else { return }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          context.say(.ok("Deleted \"\(name)\"."))
        }))
  }

  /// Asks how the secret shall be reset.
  static func reset(of client: Client, _ context: inout Context) {
    let name = client.profile.name.text
    let ways = ["The old secret ends now", "It works for 1 more day", "It works for 7 more days"]
    context.ask(
      .present(
        ConfirmDialog(
          title: "Reset client secret",
          lines: [
            "Make a new secret for \"\(name)\"?",
            "Whatever uses the old one must be given the new one."
              + (client.secrets.count > 1 ? " A secret that was kept earlier ends now." : ""),
          ], verb: "Reset", demand: .choice(ways)
        ) { chosen, context in
          let registration = context.attempt { (account: Account) throws(AccountError) in
            try account.resetSecret(of: client.clientID, keeping: OldSecret.allCases[chosen])
          }
          guard let registration, let secret = registration.secret else { return }
          context.ask(.refresh)
          context.say(.ok("The secret of \"\(name)\" was reset."))
          context.ask(.push(shownOnce(secret, of: registration.client, context.desk)))
        }))
  }

  /// When a secret was used last, and made.
  static func life(of secret: ClientSecret, now: Date) -> String {
    let use = secret.lastUsedAt.map { "used \(RelativeTime.past($0, now: now))" } ?? "never used"
    return "\(use), made \(CalendarDay(containing: secret.createdAt))"
  }

  /// Asks which of two secrets shall end; the old one is meant first.
  static func ending(of client: Client, _ context: inout Context) {
    let name = client.profile.name.text
    let secrets = client.secrets.sorted { ($0.expiresAt != nil ? 0 : 1) < ($1.expiresAt != nil ? 0 : 1) }
    let now = context.desk.now
    let ways = secrets.map { "\($0.lastFour), \(life(of: $0, now: now))" }
    context.ask(
      .present(
        ConfirmDialog(
          title: "End a client secret",
          lines: [
            "Which secret of \"\(name)\" ends?",
            "Whatever uses it is refused at once. The other one stays, without an end.",
          ], verb: "End", demand: .choice(ways)
        ) { chosen, context in
          let secret = secrets[chosen]
          let done = context.attempt { (account: Account) throws(AccountError) in
            try account.endSecret(secret.id, of: client.clientID)
          }
          guard done != nil else { return }
          context.ask(.refresh)
          context.say(.ok("Ended the secret \(secret.lastFour) of \"\(name)\"."))
        }))
  }

  /// Asks whether every token of an application shall be revoked.
  static func revocation(of client: Client, _ context: inout Context) {
    let impact = context.attempt { (account: Account) throws(AccountError) in
      try account.impact(ofApplication: client.clientID)
    }
    guard let impact else { return }
    let name = client.profile.name.text
    context.ask(
      .present(
        ConfirmDialog(
          title: "Revoke all tokens",
          lines: [
            "Revoke every token of \"\(name)\"?", cutOff(impact), "Users need not let it in again.",
          ], verb: "Revoke"
        ) { _, context in
          let count = context.attempt { (account: Account) throws(AccountError) in
            try account.revokeTokens(ofApplication: client.clientID)
          }
          guard let count else { return }
          context.ask(.refresh)
          context.say(.ok("Revoked \(Counting.of(count, "token")) of \"\(name)\"."))
        }))
  }
}
