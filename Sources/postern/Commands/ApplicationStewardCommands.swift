import Accounts
import Model

extension CommandOption {
  fileprivate static let to = CommandOption(
    long: "to", value: "USER", help: "the new owner: an e-mail address, a username or an id")
}

extension Command {
  /// `postern app enable`
  static let appEnable = Command(
    path: ["app", "enable"], summary: "let a disabled application work again",
    detail: "Its secrets are good again, and so are tokens and grants that have not expired meanwhile.",
    options: [.json], positionals: [.clientID]
  ) { invocation throws(Failure) in
    let (account, client) = try application(invocation)
    let changed = try attempt { () throws(AccountError) in try account.enableApplication(client.clientID) }
    if invocation.has(.json) { try Console.print(JSON.application(changed, of: account.user).text) }
    Console.say("Enabled \(Words.quoted(changed.profile.name)) of \(account.user.label).")
  }

  /// `postern app disable`
  static let appDisable = Command(
    path: ["app", "disable"], summary: "shut an application out: its secrets and tokens stop working at once",
    detail: "Nothing is deleted: \"postern app enable\" undoes it. It asks first.",
    options: [.force, .json], positionals: [.clientID]
  ) { invocation throws(Failure) in
    let (account, client) = try application(invocation)
    let name = Words.quoted(client.profile.name)
    try Prompt.confirm(
      "Disable \(name) of \(account.user.label)? \(try cutOff(client, account)) are cut off until it is enabled again.",
      invocation)
    let changed = try attempt { () throws(AccountError) in try account.disableApplication(client.clientID) }
    if invocation.has(.json) { try Console.print(JSON.application(changed, of: account.user).text) }
    Console.say("Disabled \(name) of \(account.user.label).")
  }

  /// `postern app transfer`
  static let appTransfer = Command(
    path: ["app", "transfer"], summary: "give an application to another owner",
    detail:
      "Its secrets, tokens and grants stay, so it goes on working; the old owner neither sees nor changes it any more, "
      + "but may know its secret: \"postern app reset-secret\" makes a new one. It asks first.",
    options: [.to.needed, .force, .json], positionals: [.clientID],
    examples: ["postern app transfer CLIENT_ID --to grace"]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    let (account, client) = try application(invocation)
    let key = try invocation.required(.to)
    let owner = try attempt { () throws(AccountError) in try house.administration.user(key) }
    let name = Words.quoted(client.profile.name)
    try Prompt.confirm(
      "Give \(name) to \(owner.label)? \(account.user.label) neither sees nor changes it any more; "
        + "\(try cutOff(client, account)) go on working.", invocation)
    let given = try attempt { () throws(AccountError) in
      try account.transferApplication(client.clientID, to: String(owner.id.rawValue))
    }
    if invocation.has(.json) { try Console.print(JSON.application(given.client, of: given.account.user).text) }
    Console.say("Gave \(name) of \(account.user.label) to \(owner.label).")
  }

  /// "2 users and 1 token".
  private static func cutOff(_ client: Client, _ account: Account) throws(Failure) -> String {
    let impact = try attempt { () throws(AccountError) in try account.impact(ofApplication: client.clientID) }
    return "\(Words.count(impact.users, "user", "users")) and \(Words.count(impact.tokens, "token", "tokens"))"
  }
}
