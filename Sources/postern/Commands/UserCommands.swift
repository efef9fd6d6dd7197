import Accounts
import Model
import Storage

extension CommandOption {
  fileprivate static let admin = CommandOption(long: "admin", help: "make them an administrator")
  fileprivate static let keepTokens = CommandOption(
    long: "keep-tokens", help: "let applications keep the tokens that they hold for them")
  fileprivate static let search = CommandOption(
    long: "search", value: "TEXT", help: "those whose e-mail address or username holds this")
  fileprivate static let state = CommandOption(
    long: "state", value: "STATE", help: "those in this state: active, disabled or all")
}

extension Positional {
  /// Whom a command is about; `--user` says it too.
  static let user = Positional(name: "USER", help: "an e-mail address, a username or an id", alternative: .user)
}

extension Command {
  /// `postern user add`
  static let userAdd = Command(
    path: ["user", "add"],
    summary: "make an account",
    detail:
      "The password is asked for twice, hidden; when standard input is no terminal, it is read once, from its first line.",
    options: [.email.needed, .username, .admin, .json],
    examples: ["postern user add --email grace@example.org --username grace"]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    let email = try invocation.required(.email)
    let password = try Prompt.newPassword()
    let user = try attempt { () throws(AccountError) in
      try house.administration.addUser(
        email: email, username: invocation.value(.username), password: password,
        role: invocation.has(.admin) ? .administrator : .user)
    }
    if invocation.has(.json) { try Console.print(JSON.user(user).text) }
    Console.say("Added \(user.email).")
  }

  /// `postern user list`
  static let userList = Command(
    path: ["user", "list"], summary: "list the accounts", options: [.search, .state, .json],
    examples: ["postern user list --search example.org --state disabled"]
  ) { invocation throws(Failure) in
    let (text, state) = (invocation.value(.search) ?? "", try state(invocation))
    let house = try invocation.house()
    var users: [User] = []
    try attempt { () throws(AccountError) in
      try house.administration.forEachUser(holding: text, in: state) { users.append($0) }
    }
    guard !invocation.has(.json) else { return try Console.print(JSON.array(users.map(JSON.user)).text) }
    var table = Table(["ID", "EMAIL", "USERNAME", "ROLE", "STATE", "LAST SEEN"])
    for user in users {
      table.add([
        String(user.id.rawValue), user.email.text, user.username?.text ?? "-", user.role.rawValue, Words.state(user),
        Words.moment(user.lastSeenAt),
      ])
    }
    try Console.print(table.text)
  }

  private static func state(_ invocation: Invocation) throws(Failure) -> StateFilter {
    switch invocation.value(.state) {
    case nil, "all": return .all
    case "active": return .active
    case "disabled": return .expired
    case .some(let other):
      throw .usage("--state must be active, disabled or all, not \(PlainText.quoted(other)).")
    }
  }

  /// `postern user show`
  static let userShow = about(
    "show", "show an account, and what hangs on it", options: [.json]
  ) { house, user, invocation throws(Failure) in
    let holdings = try attempt { () throws(AccountError) in try house.administration.holdings(of: user) }
    guard !invocation.has(.json) else { return try Console.print(JSON.user(user, with: holdings).text) }
    var sheet = Sheet()
    sheet.add("Id", String(user.id.rawValue))
    sheet.add("E-mail", user.email.text)
    sheet.add("Username", user.username?.text)
    sheet.add("Role", user.role.rawValue)
    sheet.add("State", Words.state(user))
    sheet.add("Disabled", user.disabledAt?.rfc3339)
    sheet.add("Created", user.createdAt.rfc3339)
    sheet.add("Last seen", Words.moment(user.lastSeenAt))
    let own = Words.count(holdings.applications, "application", "applications")
    sheet.add("Registered", "\(own), let in by \(Words.count(holdings.people, "other user", "other users"))")
    sheet.add("Tokens", Words.count(holdings.personalTokens, "live personal token", "live personal tokens"))
    let held = Words.count(holdings.heldTokens, "live token", "live tokens")
    sheet.add("Authorized", "\(Words.count(holdings.grants, "application", "applications")), \(held)")
    sheet.add("Signed in", Words.count(holdings.sessions, "browser", "browsers"))
    try Console.print(sheet.text)
  }

  /// `postern user enable`
  static let userEnable = about(
    "enable", "let somebody in again", options: [.json]
  ) { house, user, invocation throws(Failure) in
    try attempt { () throws(AccountError) in try house.administration.enable(user) }
    try show(user, in: house, invocation)
    Console.say("Enabled \(user.label).")
  }

  /// `postern user disable`
  static let userDisable = about(
    "disable", "shut somebody out: their tokens and applications stop working at once", options: [.json]
  ) { house, user, invocation throws(Failure) in
    try attempt { () throws(AccountError) in try house.administration.disable(user) }
    try show(user, in: house, invocation)
    Console.say("Disabled \(user.label).")
  }

  /// `postern user promote`
  static let userPromote = about(
    "promote", "make somebody an administrator", options: [.json]
  ) { house, user, invocation throws(Failure) in
    try attempt { () throws(AccountError) in try house.administration.setRole(.administrator, of: user) }
    try show(user, in: house, invocation)
    Console.say("\(user.label) is an administrator now.")
  }

  /// `postern user demote`
  static let userDemote = about(
    "demote", "make an administrator a user again", options: [.json]
  ) { house, user, invocation throws(Failure) in
    try attempt { () throws(AccountError) in try house.administration.setRole(.user, of: user) }
    try show(user, in: house, invocation)
    Console.say("\(user.label) is no administrator now.")
  }

  /// `postern user password`
  static let userPassword = about(
    "password", "set somebody's password; their browser sessions and the tokens of their applications end",
    detail:
      "What was got with the old password ends: browser sessions, and the tokens that applications hold for them, "
      + "unless --keep-tokens is given. Personal access tokens go on; \"user revoke-tokens\" ends those too.",
    options: [.keepTokens, .json]
  ) { house, user, invocation throws(Failure) in
    let password = try Prompt.newPassword()
    let ended = try attempt { () throws(AccountError) in
      try house.administration.setPassword(password, of: user, keepingTokens: invocation.has(.keepTokens))
    }
    try show(user, in: house, invocation)
    Console.say(
      "Set the password of \(user.label); \(Words.count(ended.sessions, "browser session", "browser sessions")) and "
        + "\(Words.count(ended.tokens, "token", "tokens")) ended.")
  }

  /// `postern user sign-out`
  static let userSignOut = about(
    "sign-out", "end somebody's browser sessions", options: [.json]
  ) { house, user, invocation throws(Failure) in
    let ended = try attempt { () throws(AccountError) in try house.administration.endSessions(of: user) }
    if invocation.has(.json) { try Console.print(JSON.user(user).cuttingOff(["sessions": ended]).text) }
    Console.say("Signed \(user.label) out; \(Words.count(ended, "browser session", "browser sessions")) ended.")
  }

  /// `postern user revoke-tokens`
  static let userRevokeTokens = about(
    "revoke-tokens", "end every token that acts as somebody: personal ones, and those that applications hold",
    detail: "The applications that they let in must ask to be let in again.", options: [.force, .json]
  ) { house, user, invocation throws(Failure) in
    let holdings = try attempt { () throws(AccountError) in try house.administration.holdings(of: user) }
    let personal = holdings.personalTokens + holdings.internalTokens
    try Prompt.confirm(
      "Revoke every token of \(user.label)? \(Words.count(personal, "personal token", "personal tokens")) and "
        + "\(Words.count(holdings.heldTokens, "token", "tokens")) of "
        + "\(Words.count(holdings.grants, "application", "applications")) stop working at once.", invocation)
    let ended = try attempt { () throws(AccountError) in try house.administration.revokeTokens(of: user) }
    if invocation.has(.json) { try Console.print(JSON.user(user).cuttingOff(["tokens": ended]).text) }
    Console.say("Revoked \(Words.count(ended, "token", "tokens")) of \(user.label).")
  }

  /// `postern user delete`
  static let userDelete = about(
    "delete", "delete an account with its applications, tokens and grants", options: [.force, .json]
  ) { house, user, invocation throws(Failure) in
    let (applications, impact) = try attempt { () throws(AccountError) in
      try house.administration.impact(ofDeleting: user)
    }
    try Prompt.confirm(
      "Delete \(user.label)? \(Words.count(applications, "application", "applications")), which "
        + "\(Words.count(impact.users, "user", "users")) let in, and \(Words.count(impact.tokens, "token", "tokens")) go too.",
      invocation)
    try attempt { () throws(AccountError) in try house.administration.delete(user) }
    if invocation.has(.json) {
      let lost = JSON.user(user).cuttingOff([
        "applications": applications, "users": impact.users, "tokens": impact.tokens,
      ])
      try Console.print(lost.text)
    }
    Console.say("Deleted \(user.label).")
  }

  /// Prints, for scripts, what became of a user.
  @MainActor
  private static func show(_ user: User, in house: House, _ invocation: Invocation) throws(Failure) {
    guard invocation.has(.json) else { return }
    let (changed, holdings) = try attempt { () throws(AccountError) in
      (try house.administration.again(user).user, try house.administration.holdings(of: user))
    }
    try Console.print(JSON.user(changed, with: holdings).text)
  }

  /// A command about one user.
  private static func about(
    _ verb: String, _ summary: String, detail: String = "", options: [CommandOption] = [],
    _ body: @escaping @MainActor @Sendable (House, User, Invocation) throws(Failure) -> Void
  ) -> Command {
    Command(path: ["user", verb], summary: summary, detail: detail, options: options, positionals: [.user]) {
      invocation throws(Failure) in
      let house = try invocation.house()
      let user = try attempt { () throws(AccountError) in try house.administration.user(invocation.words[0]) }
      try body(house, user, invocation)
    }
  }
}
