import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One browser that is signed in: what it calls itself, from where, since when.
struct SessionPage: ValuePage {
  let id = Pages.next()
  private var session: BrowserSession
  var values = ValueLines()

  init(_ session: BrowserSession) {
    self.session = session
  }

  var crumbs: [String] { ["Account", BrowserName.of(session.userAgent)] }

  mutating func refresh(_ context: inout Context) {
    context.reread(id, orSay: "The session is over; it ended elsewhere.") {
      (account: Account) throws(AccountError) in
      session = try account.browserSession(session)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "end the session", hint: "end"), Offer(.copy, "copy the value under the cursor", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    guard action == .delete else { return false }
    SessionWording.end(session, &context, leavingPage: true)
    return true
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    let agent = session.userAgent.isEmpty ? "says nothing" : session.userAgent
    return [
      DetailLine("Browser", BrowserName.of(session.userAgent)),
      DetailLine("In full", agent, copies: session.userAgent),
      DetailLine("Address", session.address, copies: session.address),
      DetailLine(),
      DetailLine("Signed in", moment(session.createdAt, desk)),
      DetailLine("Last used", moment(session.lastSeenAt, desk)),
      DetailLine("Ends", "\(RelativeTime.future(session.expiresAt, now: desk.now))  (\(session.expiresAt.rfc3339))"),
    ]
  }

  private func moment(_ moment: Date, _ desk: Desk) -> String {
    "\(RelativeTime.past(moment, now: desk.now))  (\(moment.rfc3339))"
  }
}
