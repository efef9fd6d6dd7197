import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// What screens say about personal tokens, wherever they say it.
@MainActor
enum TokenWording {
  /// "deposit:write +2": as many scopes as fit, and how many more there are.
  static func scopes(_ ids: [String], width: Int) -> String {
    guard let first = ids.first else { return "none" }
    var text = first
    for (index, id) in ids.enumerated().dropFirst() {
      let rest = ids.count - index - 1
      let longer = text + " " + id
      guard longer.count + (rest > 0 ? 3 : 0) <= width else { return text + " +\(rest + 1)" }
      text = longer
    }
    return text
  }

  /// When a token ends, with a sign for what needs a look: `x expired`, `! in 6 days`.
  static func expiry(_ token: PersonalToken, now: Date) -> (String, Role) { expiry(token.expiresAt, now: now) }

  /// The same of a moment.
  static func expiry(_ end: Date?, now: Date) -> (String, Role) {
    guard let end else { return ("no expiry", .muted) }
    if end <= now { return ("x expired", .badgeDanger) }
    if end.timeIntervalSince(now) < 7 * 86_400 { return ("! " + RelativeTime.future(end, now: now), .badgeWarn) }
    return (CalendarDay(containing: end).description, .text)
  }

  /// The granted scopes' help texts, grouped.
  static func permissions(_ ids: [String], _ desk: Desk, width: Int) -> [DetailLine] {
    guard !ids.isEmpty, let scopes = desk.account?.scopes else {
      return [.wide("No permissions granted.", role: .muted)]
    }
    return scopes.grouped(ids).flatMap { group, scopes in
      [DetailLine.wide("  " + group, role: .title)]
        + scopes.flatMap { scope -> [DetailLine] in
          TextWidth.wrapped("\(scope.help) (\(scope.id))", to: width - 6).enumerated().map { index, line in
            .wide((index == 0 ? "    - " : "      ") + line)
          }
        }
    }
  }

  /// Asks whether tokens shall be revoked.
  static func revocation(of tokens: [PersonalToken], _ context: inout Context, leavingPage: Bool) {
    guard let first = tokens.first else { return }
    let live = tokens.count { $0.isLive(at: context.desk.now) }
    let question =
      tokens.count == 1 ? "Revoke token \"\(first.name)\"?" : "Revoke \(Counting.of(tokens.count, "token"))?"
    let names = tokens.prefix(5).map(\.name.text).joined(separator: ", ") + (tokens.count > 5 ? ", ..." : "")
    let effect =
      switch live {
      case 0: tokens.count == 1 ? "It has expired already: nothing stops working." : "They have all expired already."
      case 1: "Whatever uses it stops working at once. This cannot be undone."
      default: "Whatever uses the \(Counting.grouped(live)) live ones stops working at once. This cannot be undone."
      }
    context.ask(
      .present(
        ConfirmDialog(
          title: tokens.count == 1 ? "Revoke token" : "Revoke tokens",
          lines: tokens.count == 1 ? [question, effect] : [question, names, effect], verb: "Revoke"
        ) { _, context in
          let done: Void? = context.attempt { (account: Account) throws(AccountError) in
            try account.revokeTokens(tokens)
          }
          guard done != nil else { return }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          context.say(
            .ok(tokens.count == 1 ? "Revoked \"\(first.name)\"." : "Revoked \(Counting.of(tokens.count, "token"))."))
        }))
  }

  /// Asks whether every expired token shall go: those that are expired now, in pages, so that a long list is no trouble.
  static func revokeExpired(_ context: inout Context) {
    let query = ListQuery(order: TokenOrder.expires, state: .expired, now: context.desk.now)
    let count = context.attempt { (account: Account) throws(AccountError) in try account.countPersonalTokens(query) }
    guard let count else { return }
    guard count > 0 else { return context.say(.note("No token has expired.")) }
    context.ask(
      .present(
        ConfirmDialog(
          title: "Revoke expired tokens",
          lines: ["Revoke \(Counting.of(count, "expired token"))?", "They no longer work anyway."], verb: "Revoke"
        ) { _, context in
          let done: Void? = context.attempt { (account: Account) throws(AccountError) in
            while true {
              let rows = try account.personalTokens(query, at: .start, limit: 500).map(\.row)
              guard !rows.isEmpty else { return }
              try account.revokeTokens(rows)
            }
          }
          context.ask(.refresh)
          if done != nil { context.say(.ok("Revoked \(Counting.of(count, "expired token")).")) }
        }))
  }
}
