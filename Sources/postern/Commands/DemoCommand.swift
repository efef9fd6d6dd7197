import Accounts
import Configuration
import Cryptography
import FoundationEssentials
import Glibc
import Model
import Samples
import Screens
import Storage

extension Command {
  /// `postern demo`
  static let demo = Command(
    path: ["demo"], summary: "the account manager and the server on a throw-away database with sample accounts",
    detail:
      "It says under the sign-in form how to try the example applications, postern-example-resource and "
      + "postern-example-consumer, with it. Without a terminal it walks through the main job and prints each step.",
    options: [.theme, .listen]
  ) { invocation throws(Failure) in
    let folder = try ScratchFolder(environment: invocation.environment)
    let house = try demoHouse(at: folder.database, invocation)
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return try DemoWalk(house: house).run() }
    let (server, howToTry) = serve(house, at: folder.database)
    let notes = [
      "This is a demo: its database, \(folder.database), goes when you leave.",
      "Sign in as \(Sample.demoAdministrator) or \(Sample.demoReader), with the password \(Sample.demoPassword).",
    ]
    defer { server?.stop() }
    try house.visit(
      theme: invocation.value(.theme), notes: notes + howToTry, machine: Machine(invocation.environment),
      environment: invocation.environment)
  }

  /// Starts the server beside the account manager, and says how to try it; where the port is taken, the account manager
  /// does without.
  private static func serve(_ house: House, at path: String) -> (RunningServer?, howToTry: [String]) {
    do throws(Failure) {
      let options = RunningServer.Options(isDevelopment: true)
      let server = try RunningServer(settings: house.settings, databasePath: path, options: options)
      return (server, howToTry(server, issuer: house.settings.issuer.text, path))
    } catch {
      return (nil, ["The server is not running: \(error.lines.joined(separator: " "))"])
    }
  }

  /// Where the server is, and the commands of the example applications, each in a line of its own to be copied.
  private static func howToTry(_ server: RunningServer, issuer: String, _ path: String) -> [String] {
    let place = issuer == "http://127.0.0.1:5000" ? "" : "POSTERN_ISSUER=\(issuer) "
    return [
      "The server's pages are at \(server.address)/account. Examples to try with it:",
      "POSTERN_DATABASE=\(path) postern-example-resource",
      "\(place)POSTERN_CLIENT_ID=ID POSTERN_CLIENT_SECRET=SECRET postern-example-consumer",
      "Register the consumer for its ID and SECRET, with the redirect URI http://127.0.0.1:5100/authorized.",
    ]
  }

  @MainActor
  private static func demoHouse(at path: String, _ invocation: Invocation) throws(Failure) -> House {
    var settings = try invocation.serverSettings()
    settings.scopes = demoScopes
    settings.passwordHash.logN = demoCost.logN
    settings.passwordHash.parallelization = demoCost.parallelization
    let house = try House(settings: settings, path: path, opening: .create)
    try stored { () throws(StorageError) in
      try Sample.demo(house.store, at: Date(), cost: demoCost)
    }
    return house
  }

  /// Quick to hash: what a demonstration keeps is worth no protection.
  private static let demoCost = PasswordHash.Cost(logN: 12, blockSize: 8, parallelization: 1)

  /// The scopes of the sample tokens, in words.
  private static var demoScopes: ScopeCatalogue {
    let scopes = [
      Scope(id: "test:scope", help: "Allow access to the test page"),
      Scope(id: "deposit:write", help: "Allow upload (but not publishing)"),
      Scope(id: "deposit:actions", help: "Allow publishing of uploads"),
    ]
    return (try? ScopeCatalogue(scopes)) ?? .builtIn
  }
}
