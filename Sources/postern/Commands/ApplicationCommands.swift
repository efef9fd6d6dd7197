import Accounts
import FoundationEssentials
import Model
import Storage

extension CommandOption {
  fileprivate static let website = CommandOption(
    long: "website", short: "w", value: "URL", help: "its website, shown to users")
  fileprivate static let redirectURI = CommandOption(
    long: "redirect-uri", short: "r", value: "URI",
    help: "where answers may go: https, or http on this machine; give it once for each", repeats: true)
  fileprivate static let description = CommandOption(
    long: "description", short: "d", value: "TEXT", help: "what it does, shown to users")
  fileprivate static let `public` = CommandOption(
    long: "public", help: "it cannot keep a secret: a browser, mobile or desktop application")
  fileprivate static let confidential = CommandOption(
    long: "confidential", help: "it can keep a secret: a web server")
  fileprivate static let all = CommandOption(
    long: "all", short: "a", help: "everybody's", isLocal: true)
  fileprivate static let keepOld = CommandOption(
    long: "keep-old", value: "TIME", help: "let the old secret live on for 1d or 7d, to change over without downtime")
  fileprivate static let owner = CommandOption.user.saying(
    "only if it is theirs: an e-mail address, a username or an id")
}

extension Positional {
  /// Which application a command is about.
  static let clientID = Positional(name: "CLIENT_ID", help: "the application's client id")
  fileprivate static let lastFour = Positional(name: "LAST4", help: "the last four characters of a secret")
}

extension Command {
  /// `postern app add`
  static let appAdd = Command(
    path: ["app", "add"],
    summary: "register an application",
    detail: "It prints the client id and, once, the client secret: only a digest of it is kept.",
    options: [.user.needed, .name.needed, .website.needed, .redirectURI.needed, .description, .public, .json],
    examples: [
      "postern app add --user ada --name \"Zenodo uploader\" --website https://upload.example.org "
        + "--redirect-uri https://upload.example.org/callback"
    ], isOverSSH: true
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    let account = try house.account(for: invocation)
    let draft = ClientDraft(
      name: try invocation.required(.name), description: invocation.value(.description) ?? "",
      website: try invocation.required(.website),
      redirectURIs: invocation.all(.redirectURI).joined(separator: "\n"),
      type: invocation.has(.public) ? .public : .confidential)
    let made = try attempt { () throws(AccountError) in try account.registerApplication(draft) }
    try hand(over: made, of: account.user, invocation)
  }

  /// `postern app list`
  static let appList = Command(
    path: ["app", "list"], summary: "list somebody's applications, or everybody's",
    options: [.user, .all, .json], examples: ["postern app list --user ada"], isOverSSH: true
  ) { invocation throws(Failure) in
    guard invocation.has(.user) != invocation.has(.all) || invocation.opened != nil else {
      throw .usage("say whose: --user USER, or --all.")
    }
    let house = try invocation.house()
    var clients: [(client: Client, owner: User)] = []
    if !invocation.has(.all) {
      let account = try house.account(for: invocation)
      clients = try pages { (query: ListQuery<ApplicationOrder>, anchor) throws(AccountError) in
        try account.applications(query, at: anchor, limit: pageSize)
      }.map { ($0, account.user) }
    } else {
      try attempt { () throws(AccountError) in
        try house.administration.forEachApplication { clients.append(($0, $1)) }
      }
    }
    guard !invocation.has(.json) else {
      return try Console.print(JSON.array(clients.map { JSON.application($0, of: $1) }).text)
    }
    var table = Table(["NAME", "TYPE", "OWNER", "STATE", "CLIENT ID", "LAST USED"])
    for (client, owner) in clients {
      table.add([
        client.profile.name.text, client.profile.type.rawValue, owner.label, Words.state(client), client.clientID.text,
        Words.moment(client.lastUsedAt),
      ])
    }
    try Console.print(table.text)
  }

  /// `postern app show`
  static let appShow = Command(
    path: ["app", "show"], summary: "show an application", options: [.owner, .json], positionals: [.clientID],
    isOverSSH: true
  ) { invocation throws(Failure) in
    let (account, client) = try application(invocation)
    guard !invocation.has(.json) else { return try Console.print(JSON.application(client, of: account.user).text) }
    try Console.print(sheet(client, of: account.user).text)
  }

  /// `postern app edit`
  static let appEdit = Command(
    path: ["app", "edit"],
    summary: "change what an application says of itself",
    detail:
      "What is not given stays. Redirect URIs are replaced as a whole. An application that becomes public loses its "
      + "secrets, after a question; one that becomes confidential gets one, which is printed once.",
    options: [.name, .description, .website, .redirectURI, .public, .confidential, .force, .owner, .json],
    positionals: [.clientID],
    examples: ["postern app edit CLIENT_ID --redirect-uri https://a.example/cb --redirect-uri https://b.example/cb"],
    isOverSSH: true
  ) { invocation throws(Failure) in
    let fields: [CommandOption] = [.name, .description, .website, .redirectURI, .public, .confidential]
    guard fields.contains(where: invocation.has) else {
      throw .usage("nothing to change: give \(fields.map { "--\($0.long)" }.joined(separator: ", ")).")
    }
    guard !(invocation.has(.public) && invocation.has(.confidential)) else {
      throw .usage("--public and --confidential exclude each other.")
    }
    let (account, client) = try application(invocation)
    var draft = ClientDraft(client.profile)
    draft.name = invocation.value(.name) ?? draft.name
    draft.description = invocation.value(.description) ?? draft.description
    draft.website = invocation.value(.website) ?? draft.website
    if invocation.has(.redirectURI) { draft.redirectURIs = invocation.all(.redirectURI).joined(separator: "\n") }
    if invocation.has(.public) { draft.type = .public }
    if invocation.has(.confidential) { draft.type = .confidential }
    if draft.type == .public, !client.secrets.isEmpty {
      try Prompt.confirm(
        "Make \(Words.quoted(client.profile.name)) public? \(Words.secrets(client.secrets)) at once.", invocation)
    }
    let changed = try attempt { [draft] () throws(AccountError) in
      try account.editApplication(client.clientID, draft)
    }
    if changed.secret != nil || invocation.has(.json) { try hand(over: changed, of: account.user, invocation) }
    Console.say("Saved \(Words.quoted(changed.client.profile.name)).")
  }

  /// `postern app reset-secret`
  static let appResetSecret = Command(
    path: ["app", "reset-secret"],
    summary: "give an application a new secret",
    detail:
      "The new secret is printed once. The old one ends at once, unless --keep-old lets it live on for a time; then one "
      + "that was kept before ends. What ends at once is asked first.",
    options: [.keepOld, .force, .owner, .json], positionals: [.clientID],
    examples: ["postern app reset-secret CLIENT_ID --keep-old 7d"], isOverSSH: true
  ) { invocation throws(Failure) in
    let old: OldSecret =
      switch invocation.value(.keepOld) {
      case nil: .endsNow
      case "1d": .livesOneDay
      case "7d": .livesSevenDays
      case .some(let text):
        throw .usage("--keep-old must be 1d or 7d, not \(PlainText.quoted(text)).")
      }
    let (account, client) = try application(invocation)
    // While the current secret lives on, one that was kept before ends.
    let ending = client.secrets.filter { old == .endsNow || $0.expiresAt != nil }
    if !ending.isEmpty {
      try Prompt.confirm(
        "Reset the secret of \(Words.quoted(client.profile.name))? \(Words.secrets(ending)) at once.", invocation)
    }
    let reset = try attempt { () throws(AccountError) in try account.resetSecret(of: client.clientID, keeping: old) }
    try hand(over: reset, of: account.user, invocation)
  }

  /// `postern app end-secret`
  static let appEndSecret = Command(
    path: ["app", "end-secret"],
    summary: "end one of an application's two secrets at once",
    detail:
      "After \"reset-secret --keep-old\" two secrets are good; \"show\" names each by its last four characters. One is "
      + "ended before its time when the application has changed over, or when somebody else has it. The other one stays, "
      + "without an end.",
    options: [.force, .owner, .json], positionals: [.clientID, .lastFour],
    examples: ["postern app end-secret CLIENT_ID 4f2a"], isOverSSH: true
  ) { invocation throws(Failure) in
    let lastFour = invocation.words[1]
    // Not told back: it may be the whole secret.
    guard lastFour.count == 4 else { throw .usage("LAST4 must be the last four characters of the secret, no more.") }
    let (account, client) = try application(invocation)
    let found = client.secrets.filter { $0.lastFour == lastFour }
    let name = Words.quoted(client.profile.name)
    guard let secret = found.first else { throw Failure(AccountError.notFound(.secret(lastFour))) }
    guard found.count == 1 else {
      throw .refused("Both secrets of \(name) end with \(lastFour); reset them with \"postern app reset-secret\".")
    }
    guard client.secrets.count > 1 else { throw Failure(AccountError.storage(.lastSecret)) }
    try Prompt.confirm("End a secret of \(name)? \(Words.secrets(found)) at once.", invocation)
    let changed = try attempt { () throws(AccountError) in try account.endSecret(secret.id, of: client.clientID) }
    if invocation.has(.json) { try Console.print(JSON.application(changed, of: account.user).text) }
    Console.say("Ended the secret …\(lastFour) of \(name).")
  }

  /// `postern app delete`
  static let appDelete = Command(
    path: ["app", "delete"], summary: "delete an application with its tokens and grants",
    options: [.force, .owner, .json], positionals: [.clientID], isOverSSH: true
  ) { invocation throws(Failure) in
    let (account, client) = try application(invocation)
    let impact = try attempt { () throws(AccountError) in try account.impact(ofApplication: client.clientID) }
    let name = Words.quoted(client.profile.name)
    let lost = "\(Words.count(impact.users, "user", "users")) and \(Words.count(impact.tokens, "token", "tokens"))"
    try Prompt.confirm("Delete \(name)? \(lost) are cut off.", invocation)
    let ended = try attempt { () throws(AccountError) in try account.deleteApplication(client.clientID) }
    if invocation.has(.json) {
      let lost = JSON.application(client, of: account.user).cuttingOff(["users": ended.users, "tokens": ended.tokens])
      try Console.print(lost.text)
    }
    Console.say("Deleted \(name); \(lost) were cut off.")
  }

  static func application(_ invocation: Invocation) throws(Failure) -> (Account, Client) {
    let house = try invocation.house()
    let id = ClientID(invocation.words[0])
    let account = try house.account(owning: id, invocation)
    return (account, try attempt { () throws(AccountError) in try account.application(id) })
  }

  /// Prints a client with the secret that was just made, if one was.
  private static func hand(
    over registration: Registration, of owner: User, _ invocation: Invocation
  ) throws(Failure) {
    let client = registration.client
    let text: String
    if invocation.has(.json) {
      text = JSON.application(client, of: owner, secret: registration.secret?.text).text
    } else {
      var sheet = Sheet()
      sheet.add("Client ID", client.clientID.text)
      sheet.add("Client secret", registration.secret?.text)
      text = sheet.text
    }
    guard registration.secret != nil else { return try Console.print(text) }
    try Console.printSecret(text, mend: "postern app reset-secret \(client.clientID)")
  }

  private static func sheet(_ client: Client, of owner: User) -> Sheet {
    var sheet = Sheet()
    sheet.add("Name", client.profile.name.text)
    sheet.add("Type", client.profile.type.rawValue)
    sheet.add("Client ID", client.clientID.text)
    sheet.add("Owner", owner.label)
    for secret in client.secrets {
      let end = secret.expiresAt.map { ", ends \($0.rfc3339)" } ?? ""
      sheet.add(
        "Secret", "…\(secret.lastFour), made \(secret.createdAt.rfc3339), used \(Words.moment(secret.lastUsedAt))\(end)"
      )
    }
    sheet.add("Description", client.profile.description)
    sheet.add("Website", client.profile.website.text)
    sheet.add("Redirect URIs", client.profile.redirectURIs.map(\.text).joined(separator: "\n"))
    sheet.add("Disabled", client.disabledAt?.rfc3339)
    sheet.add("Created", client.createdAt.rfc3339)
    sheet.add("Last used", Words.moment(client.lastUsedAt))
    return sheet
  }
}
