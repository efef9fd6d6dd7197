import Accounts
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
    try refuseSecond(at: location.path)
    let password = try Prompt.newPassword()
    try location.prepare()
    let house = try House(settings: settings, path: location.path, opening: .create)
    let user = try attempt { () throws(AccountError) in
      try house.administration.addUser(
        email: email.text, username: invocation.value(.username), password: password, role: .administrator,
        mustBeFirst: true)
    }
    if invocation.has(.json) { try Console.print(JSON.user(user).text) }
    Console.say("Made \(location.path) with the administrator \(user.email).")
  }

  /// Refuses before anybody is asked for a password. A missing database, or an empty file that one is to be made of, has
  /// no users.
  private static func refuseSecond(at path: String) throws(Failure) {
    do throws(StorageError) {
      if try Store(path: path).hasUsers() { throw .notFirst }
    } catch .missing {
    } catch {
      throw Failure(error)
    }
  }
}
