import Accounts
import Model

extension CommandOption {
  fileprivate static let admin = CommandOption(long: "admin", help: "make them an administrator")
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
    path: ["user", "list"], summary: "list the accounts", options: [.json]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    var users: [User] = []
    try attempt { () throws(AccountError) in try house.administration.forEachUser { users.append($0) } }
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

  /// `postern user show`
  static let userShow = about(
    "show", "show an account", options: [.json]
  ) { _, user, invocation throws(Failure) in
    guard !invocation.has(.json) else { return try Console.print(JSON.user(user).text) }
    var sheet = Sheet()
    sheet.add("Id", String(user.id.rawValue))
    sheet.add("E-mail", user.email.text)
    sheet.add("Username", user.username?.text)
    sheet.add("Role", user.role.rawValue)
    sheet.add("State", Words.state(user))
    sheet.add("Disabled", user.disabledAt?.rfc3339)
    sheet.add("Created", user.createdAt.rfc3339)
    sheet.add("Last seen", Words.moment(user.lastSeenAt))
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
    "password", "set somebody's password; their browser sessions end", options: [.json]
  ) { house, user, invocation throws(Failure) in
    let password = try Prompt.newPassword()
    try attempt { () throws(AccountError) in try house.administration.setPassword(password, of: user) }
    try show(user, in: house, invocation)
    Console.say("Set the password of \(user.label).")
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
    let changed = try attempt { () throws(AccountError) in try house.administration.user(String(user.id.rawValue)) }
    try Console.print(JSON.user(changed).text)
  }

  /// A command about one user.
  private static func about(
    _ verb: String, _ summary: String, options: [CommandOption] = [],
    _ body: @escaping @MainActor @Sendable (House, User, Invocation) throws(Failure) -> Void
  ) -> Command {
    Command(path: ["user", verb], summary: summary, options: options, positionals: [.user]) {
      invocation throws(Failure) in
      let house = try invocation.house()
      let user = try attempt { () throws(AccountError) in try house.administration.user(invocation.words[0]) }
      try body(house, user, invocation)
    }
  }
}
