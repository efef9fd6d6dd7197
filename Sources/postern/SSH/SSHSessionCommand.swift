import Accounts
import Glibc
import Model

extension CommandOption {
  fileprivate static let key = CommandOption(
    long: "key", value: "ID", help: "whose account opens: that of this key's owner")
}

extension Command {
  /// `postern ssh-session`, which sshd(8) runs for a key
  static let sshSession = Command(
    path: ["ssh-session"], summary: "what a key may do over SSH; sshd runs it, as \"ssh-key authorized-keys\" says",
    options: [.key.needed], isHidden: true
  ) { invocation throws(Failure) in
    let client = SSHClient(invocation.environment)
    try client.forgetTheRest()
    guard invocation.has(.database) else { throw .usage("--database is missing.") }
    guard let id = Int64(try invocation.required(.key)) else { throw .usage("--key must be the number of a key.") }
    let house = try invocation.house()
    let account = try attempt { () throws(AccountError) in
      try house.accounts.signIn(by: Identifier(rawValue: id), from: client.origin)
    }
    let words = try CommandWords(client.command ?? "").words
    try CommandTable.postern.overSSH.perform(words, opened: house.visited(by: account))
  }

  /// What opens over SSH when no command is given.
  static let accountManagerOverSSH = Command(
    path: ["tui"], summary: "the account manager", isOverSSH: true,
    common: CommandOption.common.filter { !$0.isLocal }
  ) { invocation throws(Failure) in
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw .failed("the account manager needs a terminal: ssh -t; \"--help\" lists commands that do without.")
    }
    let house = try invocation.house()
    guard case .person(let account) = house.acting else { throw .refused("Nobody has come in over SSH.") }
    try house.visit(account: account, machine: nil, environment: invocation.environment)
  }
}
