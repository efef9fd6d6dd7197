import Accounts
import Glibc
import Model
import Storage

extension Command {
  /// `postern init`
  static let initialize = Command(
    path: ["init"],
    summary: "make the database and its first administrator",
    detail:
      "The password is asked for twice, hidden; when standard input is no terminal, it is read once, from its first line.",
    options: [.email.needed.saying("the administrator's e-mail address"), .username, .json],
    examples: ["postern init --email ada@example.org"]
  ) { invocation throws(Failure) in
    let settings = try invocation.settings()
    let location = try invocation.databaseLocation()
    let email = try attempt { () throws(AccountError) in
      do throws(ValidationFailure) {
        return try EmailAddress(validating: invocation.value(.email) ?? "")
      } catch {
        throw .invalid(error)
      }
    }
    if access(location.path, F_OK) == 0 {
      try refuseSecond(House(settings: settings, path: location.path), at: location.path)
    }
    let password = try Prompt.newPassword()
    try location.prepare()
    let house = try House(settings: settings, path: location.path, opening: .create)
    try refuseSecond(house, at: location.path)
    let user = try attempt { () throws(AccountError) in
      try house.administration.addUser(
        email: email.text, username: invocation.value(.username), password: password, role: .administrator)
    }
    if invocation.has(.json) { try Console.print(JSON.user(user).text) }
    Console.say("Made \(location.path) with the administrator \(user.email).")
  }

  private static func refuseSecond(_ house: House, at path: String) throws(Failure) {
    if try stored({ () throws(StorageError) in try house.store.hasUsers() }) {
      throw .refused("\(path) has users already; add more with \"postern user add\".")
    }
  }
}
