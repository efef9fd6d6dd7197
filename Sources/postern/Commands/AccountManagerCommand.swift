import Accounts
import Configuration
import Glibc
import Screens
import Storage

extension Command {
  /// `postern tui`, and bare `postern`
  static let accountManager = Command(
    path: ["tui"], summary: "the account manager",
    detail:
      "It asks for e-mail address and password. With --user, whoever may write the database file anyway skips the "
      + "sign-in; the header and the audit log say so.",
    options: [.user.saying("open this account without signing in: an e-mail address, a username or an id"), .theme]
  ) { invocation throws(Failure) in
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw .failed("the account manager needs a terminal; \"postern --help\" lists commands that do without.")
    }
    // A forced command (sshd_config(5)) hands on what the far end typed: it must not choose whom to be.
    if invocation.has(.user), invocation.environment["SSH_ORIGINAL_COMMAND"] != nil {
      throw .refused("--user is refused under an SSH forced command; sign in instead.")
    }
    let house = try invocation.house()
    let account = try invocation.value(.user).map { (key: String) throws(Failure) in
      try attempt { () throws(AccountError) in
        try house.accounts.operate(as: key, by: Operator.name, from: .terminal)
      }
    }
    let isEmpty = try !stored { () throws(StorageError) in try house.store.hasUsers() }
    try house.visit(
      account: account, theme: invocation.value(.theme),
      notes: isEmpty ? ["Nobody has an account yet; make one with \"postern user add\"."] : [],
      machine: Machine(invocation.environment), environment: invocation.environment)
  }
}
