import Accounts
import Model
import TerminalUI

/// The questions before browser sessions end, wherever they are asked.
@MainActor
enum SessionWording {
  /// Asks whether one session shall end.
  static func end(_ session: BrowserSession, _ context: inout Context, leavingPage: Bool) {
    let browser = BrowserName.of(session.userAgent)
    let used = RelativeTime.past(session.lastSeenAt, now: context.desk.now)
    context.ask(
      .present(
        ConfirmDialog(
          title: "End session",
          lines: [
            "End the session of \(browser)?",
            "Signed in from \(session.address), last used \(used). It has to sign in again.",
          ], verb: "End"
        ) { _, context in
          let done: Void? = context.attempt { (account: Account) throws(AccountError) in
            try account.endBrowserSession(session)
          }
          guard done != nil else { return context.ask(.refresh) }
          if leavingPage { context.ask(.pop) }
          context.ask(.refresh)
          context.say(.ok("Ended the session of \(browser)."))
        }))
  }

  /// Asks whether every session shall end.
  static func endAll(_ count: Int, _ context: inout Context) {
    let ends = count == 1 ? "1 browser session ends" : "\(Counting.grouped(count)) browser sessions end"
    context.ask(
      .present(
        ConfirmDialog(
          title: "Sign out everywhere",
          lines: [
            "Sign out of every browser?", "\(ends) at once. This account manager stays open, and so do tokens.",
          ], verb: "Sign out"
        ) { _, context in
          let ended = context.attempt { (account: Account) throws(AccountError) in try account.endBrowserSessions() }
          guard ended != nil else { return }
          context.ask(.refresh)
          context.say(.ok("Signed out of every browser."))
        }))
  }
}
