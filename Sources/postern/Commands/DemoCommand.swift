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
    path: ["demo"], summary: "the account manager on a throw-away database with sample accounts",
    detail:
      "Without a terminal it walks through the main job instead: it registers an application, makes a token, lists and "
      + "revokes, and prints each step."
  ) { invocation throws(Failure) in
    let settings = try demoSettings(invocation)
    let folder = try ScratchFolder(environment: invocation.environment)
    let house = try House(settings: settings, path: folder.database, opening: .create)
    let cost = PasswordHash.Cost(settings.passwordHash)
    try stored { () throws(StorageError) in try Sample.demo(house.store, at: Date().wholeSeconds, cost: cost) }
    if isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 {
      try house.visit(notes: demoNotes, environment: invocation.environment)
    } else {
      try Walkthrough(house: house).run()
    }
  }

  /// What is said under the sign-in form.
  private static let demoNotes = [
    "This is a demonstration; nothing is kept when you leave.",
    "Administrator  \(Sample.demoAdministrator)",
    "User           \(Sample.demoReader)",
    "Password       \(Sample.demoPassword)  (for both)",
  ]

  /// The configured theme and keys, the sample's scopes, and passwords whose hash costs as little as may be: everybody
  /// knows them.
  private static func demoSettings(_ invocation: Invocation) throws(Failure) -> Settings {
    var settings = try invocation.settings()
    settings.passwordHash.logN = 14
    let scopes = Sample.demoScopes.filter { $0 != Scope.userEmail.id }.map {
      Scope(id: $0, help: scopeHelp[$0] ?? "Made up for the demonstration")
    }
    do throws(ScopeError) {
      settings.scopes = try ScopeCatalogue(scopes)
    } catch {
      throw .failed("the sample's scopes cannot be used: \(error).")
    }
    return settings
  }

  private static let scopeHelp = [
    "deposit:write": "Allow upload (but not publishing)",
    "deposit:actions": "Allow publishing of uploads",
    "test:scope": "Allow reading the example's protected page",
  ]
}
