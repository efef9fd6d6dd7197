import Cryptography
import FoundationEssentials
import Model
import Storage

/// Made-up data, for trials, benchmarks and the demonstration.
public enum Sample {
  /// Fills a database with made-up people, applications, tokens and grants. Nobody knows the tokens and secrets; the
  /// accounts share the plan's password.
  ///
  /// - Parameters:
  ///   - store: an empty database.
  ///   - plan: how much of it, from which seed.
  ///   - progress: told from time to time how far it is.
  public static func fill(
    _ store: Store, with plan: SamplePlan, progress: (SampleProgress) -> Void
  ) throws(StorageError) {
    var maker = SampleMaker(plan: plan)
    let users = try inPortions(.users, of: plan.users, store, progress) { (writer, index) throws(StorageError) in
      try maker.addUser(index, to: writer)
    }
    let clients = try inPortions(.applications, of: plan.applications, store, progress) {
      (writer, index) throws(StorageError) in try maker.addApplication(index, to: writer, owners: users)
    }
    _ = try inPortions(.tokens, of: plan.tokens, store, progress) { (writer, index) throws(StorageError) in
      try maker.addToken(index, to: writer, owners: users)
    }
    _ = try inPortions(.grants, of: plan.grants, store, progress) { (writer, index) throws(StorageError) in
      try maker.addGrant(index, to: writer, users: users, clients: clients)
    }
    try store.settle()
  }

  /// Large transactions are quick, but what they hold is lost when the program ends in the middle, and is written to
  /// the log first: portions of this many rows are as quick.
  private static let portion = 50_000
  private static let step = 5000

  private static func inPortions<Row: Sendable>(
    _ stage: SampleProgress.Stage, of total: Int, _ store: Store, _ progress: (SampleProgress) -> Void,
    _ make: (BulkWriter, Int) throws(StorageError) -> Row
  ) throws(StorageError) -> [Row] {
    var rows: [Row] = []
    progress(SampleProgress(stage: stage, done: 0, total: total))
    for start in stride(from: 0, to: total, by: portion) {
      rows += try store.bulk { (writer) throws(StorageError) in
        var part: [Row] = []
        for index in start..<min(start + portion, total) {
          part.append(try make(writer, index))
          if (index + 1) % step == 0 || index + 1 == total {
            progress(SampleProgress(stage: stage, done: index + 1, total: total))
          }
        }
        return part
      }
    }
    return rows
  }
}
