import Accounts
import Model
import Samples
import Screens
import Storage

/// The main job, step by step, for where there is no terminal: every step is a real use case on a real database.
@MainActor
struct DemoWalk {
  let house: House

  func run() throws(Failure) {
    let admin = try signIn(Sample.demoAdministrator)
    try register(admin)
    try create(admin)
    try list(admin)
    try revoke(try signIn(Sample.demoReader))
    try Console.print("\n6. What the screen shows now\n\n" + house.screen(of: admin))
  }

  private func signIn(_ email: String) throws(Failure) -> Account {
    try attempt { () throws(AccountError) in
      try house.accounts.signIn(as: email, password: Sample.demoPassword, from: Origin("demo"))
    }
  }

  private func register(_ admin: Account) throws(Failure) {
    try Console.print("1. \(admin.user.email) registers an application")
    let draft = ClientDraft(
      name: "foobar-app", description: "An example OAuth2 consumer application", website: "http://127.0.0.1:5100/",
      redirectURIs: "http://127.0.0.1:5100/authorized")
    let made = try attempt { () throws(AccountError) in try admin.registerApplication(draft) }
    try Console.print("   client id      \(made.client.clientID)")
    try Console.print("   client secret  \(made.secret?.text ?? "none")   (shown this once)")
  }

  private func create(_ admin: Account) throws(Failure) {
    try Console.print("\n2. They create a personal access token")
    let draft = TokenDraft(name: "foobar", scopes: ["test:scope"], expiry: .days(30))
    let made = try attempt { () throws(AccountError) in try admin.createToken(draft) }
    try Console.print("   token          \(made.secret.text)   (shown this once)")
  }

  private func list(_ admin: Account) throws(Failure) {
    try Console.print("\n3. They list their tokens\n")
    let tokens: [PersonalToken] = try pages { (query: ListQuery<TokenOrder>, anchor) throws(AccountError) in
      try admin.personalTokens(query, at: anchor, limit: pageSize)
    }
    try Console.print(Table(tokens: tokens).text)
    guard let made = tokens.first(where: { $0.name.text == "foobar" }) else { return }
    try attempt { () throws(AccountError) in try admin.revokeTokens([made]) }
    try Console.print("\n4. They revoke \"\(made.name)\": it stops working at once")
  }

  private func revoke(_ reader: Account) throws(Failure) {
    let applications: [AuthorizedApplication] = try pages {
      (query: ListQuery<GrantOrder>, anchor) throws(AccountError) in
      try reader.authorizedApplications(query, at: anchor, limit: pageSize)
    }
    guard let first = applications.first else { return }
    try Console.print("\n5. \(reader.user.email) looks which applications they let in, and shuts one out")
    try Console.print("\n\(Table(authorized: applications).text)\n")
    let ended = try attempt { () throws(AccountError) in try reader.revoke([first]) }
    try Console.print("   revoked \"\(first.name)\": \(ended) of its tokens ended")
  }
}
