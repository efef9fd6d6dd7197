import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// What screens say to administrators about everybody's tokens.
@MainActor
enum AllTokenWording {
  /// "#1204": what a token is called that has no name.
  static func number(_ token: IssuedToken) -> String { "#\(token.id.rawValue)" }

  /// Who holds it: the application, or the name of a personal token.
  static func holder(_ token: IssuedToken) -> String { token.client?.name.text ?? token.name?.text ?? "-" }

  /// When it ends, with a sign for what does not work any more and for a personal one that is about to end. Access tokens
  /// are always about to end, and refresh tokens are changed on the way.
  static func state(_ token: IssuedToken, now: Date) -> (String, Role) {
    if token.spentAt != nil { return ("x spent", .badgeDanger) }
    let (text, role) = TokenWording.expiry(token.expiresAt, now: now)
    if role == .badgeDanger { return (text, role) }
    if token.isShutOut { return ("x disabled", .badgeDanger) }
    guard token.kind != .personal, role == .badgeWarn, let end = token.expiresAt else { return (text, role) }
    return (RelativeTime.future(end, now: now), .text)
  }

  /// `Personal token "laptop" of ada`, `Access token #12 of "Zenodo uploader" for ada`.
  static func title(_ token: IssuedToken) -> String {
    let name = token.name.map { "\"\($0)\"" } ?? number(token)
    let holder = token.client.map { " of \"\($0.name)\"" } ?? ""
    let user = token.user.map { (token.client == nil ? " of " : " for ") + $0.label } ?? ""
    return "\(token.kind.rawValue) token \(name)\(holder)\(user)"
  }

  /// Asks whether tokens shall be revoked, and says what ends with them.
  static func revocation(of tokens: [IssuedToken], _ context: inout Context, leavingPage: Bool) {
    guard let first = tokens.first else { return }
    var lines: [String]
    if tokens.count == 1 {
      let count = context.attempt { (account: Account) throws(AccountError) in
        try account.administration().countTokens(endingWith: first)
      }
      guard let count else { return }
      lines = ["Revoke \(title(first))?"] + effect(of: first, ending: count)
    } else {
      lines = [
        "Revoke \(Counting.of(tokens.count, "token"))?",
        "Whatever uses one stops working at once, and with a refresh token its whole family. This cannot be undone.",
      ]
    }
    context.ask(
      .present(
        ConfirmDialog(title: tokens.count == 1 ? "Revoke token" : "Revoke tokens", lines: lines, verb: "Revoke") {
          _, context in
          let ended = context.attempt { (account: Account) throws(AccountError) in
            try account.administration().revoke(tokens)
          }
          guard let ended else { return }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          let what = tokens.count == 1 ? title(first) : Counting.of(tokens.count, "token")
          context.say(.ok("Revoked \(what); \(Counting.of(ended, "token")) ended."))
        }))
  }

  private static func effect(of token: IssuedToken, ending count: Int) -> [String] {
    switch token.kind {
    case .personal:
      return [count == 0 ? "It has expired already." : "Whatever uses it stops working at once. This cannot be undone."]
    case .access:
      let way =
        token.user == nil
        ? "The application gets another by its secret, unless it is disabled."
        : "The application gets another by its refresh token, if it has one: revoke that instead."
      return [count == 0 ? "It has expired already." : "It stops working at once.", way]
    case .refresh:
      let live =
        switch count {
        case 0: "none of which works any more."
        case 1: "1 live token stops working at once."
        default: "\(Counting.grouped(count)) live tokens stop working at once."
        }
      return ["Its whole family ends: \(live)", "What the user granted stays: the application can ask again."]
    }
  }
}
