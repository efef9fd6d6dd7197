import Configuration
import Cryptography
import Glibc
import Model
import Samples
import Storage

extension CommandOption {
  fileprivate static let users = CommandOption(long: "users", value: "N", help: "how many people (1000)")
  fileprivate static let apps = CommandOption(long: "apps", value: "N", help: "how many applications (10000)")
  fileprivate static let tokens = CommandOption(long: "tokens", value: "N", help: "how many personal tokens (100000)")
  fileprivate static let grants = CommandOption(
    long: "grants", value: "N", help: "how many times somebody let an application in (10000)")
  fileprivate static let seed = CommandOption(long: "seed", value: "S", help: "the same seed, the same data (1)")
  fileprivate static let busiest = CommandOption(
    long: "busiest", value: "PERCENT", help: "how much of the applications and tokens the first user has (50)")
}

extension Command {
  /// `postern sample`
  static let sample = Command(
    path: ["sample"], summary: "make a database of made-up people, applications, tokens and grants",
    detail:
      "For trials and benchmarks. The first user is ada@example.org, an administrator; every account has the password "
      + "\(SamplePlan().password).",
    options: [.users, .apps, .tokens, .grants, .seed, .busiest, .json],
    positionals: [Positional(name: "FILE", help: "the database to make")],
    examples: ["postern sample trial.db --tokens 1000000 --apps 100000 --users 1000"]
  ) { invocation throws(Failure) in
    let path = invocation.words.first ?? ""
    guard access(path, F_OK) != 0 else { throw .refused("\(path) is there already; choose another name.") }
    let settings = try invocation.settings()
    let plan = try plan(invocation, settings)
    do throws(StorageError) {
      let store = try Store(path: path, opening: .create)
      try Sample.fill(store, with: plan) { progress in
        Console.show(progress: "\(progress.stage.rawValue) \(progress.done) of \(progress.total)")
      }
    } catch {
      // Half a sample is of no use to anybody, least of all on a disk that is full.
      for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
      throw Failure(error)
    }
    Console.show(progress: nil)
    if invocation.has(.json) {
      let counts = [
        ("users", plan.users), ("applications", plan.applications), ("tokens", plan.tokens), ("grants", plan.grants),
      ]
      let members = counts.map { (name: $0, value: JSON.integer(Int64($1))) }
      try Console.print(JSON.object([("database", .string(path))] + members).text)
    }
    Console.say(
      "Made \(path): \(plan.users) users, \(plan.applications) applications, \(plan.tokens) tokens, \(plan.grants) grants."
    )
  }

  private static func plan(_ invocation: Invocation, _ settings: Settings) throws(Failure) -> SamplePlan {
    let most = 100_000_000
    let plan = SamplePlan()
    return SamplePlan(
      users: try invocation.number(.users, in: 1...most) ?? plan.users,
      applications: try invocation.number(.apps, in: 0...most) ?? plan.applications,
      tokens: try invocation.number(.tokens, in: 0...most) ?? plan.tokens,
      grants: try invocation.number(.grants, in: 0...most) ?? plan.grants,
      seed: UInt64(try invocation.number(.seed, in: 0...Int.max) ?? 1),
      busiestShare: try invocation.number(.busiest, in: 0...100) ?? plan.busiestShare,
      scopes: settings.scopes.offered.map(\.id), passwordCost: PasswordHash.Cost(settings.passwordHash))
  }
}
