import Accounts
import Configuration
import Model

extension CommandOption {
  fileprivate static let whose = CommandOption.user.saying("whose: an e-mail address, a username or an id")
  fileprivate static let all = CommandOption(long: "all", short: "a", help: "everybody's keys", isLocal: true)
}

extension Positional {
  fileprivate static let file = Positional(
    name: "FILE", help: "a .pub file; without it, standard input", isOptional: true, isLocal: true)
  fileprivate static let key = Positional(name: "KEY", help: "its id, or its fingerprint: SHA256:…")
  /// What sshd says: of a key %f, or %t and %k; whatever else it says is not looked at.
  fileprivate static let asked = Positional(
    name: "TOKEN", help: "what sshd says of a key: %f, or %t and %k", isOptional: true, most: 4)
  fileprivate static let certified = Positional(
    name: "TOKEN", help: "what sshd says of a certificate: %t and %k", isOptional: true, most: 2)
}

extension Command {
  /// `postern ssh-key add`
  static let sshKeyAdd = Command(
    path: ["ssh-key", "add"], summary: "let a key open somebody's account over SSH",
    detail: "The public key is read from FILE or from standard input, as ssh-keygen wrote it into a .pub file.",
    options: [.whose.needed, .name.saying("what to call it; what its comment says when not given"), .json],
    positionals: [.file], examples: ["postern ssh-key add -u ada ~/.ssh/id_ed25519.pub"], isOverSSH: true
  ) { invocation throws(Failure) in
    let account = try invocation.house().account(for: invocation)
    let text = try publicKey(invocation)
    let key = try attempt { () throws(AccountError) in
      try account.addSSHKey(text, name: invocation.value(.name) ?? "")
    }
    if invocation.has(.json) { try Console.print(JSON.sshKey(key).text) }
    Console.say("Added \(Words.quoted(key.name)): \(key.fingerprint) opens the account of \(account.user.label).")
  }

  /// `postern ssh-key list`
  static let sshKeyList = Command(
    path: ["ssh-key", "list"], summary: "list the keys that open somebody's account over SSH",
    options: [.whose.needed, .json], examples: ["postern ssh-key list -u ada"], isOverSSH: true
  ) { invocation throws(Failure) in
    let account = try invocation.house().account(for: invocation)
    let keys = try attempt { () throws(AccountError) in try account.sshKeys() }
    guard !invocation.has(.json) else { return try Console.print(JSON.array(keys.map(JSON.sshKey)).text) }
    var table = Table(["ID", "NAME", "TYPE", "FINGERPRINT", "LAST USED"])
    for key in keys {
      table.add([String(key.id.rawValue), key.name.text, key.kind, key.fingerprint, Words.moment(key.lastUsedAt)])
    }
    try Console.print(table.text)
  }

  /// `postern ssh-key delete`
  static let sshKeyDelete = Command(
    path: ["ssh-key", "delete"], summary: "remove a key; it opens nothing from then on",
    options: [.whose.needed, .force, .json], positionals: [.key], examples: ["postern ssh-key delete -u ada 3"],
    isOverSSH: true
  ) { invocation throws(Failure) in
    let account = try invocation.house().account(for: invocation)
    let word = invocation.words[0]
    let keys = try attempt { () throws(AccountError) in try account.sshKeys() }
    guard let key = keys.first(where: { String($0.id.rawValue) == word || $0.fingerprint == word }) else {
      throw Failure(AccountError.notFound(.sshKey(word)))
    }
    try Prompt.confirm(
      "Remove the key \(Words.quoted(key.name)) of \(account.user.label)? It opens nothing from then on.", invocation)
    try attempt { () throws(AccountError) in try account.removeSSHKey(key) }
    if invocation.has(.json) { try Console.print(JSON.sshKey(key).text) }
    Console.say("Removed \(Words.quoted(key.name)) of \(account.user.label).")
  }

  /// `postern ssh-key authorized-keys`
  static let sshKeyAuthorizedKeys = Command(
    path: ["ssh-key", "authorized-keys"], summary: "answer sshd's AuthorizedKeysCommand",
    detail:
      "It prints the line of authorized_keys(5) for the key that sshd asks about, if that opens an account, and "
      + "nothing otherwise. See docs/ssh.md.",
    options: [.all], positionals: [.asked],
    examples: ["postern ssh-key authorized-keys --database /var/lib/postern/postern.db %f"]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    if invocation.has(.all) {
      var lines: [String] = []
      var keys: [SSHKey] = []
      try attempt { () throws(AccountError) in try house.accounts.forEachAuthorizedKey { keys.append($0) } }
      for key in keys { lines.append(try authorizedLine(key, invocation)) }
      if !lines.isEmpty { try Console.print(lines.joined(separator: "\n")) }
    } else if let fingerprint = fingerprint(in: invocation.words) {
      let found = try attempt { () throws(AccountError) in
        try house.accounts.authorizedKey(fingerprint: fingerprint)
      }
      if let found { try Console.print(authorizedLine(found, invocation)) }
    }
  }

  /// `postern ssh-key authorized-principals`
  static let sshKeyAuthorizedPrincipals = Command(
    path: ["ssh-key", "authorized-principals"], summary: "answer sshd's AuthorizedPrincipalsCommand",
    detail:
      "It prints the line for the one account that the certificate is for, by username or e-mail address, and nothing "
      + "otherwise. See docs/ssh.md.",
    positionals: [.certified],
    examples: ["postern ssh-key authorized-principals --database /var/lib/postern/postern.db %t %k"]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    guard invocation.words.count == 2,
      let certificate = SSHCertificate(type: invocation.words[0], text: invocation.words[1])
    else { return }
    let found = try attempt { () throws(AccountError) in try house.accounts.principal(of: certificate) }
    guard let (name, user) = found else { return }
    let whom = ["--account", String(user.id.rawValue), "--serial", String(certificate.serial)]
    try Console.print("\(ForcedCommand(invocation, whom: whom).options) \(name)")
  }

  private static func authorizedLine(_ key: SSHKey, _ invocation: Invocation) throws(Failure) -> String {
    "\(try ForcedCommand(invocation, whom: ["--key", String(key.id.rawValue)]).options) \(key.line)"
  }

  /// The fingerprint that sshd names, by %f or by %t and %k; nothing where it names none, such as by %u alone.
  static func fingerprint(in words: [String]) -> String? {
    if let word = words.first(where: { $0.hasPrefix("SHA256:") }) { return word }
    guard let index = words.firstIndex(where: { SSHPublicKey.Kind(rawValue: $0) != nil }), index + 1 < words.count
    else { return nil }
    return try? SSHPublicKey(validating: "\(words[index]) \(words[index + 1])").fingerprint
  }

  /// The text of a public key: a file's, or what comes by standard input.
  private static func publicKey(_ invocation: Invocation) throws(Failure) -> String {
    guard let file = invocation.words.first else {
      return try Prompt.text("Public key: ", what: "public key", limit: SSHPublicKey.limit)
    }
    return try Prompt.text(ofFile: file, what: "public key", limit: SSHPublicKey.limit)
  }
}

extension JSON {
  /// A key that somebody signs in with over SSH.
  fileprivate static func sshKey(_ key: SSHKey) -> JSON {
    .object([
      ("id", .integer(key.id.rawValue)), ("name", .string(key.name.text)), ("user_id", .integer(key.userID.rawValue)),
      ("type", .string(key.kind)), ("fingerprint", .string(key.fingerprint)), ("key", .string(key.line)),
      ("created_at", .moment(key.createdAt)), ("last_used_at", .moment(key.lastUsedAt)),
    ])
  }
}
