import Accounts
import FoundationEssentials
import Model
import Storage
import TerminalUI

/// The questions before an administrator changes somebody's account: each says what it cuts off.
@MainActor
enum UserQuestions {
  /// Where counts stop.
  private static let cap = 10_000

  static func disabling(_ user: User, _ context: inout Context) {
    guard let holdings = holdings(of: user, &context) else { return }
    let lines =
      ["Disable \(user.email)?", stops(tokens(holdings) + own(holdings), holdings)]
      + warning(user, "you are out at once", context.desk)
      + ["All but the browser sessions works again once the account is enabled."]
    ask("Disable user", lines, verb: "Disable", &context) { context in
      finish("Disabled \(user.email).", &context) { (administration: Administration) throws(AccountError) in
        try administration.disable(user)
      }
    }
  }

  static func enabling(_ user: User, _ context: inout Context) {
    guard let holdings = holdings(of: user, &context) else { return }
    let parts = tokens(holdings) + own(holdings)
    let works = parts.isEmpty ? "" : " \(Counting.list(parts)) work again."
    ask("Enable user", ["Enable \(user.email)?", "They can sign in again.\(works)"], verb: "Enable", &context) {
      context in
      finish("Enabled \(user.email).", &context) { (administration: Administration) throws(AccountError) in
        try administration.enable(user)
      }
    }
  }

  static func role(of user: User, _ context: inout Context) {
    guard user.role == .administrator else {
      let lines = [
        "Make \(user.email) an administrator?",
        "They can then see and change the accounts of all, those of administrators too.",
      ]
      return ask("Promote user", lines, verb: "Promote", &context) { context in
        finish("\(user.email) is an administrator now.", &context) {
          (administration: Administration) throws(AccountError) in
          try administration.setRole(.administrator, of: user)
        }
      }
    }
    let lines =
      ["Make \(user.email) a user again?", "They keep what is theirs, and see nothing of others any more."]
      + warning(user, "you leave these screens at once", context.desk)
    ask("Demote administrator", lines, verb: "Demote", &context) { context in
      finish("\(user.email) is no administrator now.", &context) {
        (administration: Administration) throws(AccountError) in
        try administration.setRole(.user, of: user)
      }
    }
  }

  static func signOut(of user: User, _ context: inout Context) {
    guard let holdings = holdings(of: user, &context) else { return }
    guard holdings.sessions > 0 else {
      return context.say(.note("\(user.email) is signed in with no browser."))
    }
    let lines = [
      "Sign \(user.email) out everywhere?",
      "\(Counting.of(holdings.sessions, "browser session")) \(holdings.sessions == 1 ? "ends" : "end") at once. "
        + "Tokens go on, and so do account managers that are open.",
    ]
    ask("Sign out everywhere", lines, verb: "Sign out", &context) { context in
      let ended = context.administrate { (administration: Administration) throws(AccountError) in
        try administration.endSessions(of: user)
      }
      guard let ended else { return }
      context.say(.ok("Signed \(user.email) out; \(Counting.of(ended, "browser session")) ended."))
      context.ask(.refresh)
    }
  }

  static func revocation(of user: User, _ context: inout Context) {
    guard let holdings = holdings(of: user, &context) else { return }
    guard holdings.tokens + holdings.grants > 0 else {
      return context.say(.note("\(user.email) has no token, and has let no application in."))
    }
    let grants =
      switch holdings.grants {
      case 0: ""
      case 1: " The application that they let in must ask again."
      default: " The \(Counting.of(holdings.grants, "application", cap: cap)) that they let in must ask again."
      }
    let lines = [
      "Revoke every token of \(user.email)?", stops(tokens(holdings), nil) + grants, "This cannot be undone.",
    ]
    ask("Revoke all tokens", lines, verb: "Revoke", &context) { context in
      let ended = context.administrate { (administration: Administration) throws(AccountError) in
        try administration.revokeTokens(of: user)
      }
      guard let ended else { return }
      context.say(.ok("Revoked \(Counting.of(ended, "token")) of \(user.email)."))
      context.ask(.refresh)
    }
  }

  /// Asks for the e-mail address, so that nobody is deleted by a slip of the finger.
  static func deletion(of user: User, _ context: inout Context, leavingPage: Bool) {
    guard let holdings = holdings(of: user, &context) else { return }
    let lines =
      ["Delete \(user.email)? This cannot be undone.", stops(tokens(holdings) + own(holdings), holdings)]
      + warning(user, "you are out at once", context.desk)
    ask("Delete user", lines, verb: "Delete", demand: .address(user.email.text), &context) { context in
      let done: Void? = context.administrate { (administration: Administration) throws(AccountError) in
        try administration.delete(user)
      }
      guard done != nil else { return }
      if leavingPage { context.ask(.pop) }
      context.say(.ok("Deleted \(user.email)."))
      context.ask(.refresh)
    }
  }

  // MARK: What is cut off

  /// What a new password ends, in a sentence.
  static func password(_ holdings: Holdings) -> String {
    guard holdings.sessions > 0 else { return "They are signed in with no browser." }
    let ends = holdings.sessions == 1 ? "ends" : "end"
    return "\(Counting.of(holdings.sessions, "browser session")) \(ends) at once. Personal tokens go on."
  }

  /// Tokens that act as the user.
  private static func tokens(_ holdings: Holdings) -> [String] {
    var parts: [String] = []
    if holdings.personalTokens > 0 { parts.append(Counting.of(holdings.personalTokens, "personal token", cap: cap)) }
    if holdings.internalTokens > 0 {
      parts.append(Counting.of(holdings.internalTokens, "internal token", cap: cap))
    }
    if holdings.heldTokens > 0 {
      parts.append(Counting.of(holdings.heldTokens, "token", cap: cap) + " of applications")
    }
    return parts
  }

  /// The user's applications, and whom these serve.
  private static func own(_ holdings: Holdings) -> [String] {
    guard holdings.applications > 0 else { return [] }
    let applications = Counting.of(holdings.applications, "application", cap: cap) + " of their own"
    guard holdings.people + holdings.foreignTokens > 0 else { return [applications] }
    let people = Counting.of(holdings.people, "user", cap: cap)
    return ["\(applications) (\(people), \(Counting.of(holdings.foreignTokens, "token", cap: cap)))"]
  }

  /// - Parameter holdings: whose browser sessions end too, if they do.
  private static func stops(_ parts: [String], _ holdings: Holdings?) -> String {
    let sessions = holdings.map(\.sessions) ?? 0
    let all = (sessions > 0 ? [Counting.of(sessions, "browser session")] : []) + parts
    return all.isEmpty
      ? "Nothing stops working: no token of theirs is live." : "Cut off at once: \(Counting.list(all))."
  }

  /// What happens to an administrator who does it to themselves.
  private static func warning(_ user: User, _ what: String, _ desk: Desk) -> [String] {
    user.id == desk.account?.user.id ? ["It is your own account: \(what)."] : []
  }

  private static func holdings(of user: User, _ context: inout Context) -> Holdings? {
    context.administrate { (administration: Administration) throws(AccountError) in
      try administration.holdings(of: user, cap: cap)
    }
  }

  private static func ask(
    _ title: String, _ lines: [String], verb: String, demand: ConfirmDialog.Demand = .nothing,
    _ context: inout Context, confirmed: @escaping (inout Context) -> Void
  ) {
    context.ask(
      .present(
        ConfirmDialog(title: title, lines: lines, verb: verb, demand: demand) { _, context in confirmed(&context) }))
  }

  /// Does it, says so, and lets all pages follow: whoever did it to themselves is led away then.
  private static func finish(
    _ sentence: String, _ context: inout Context, _ useCase: (Administration) throws(AccountError) -> Void
  ) {
    let done: Void? = context.administrate(useCase)
    guard done != nil else { return }
    context.say(.ok(sentence))
    context.ask(.refresh)
  }
}
