import Accounts
import FoundationEssentials
import Model
import TerminalUI

/// One application that was let in: who it is, what it may do, and the way to shut it out.
struct AuthorizedPage: ValuePage {
  let id = Pages.next()
  let tab: Tab? = .authorized
  private var application: AuthorizedApplication
  var values = ValueLines()

  init(_ application: AuthorizedApplication) {
    self.application = application
  }

  var crumbs: [String] { [application.name.text] }

  mutating func refresh(_ context: inout Context) {
    context.reread(id, orSay: "\"\(application.name)\" is gone; it was removed elsewhere.") {
      (account: Account) throws(AccountError) in
      application = try account.authorizedApplication(application.clientID)
    }
  }

  func offers(_ desk: Desk) -> [Offer] {
    [
      Offer(.delete, "revoke access", hint: "revoke"), Offer(.copy, "copy the website", hint: "copy"),
      Offer(.back), Offer(.cancel, "back"),
    ] + ValueLines.offers
  }

  mutating func act(_ action: Action, _ line: DetailLine?, _ context: inout Context) -> Bool {
    switch action {
    case .delete: AuthorizedWording.revocation(of: [application], &context, leavingPage: true)
    case .copy: context.ask(.outside(.copy(application.website.text, what: "website")))
    default: return false
    }
    return true
  }

  func lines(_ desk: Desk) -> [DetailLine] {
    let lines = AuthorizedWording.lines(application, width: desk.size.width - 4, desk)
    // The name stands above the page already, where there is room for it.
    return desk.showsCrumbs ? Array(lines.dropFirst()) : lines
  }
}
