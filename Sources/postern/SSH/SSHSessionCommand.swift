import Accounts
import Configuration
import Glibc
import Model

extension CommandOption {
  fileprivate static let key = CommandOption(long: "key", value: "ID", help: "the account of this key's owner opens")
  fileprivate static let account = CommandOption(
    long: "account", value: "ID", help: "this account opens, by certificate")
  fileprivate static let serial = CommandOption(
    long: "serial", value: "NUMBER", help: "the certificate's serial number")
}

extension Command {
  /// `postern ssh-session`, which sshd(8) runs for a key
  static let sshSession = Command(
    path: ["ssh-session"], summary: "what a key may do over SSH; sshd runs it, as \"ssh-key authorized-keys\" says",
    options: [.key, .account, .serial], isHidden: true
  ) { invocation throws(Failure) in
    let client = SSHClient(invocation.environment)
    try client.forgetTheRest()
    guard invocation.has(.database) else { throw .usage("--database is missing.") }
    let house = try invocation.house()
    let account = try signIn(invocation, to: house, from: client.origin)
    var words = try CommandWords(client.command ?? "").words
    // ssh(1) takes --help behind the host for an option of its own.
    if words == ["help"] { words = ["--help"] }
    do throws(Failure) {
      try CommandTable.postern.overSSH.perform(words, opened: house.visited(by: account))
    } catch {
      // Where that cannot be recorded, it is refused all the same.
      if error.isOverreach { try? account.noteRefusal(to: "what is the operator's, over SSH") }
      throw error
    }
  }

  /// What opens over SSH when no command is given.
  static let accountManagerOverSSH = Command(
    path: ["tui"], summary: "the account manager", isOverSSH: true,
    common: CommandOption.common.filter { !$0.isLocal }
  ) { invocation throws(Failure) in
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw .failed("the account manager needs a terminal: ssh -t; \"help\" lists commands that do without.")
    }
    let house = try invocation.house()
    guard case .person(let account) = house.acting else { throw .refused("Nobody has come in over SSH.") }
    try house.visit(account: account, machine: nil, environment: invocation.environment)
  }

  /// Opens the account that the words name; one, and one way.
  private static func signIn(_ invocation: Invocation, to house: House, from origin: Origin) throws(Failure) -> Account
  {
    let key = try invocation.number(.key, in: 1...Int.max)
    let account = try invocation.number(.account, in: 1...Int.max)
    switch (key, account) {
    case (let key?, nil):
      return try attempt { () throws(AccountError) in
        try house.accounts.signIn(by: Identifier(rawValue: Int64(key)), from: origin)
      }
    case (nil, let account?):
      guard let serial = UInt64(try invocation.required(.serial)) else { throw .usage("--serial must be a number.") }
      return try attempt { () throws(AccountError) in
        try house.accounts.signIn(as: Identifier(rawValue: Int64(account)), certificate: serial, from: origin)
      }
    default: throw .usage("say whose account opens: --key ID, or --account ID and --serial NUMBER.")
    }
  }
}
