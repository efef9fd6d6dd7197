import Accounts
import Model
import Storage

extension CommandOption {
  fileprivate static let expires = CommandOption(
    long: "expires", value: "WHEN", help: "when it stops working: 30d, 2027-01-31 or never (what it is when not given)")
  fileprivate static let `internal` = CommandOption(
    long: "internal", short: "i", help: "for this house's own use: it may carry internal scopes and is not listed",
    isLocal: true)
  fileprivate static let which = CommandOption(
    long: "name", short: "n", value: "NAME", help: "the token's name", completes: .tokens)
  fileprivate static let rename = CommandOption(long: "rename", value: "NAME", help: "its new name")
  fileprivate static let noScopes = CommandOption(long: "no-scopes", help: "take all its scopes away")
  fileprivate static let token = CommandOption(
    long: "token", help: "read the token itself, hidden, or from standard input when that is no terminal",
    isLocal: true)
  fileprivate static let whose = CommandOption.user.saying("whose: an e-mail address, a username or an id")
}

extension Command {
  /// `postern token create`
  static let tokenCreate = Command(
    path: ["token", "create"],
    summary: "make a personal access token and print it",
    detail: "The token is printed once: only a digest of it is kept.",
    options: [.name.needed, .whose.needed, .scope, .expires, .internal, .json],
    examples: ["postern token create -n ci-nightly -u ada -s user:email --expires 30d"], isOverSSH: true
  ) { invocation throws(Failure) in
    var expiry = Expiry.never
    if let text = invocation.value(.expires) {
      do throws(ValidationFailure) { expiry = try Expiry(validating: text) } catch { throw Failure(.invalid(error)) }
    }
    let account = try invocation.house().account(for: invocation)
    let draft = TokenDraft(name: try invocation.required(.name), scopes: invocation.scopes, expiry: expiry)
    let made = try attempt { () throws(AccountError) in
      try account.createToken(draft, isInternal: invocation.has(.internal))
    }
    let text = invocation.has(.json) ? JSON.token(made.token, secret: made.secret.text).text : made.secret.text
    try Console.printSecret(
      text, mend: "postern token delete -n \(Words.quoted(made.token.name)) -u \(account.user.label)")
  }

  /// `postern token list`
  static let tokenList = Command(
    path: ["token", "list"], summary: "list somebody's personal access tokens", options: [.whose.needed, .json],
    examples: ["postern token list -u ada"], isOverSSH: true
  ) { invocation throws(Failure) in
    let account = try invocation.house().account(for: invocation)
    let tokens: [PersonalToken] = try pages { (query: ListQuery<TokenOrder>, anchor) throws(AccountError) in
      try account.personalTokens(query, at: anchor, limit: pageSize)
    }
    guard !invocation.has(.json) else { return try Console.print(JSON.array(tokens.map { JSON.token($0) }).text) }
    try Console.print(Table(tokens: tokens).text)
  }

  /// `postern token show`
  static let tokenShow = Command(
    path: ["token", "show"], summary: "show what is known of a personal access token",
    options: [.which.needed, .whose.needed, .json], isOverSSH: true
  ) { invocation throws(Failure) in
    let (_, token) = try namedToken(invocation)
    guard !invocation.has(.json) else { return try Console.print(JSON.token(token).text) }
    var sheet = Sheet()
    sheet.add("Name", token.name.text)
    sheet.add("Token", "…\(token.lastFour)")
    sheet.add("Scopes", Words.scopes(token.scopes))
    sheet.add("Internal", token.isInternal ? "yes" : nil)
    sheet.add("Created", token.createdAt.rfc3339)
    sheet.add("Expires", Words.moment(token.expiresAt))
    sheet.add("Last used", Words.moment(token.lastUsedAt))
    try Console.print(sheet.text)
  }

  /// `postern token edit`
  static let tokenEdit = Command(
    path: ["token", "edit"], summary: "rename a personal access token, or change its scopes",
    detail: "Scopes are replaced as a whole. The expiry stays: for another one, make a new token.",
    options: [.which.needed, .whose.needed, .rename, .scope, .noScopes, .json],
    examples: ["postern token edit -n ci-nightly -u ada --rename ci -s user:email"], isOverSSH: true
  ) { invocation throws(Failure) in
    guard invocation.has(.rename) || invocation.has(.scope) || invocation.has(.noScopes) else {
      throw .usage("nothing to change: give --rename, --scope or --no-scopes.")
    }
    guard !(invocation.has(.scope) && invocation.has(.noScopes)) else {
      throw .usage("--scope and --no-scopes exclude each other.")
    }
    let (account, token) = try namedToken(invocation)
    let keepsScopes = !invocation.has(.scope) && !invocation.has(.noScopes)
    let changed = try attempt { () throws(AccountError) in
      try account.editToken(
        token.id, name: invocation.value(.rename) ?? token.name.text,
        scopes: keepsScopes ? token.scopes : invocation.scopes)
    }
    if invocation.has(.json) { try Console.print(JSON.token(changed).text) }
    Console.say("Saved \(Words.quoted(changed.name)).")
  }

  /// `postern token delete`
  static let tokenDelete = Command(
    path: ["token", "delete"], summary: "delete a personal access token; it stops working at once",
    detail: "Name it by --name and --user, or give the token itself with --token.",
    options: [.which, .whose, .token, .force, .json],
    examples: ["postern token delete -n ci-nightly -u ada", "postern token delete --token --force <leaked.txt"],
    isOverSSH: true
  ) { invocation throws(Failure) in
    let byName = invocation.has(.name) && (invocation.has(.user) || invocation.opened != nil)
    guard byName != invocation.has(.token), byName || !(invocation.has(.name) || invocation.has(.user)) else {
      let ways = invocation.opened == nil ? "--name NAME and --user USER, or --token" : "--name NAME"
      throw .usage("say which: \(ways).")
    }
    let (account, token) = byName ? try namedToken(invocation) : try presentedToken(invocation)
    try Prompt.confirm(
      "Delete the token \(Words.quoted(token.name)) of \(account.user.label)? It stops working at once.", invocation)
    try attempt { () throws(AccountError) in try account.revokeTokens([token]) }
    if invocation.has(.json) { try Console.print(JSON.token(token).text) }
    Console.say("Deleted \(Words.quoted(token.name)) of \(account.user.label).")
  }

  private static func namedToken(_ invocation: Invocation) throws(Failure) -> (Account, PersonalToken) {
    let account = try invocation.house().account(for: invocation)
    let name = try invocation.required(.name)
    return (account, try attempt { () throws(AccountError) in try account.personalToken(named: name) })
  }

  private static func presentedToken(_ invocation: Invocation) throws(Failure) -> (Account, PersonalToken) {
    let house = try invocation.house()
    // Without a terminal standard input holds the token, so nobody can be asked.
    guard Prompt.isTerminal || invocation.has(.force) else {
      throw .usage("without a terminal to ask on, --force is required.")
    }
    let text = try Prompt.secret("Token: ", what: "token")
    let found = try attempt { () throws(AccountError) in try house.administration.holder(ofPresented: text) }
    guard let found else { throw Failure(.notFound, ["No such personal access token was found."]) }
    return (found.account, found.token)
  }
}
