import Accounts
import Cryptography
import FoundationEssentials
import Glibc
import Model
import Samples
import Screens
import Storage
import TerminalUI

/// Draws the pictures of the documents: the account manager's own canvases, on the demonstration's database, on a day
/// that is always the same. `./dev pictures` calls it with the folder to draw into.
@main
@MainActor
enum Pictures {
  /// A picture: its file, what it shows, and the keys that lead there.
  private struct Scene {
    let name: String
    let label: String
    let keys: [String]
  }

  private static let scenes = [
    Scene(name: "applications", label: "The list of applications, with the selected one beside it", keys: ["j", "j"]),
    Scene(
      name: "application", label: "An application and how it uses the OAuth 2.0 endpoints", keys: ["j", "j", "Enter"]),
    Scene(
      name: "tokens", label: "The list of personal access tokens, two of them marked", keys: ["2", "Space", "Space"]),
    Scene(
      name: "new-token", label: "The form for a new personal access token",
      keys: ["2", "n"] + "ci-monthly".map(String.init) + ["Tab", "Right", "Tab", "j", "Space", "j", "j", "j", "Space"]),
    Scene(name: "revoke", label: "The question before an application is shut out", keys: ["3", "d"]),
    Scene(name: "palette", label: "The command palette", keys: ["2", ":", "r", "e", "v"]),
  ]

  static func main() throws {
    guard let folder = CommandLine.arguments.dropFirst().first else {
      print("usage: pictures FOLDER")
      exit(2)
    }
    setlocale(LC_CTYPE, "C.UTF-8")
    let moment = SamplePlan.standardMoment
    var template = Array("/tmp/postern-pictures-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { exit(1) }
    let work = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      for suffix in ["", "-wal", "-shm"] { unlink("\(work)/demo.db\(suffix)") }
      rmdir(work)
    }
    let store = try Store(path: work + "/demo.db", opening: .create)
    try Sample.demo(store, at: moment, cost: PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1))
    let scopes = [
      Scope(id: "deposit:write", help: "Allow upload (but not publishing)"),
      Scope(id: "deposit:actions", help: "Allow publishing of uploads"),
      Scope(id: "test:scope", help: "Allow access to the test page"),
    ]
    let settings = AccountSettings(scopes: try ScopeCatalogue(scopes))
    let accounts = Accounts(store: store, settings: settings, surroundings: Surroundings(now: { moment }))
    let account = try accounts.signIn(
      as: Sample.demoAdministrator, password: Sample.demoPassword, from: Origin("pictures"))
    for scene in scenes { try draw(scene, accounts: accounts, account: account, folder: folder) }
  }

  private static func draw(_ scene: Scene, accounts: Accounts, account: Account, folder: String) throws {
    let manager = AccountManager(
      desk: Desk(
        accounts: accounts, account: account, siteName: "Postern", databaseName: "demo.db",
        issuer: "https://example.org"))
    manager.settle()
    for name in scene.keys {
      guard let key = Key(name) else { throw Problem.noKey(name) }
      manager.handle(.key(key))
      manager.settle()
    }
    let picture = manager.draw().svg(
      theme: BuiltInThemes.terminal, text: "#d8dee9", ground: "#1f2430", label: scene.label)
    try Data(picture.utf8).write(to: URL(filePath: "\(folder)/\(scene.name).svg"))
  }

  private enum Problem: Error {
    case noKey(String)
  }
}
