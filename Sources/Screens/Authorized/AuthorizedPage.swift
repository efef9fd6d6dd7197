import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One application that was let in: who it is, what it may do, and the way to shut it out.
struct AuthorizedPage: Page {
  let id = Pages.next()
  let tab: Tab? = .authorized
  private var application: AuthorizedApplication
  private var values = ValueLines()

  init(_ application: AuthorizedApplication) {
    self.application = application
  }

  var crumbs: [String] { [application.name.text] }

  mutating func refresh(_ context: inout Context) {
    guard let account = context.desk.account else { return }
    do throws(AccountError) {
      application = try account.authorizedApplication(application.clientID)
    } catch {
      guard case .notFound = error else { return context.fail(error) }
      context.ask(.close(id))
      context.say(.warning("\"\(application.name)\" is gone; it was removed elsewhere."))
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "revoke access", hint: "revoke"), Offer(.copy, "copy the website", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func perform(_ action: Action, _ context: inout Context) {
    if values.perform(action, lines(context.desk)) { return }
    switch action {
    case .delete: AuthorizedWording.revocation(of: [application], &context, leavingPage: true)
    case .copy: context.ask(.outside(.copy(application.website.text, what: "website")))
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
    let lines = AuthorizedWording.lines(application, width: desk.size.width - 4, desk)
    // The name stands above the page already, where there is room for it.
    return desk.showsCrumbs ? Array(lines.dropFirst()) : lines
  }
}
