import Accounts
import Model
import Samples
import Screens
import Storage
import TerminalUI

/// The main job, step by step, on a sample database: for whoever has no terminal to look at the screens.
struct Walkthrough {
  let house: House

  /// Prints each step and its result, and at last the screen.
  @MainActor
  func run() throws(Failure) {
    let account = try attempt { () throws(AccountError) in
      try house.accounts.signIn(
        as: Sample.demoAdministrator, password: Sample.demoPassword, from: Origin("postern demo"))
    }
    try step("Sign in as \(account.user.email)", "Signed in.")
    try register(account)
    try createToken(account)
    try list(account)
    try revoke(account)
    try showScreen(account)
  }

  private func register(_ account: Account) throws(Failure) {
    var draft = ClientDraft(
      name: "Dataset mirror", description: "Copies new datasets to another archive",
      website: "https://mirror.example.org", redirectURIs: "http://mirror.example.org/callback")
    do throws(AccountError) {
      _ = try account.registerApplication(draft)
    } catch {
      try step("Register an application with a redirect URI that is not safe", "Refused. \(error.sentence)")
    }
    draft.redirectURIs = "https://mirror.example.org/callback"
    let made = try attempt { [draft] () throws(AccountError) in try account.registerApplication(draft) }
    var sheet = Sheet()
    sheet.add("Client ID", made.client.clientID.text)
    sheet.add("Client secret", made.secret?.text)
    try step("Register it with a good one; the secret is shown this once", sheet.text)
  }

  private func createToken(_ account: Account) throws(Failure) {
    let draft = TokenDraft(name: "mirror-nightly", scopes: [Scope.userEmail.id], expiry: .days(30))
    let made = try attempt { () throws(AccountError) in try account.createToken(draft) }
    try step("Create a personal access token for 30 days; it is shown this once", made.secret.text)
  }

  private func list(_ account: Account) throws(Failure) {
    let tokens: [PersonalToken] = try pages { (query: ListQuery<TokenOrder>, anchor) throws(AccountError) in
      try account.personalTokens(query, at: anchor, limit: pageSize)
    }
    try step("List the personal access tokens", Table(tokens: tokens).text)
    try step("List the applications that were let in", Table(authorized: authorized(account)).text)
  }

  private func revoke(_ account: Account) throws(Failure) {
    guard let application = try authorized(account).last else { return }
    let ended = try attempt { () throws(AccountError) in try account.revoke([application]) }
    try step(
      "Shut one of them out: \(Words.quoted(application.name))",
      "Revoked; \(Words.count(ended, "token", "tokens")) ended.\n\n" + Table(authorized: authorized(account)).text)
  }

  @MainActor
  private func showScreen(_ account: Account) throws(Failure) {
    let manager = AccountManager(desk: house.desk(account: account))
    manager.settle()
    try step("This is the account manager's first screen", manager.draw().text())
  }

  private func authorized(_ account: Account) throws(Failure) -> [AuthorizedApplication] {
    try pages { (query: ListQuery<GrantOrder>, anchor) throws(AccountError) in
      try account.authorizedApplications(query, at: anchor, limit: pageSize)
    }
  }

  private func step(_ title: String, _ result: String) throws(Failure) {
    try Console.print("== \(title)\n\(result)\n")
  }
}
