import Accounts
import Model
import Storage

extension CommandOption {
  fileprivate static let whose = CommandOption.user.saying("who let it in: an e-mail address, a username or an id")
}

extension Positional {
  fileprivate static let authorized = Positional(
    name: "CLIENT_ID", help: "the application's client id", completes: .authorized)
}

extension Command {
  /// `postern authorized list`
  static let authorizedList = Command(
    path: ["authorized", "list"], summary: "list the applications that somebody let in",
    options: [.whose.needed, .json], isOverSSH: true
  ) { invocation throws(Failure) in
    let account = try invocation.house().account(for: invocation)
    let applications: [AuthorizedApplication] = try pages {
      (query: ListQuery<GrantOrder>, anchor) throws(AccountError) in
      try account.authorizedApplications(query, at: anchor, limit: pageSize)
    }
    guard !invocation.has(.json) else {
      return try Console.print(JSON.array(applications.map(JSON.authorized)).text)
    }
    try Console.print(Table(authorized: applications).text)
  }

  /// `postern authorized show`
  static let authorizedShow = Command(
    path: ["authorized", "show"], summary: "show what an application may do for somebody",
    options: [.whose.needed, .json], positionals: [.authorized], isOverSSH: true
  ) { invocation throws(Failure) in
    let (account, application) = try authorized(invocation)
    guard !invocation.has(.json) else { return try Console.print(JSON.authorized(application).text) }
    let permissions = account.scopes.grouped(application.scopes).map { group, scopes in
      "\(group)\n" + scopes.map { "  \($0.id)  \($0.help)" }.joined(separator: "\n")
    }
    var sheet = Sheet()
    sheet.add("Name", application.name.text)
    sheet.add("By", application.ownerLabel)
    sheet.add("Client ID", application.clientID.text)
    sheet.add("Description", application.description)
    sheet.add("Website", application.website.text)
    sheet.add("It can", permissions.isEmpty ? "No permissions granted" : permissions.joined(separator: "\n"))
    sheet.add("Let in", application.createdAt.rfc3339)
    sheet.add("Last used", Words.moment(application.lastUsedAt))
    try Console.print(sheet.text)
  }

  /// `postern authorized revoke`
  static let authorizedRevoke = Command(
    path: ["authorized", "revoke"], summary: "shut an application out: every token that somebody gave it ends",
    options: [.whose.needed, .force, .json], positionals: [.authorized],
    examples: ["postern authorized revoke CLIENT_ID --user ada"], isOverSSH: true
  ) { invocation throws(Failure) in
    let (account, application) = try authorized(invocation)
    let count = try attempt { () throws(AccountError) in try account.countTokens(ofAuthorized: application.clientID) }
    let name = Words.quoted(application.name)
    try Prompt.confirm(
      "Revoke \(name)? Its \(Words.count(count, "token", "tokens")) for \(account.user.label) stop working at once.",
      invocation)
    let ended = try attempt { () throws(AccountError) in try account.revoke([application]) }
    if invocation.has(.json) {
      try Console.print(JSON.authorized(application).cuttingOff(["tokens": ended]).text)
    }
    Console.say("Revoked \(name); \(Words.count(ended, "token", "tokens")) ended.")
  }

  private static func authorized(_ invocation: Invocation) throws(Failure) -> (Account, AuthorizedApplication) {
    let account = try invocation.house().account(for: invocation)
    let id = ClientID(invocation.words[0])
    return (account, try attempt { () throws(AccountError) in try account.authorizedApplication(id) })
  }
}
