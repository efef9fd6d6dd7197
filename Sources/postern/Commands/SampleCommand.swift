import Cryptography
import Glibc
import Model
import Samples
import Storage

extension CommandOption {
  fileprivate static let users = count("users", "how many people", SamplePlan().users)
  fileprivate static let apps = count("apps", "how many applications", SamplePlan().applications)
  fileprivate static let tokens = count("tokens", "how many personal access tokens", SamplePlan().tokens)
  fileprivate static let grants = count(
    "grants", "how many times somebody let an application in", SamplePlan().grants)
  fileprivate static let seed = count("seed", "where the made-up choices begin", Int(SamplePlan().seed), value: "S")
  fileprivate static let busiest = count(
    "busiest", "the percentage of applications and tokens that the first user has", SamplePlan().busiestShare)

  private static func count(_ name: String, _ help: String, _ standard: Int, value: String = "N") -> CommandOption {
    CommandOption(long: name, value: value, help: "\(help) (\(standard) when not given)")
  }
}

extension Command {
  /// `postern sample`
  static let sample = Command(
    path: ["sample"], summary: "make a database of made-up people, applications, tokens and grants",
    detail:
      "For trials and benchmarks: the same numbers and seed make the same data. The first user is the administrator "
      + "ada@example.org; everybody's password is \(SamplePlan().password).",
    options: [.users, .apps, .tokens, .grants, .seed, .busiest],
    positionals: [Positional(name: "FILE", help: "the database to make; it must not be there yet")],
    examples: ["postern sample big.db --users 1000 --apps 100000 --tokens 1000000"]
  ) { invocation throws(Failure) in
    let file = invocation.words[0]
    let settings = try invocation.settings()
    var plan = SamplePlan(passwordCost: PasswordHash.Cost(settings.passwordHash))
    plan = SamplePlan(
      users: try invocation.number(.users, in: 1...10_000_000) ?? plan.users,
      applications: try invocation.number(.apps, in: 0...100_000_000) ?? plan.applications,
      tokens: try invocation.number(.tokens, in: 0...1_000_000_000) ?? plan.tokens,
      grants: try invocation.number(.grants, in: 0...1_000_000_000) ?? plan.grants,
      seed: UInt64(try invocation.number(.seed, in: 0...Int.max) ?? Int(plan.seed)),
      busiestShare: try invocation.number(.busiest, in: 0...100) ?? plan.busiestShare,
      scopes: settings.scopes.offered.map(\.id), passwordCost: plan.passwordCost)
    guard access(file, F_OK) != 0 else { throw .failed("\(file) is there already; choose another name.") }
    let house = try House(settings: settings, path: file, opening: .create)
    let progress = ProgressLine()
    let finished = plan
    try stored { () throws(StorageError) in
      try Sample.fill(house.store, with: finished) { progress.show($0) }
    }
    progress.end()
    Console.say("Made \(file).")
  }
}

/// How far a long job is: one line that is written over on a terminal, a line a stage elsewhere.
private struct ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1

  func show(_ progress: SampleProgress) {
    if isTerminal {
      Console.ask("\r\(progress.stage.rawValue) \(progress.done) of \(progress.total)")
    } else if progress.done == progress.total {
      Console.say("\(progress.total) \(progress.stage.rawValue)")
    }
  }

  func end() {
    if isTerminal { Console.say("") }
  }
}
