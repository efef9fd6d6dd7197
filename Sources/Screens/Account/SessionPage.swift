import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One browser that is signed in: what it calls itself, from where, since when.
struct SessionPage: Page {
  let id = Pages.next()
  private var session: BrowserSession
  private var values = ValueLines()

  init(_ session: BrowserSession) {
    self.session = session
  }

  var crumbs: [String] { ["Account", BrowserName.of(session.userAgent)] }

  mutating func refresh(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      session = try account.browserSession(session)
    } catch {
      guard case .notFound = error else { return context.fail(error) }
      context.ask(.close(id))
      context.say(.warning("The session is over; it ended elsewhere."))
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "end the session", hint: "end"), Offer(.copy, "copy the value under the cursor", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    let lines = lines(context.desk)
    if values.perform(action, lines) { return }
    switch action {
    case .delete: SessionWording.end(session, &context, leavingPage: true)
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
    values.draw(lines(desk), labelWidth: 12, on: &canvas, in: rect)
  }

  private func lines(_ desk: Desk) -> [DetailLine] {
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
