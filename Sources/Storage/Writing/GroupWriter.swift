import Synchronization
import Threads

/// Commits the changes of many threads together: what has queued while one transaction was written to the disk goes into
/// the next. Each change still happens whole or not at all, and is told done only once it is on the disk.
public final class GroupWriter: Sendable {
  /// What was committed since the start.
  public struct Statistics: Sendable, Equatable {
    /// Transactions.
    public var commits = 0
    /// Changes in them.
    public var changes = 0
    /// The most changes in one.
    public var largest = 0
  }

  /// The most changes of one transaction: none waits longer than these take.
  static let batchLimit = 512

  private struct Job {
    let writesTokensAlone: Bool
    let run: @Sendable (Batch) -> Void
  }

  private struct State {
    var jobs: [Job] = []
    var isStopping = false
    var statistics = Statistics()
  }

  private let store: Store
  private let lineage: Lineage
  private let checkpointer: Checkpointer
  private let state = Mutex(State())
  private let wake = CountingSemaphore()
  private let ended = CountingSemaphore()

  /// Starts a writer on a connection of its own.
  ///
  /// - Parameter lineage: shared with the stores that read.
  public convenience init(path: String, lineage: Lineage = Lineage()) throws(StorageError) {
    try self.init(path: path, lineage: lineage, checkpoints: CheckpointSchedule())
  }

  /// The same, with another length of the write-ahead log.
  init(path: String, lineage: Lineage = Lineage(), checkpoints: CheckpointSchedule) throws(StorageError) {
    self.lineage = lineage
    store = try Store(path: path, for: .writer)
    checkpointer = try Checkpointer(path: path, schedule: checkpoints)
    do throws(Thread.Unavailable) {
      try Thread.start("postern-writer") { [self] in work() }
    } catch {
      checkpointer.stop()
      throw .noThread(for: path, error)
    }
  }

  /// What was committed since the start.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// Why the write-ahead log is not moved into the file any more; nothing while it is.
  public var checkpointFailure: StorageError? { checkpointer.failure }

  /// Hands a change in.
  ///
  /// - Parameter answer: told what became of it, on the writer's thread, once it is on the disk or has failed; it should
  ///   be quick. After ``stop()`` it is ``StorageError/interrupted``.
  public func submit<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Result<Value, StorageError>) -> Void
  ) {
    let job = Job(writesTokensAlone: change.writesTokensAlone) { batch in batch.run(change, then: answer) }
    let (isFirst, isTaken) = state.withLock { state in
      guard !state.isStopping else { return (false, false) }
      state.jobs.append(job)
      return (state.jobs.count == 1, true)
    }
    guard isTaken else { return answer(.failure(.interrupted)) }
    if isFirst { wake.post() }
  }

  /// Hands a change in and waits until it is on the disk, or has failed. Not for the writer's own thread.
  public func commit<Value>(_ change: Change<Value>) throws(StorageError) -> Value {
    let outcome = Outcome<Value>()
    submit(change) { outcome.tell($0) }
    return try outcome.wait().get()
  }

  /// Commits what was handed in, and ends. Whoever stops it returns once that is done.
  public func stop() {
    state.withLock { $0.isStopping = true }
    wake.post()
    ended.wait()
    ended.post()
  }

  private func work() {
    while true {
      wake.wait()
      while let jobs = take() {
        commit(jobs)
        // Those who waited have been told by now.
        keepLogShort()
      }
      if state.withLock({ $0.isStopping }) { break }
    }
    checkpointer.stop()
    ended.post()
  }

  private func keepLogShort() {
    guard let pages = store.logPages else { return }
    switch checkpointer.next(pages: pages) {
    case .nothing, .begin: break
    case .finish: _ = checkpointer.move(store, alone: false)
    case .restart: _ = checkpointer.move(store, alone: true)
    }
  }

  private func take() -> ArraySlice<Job>? {
    state.withLock { state in
      guard !state.jobs.isEmpty else { return nil }
      let jobs = state.jobs.prefix(Self.batchLimit)
      state.jobs = Array(state.jobs.dropFirst(jobs.count))
      return jobs
    }
  }

  /// Runs changes in one transaction.
  ///
  /// - Returns: nothing when one failed that was not kept apart; then nothing was written.
  private func run(_ jobs: ArraySlice<Job>, apart: Bool) throws(StorageError) -> [Answer]? {
    var isOneToBlame = false
    do throws(StorageError) {
      return try store.question { (database) throws(StorageError) in
        var before: CommitStamp?
        let answers = try database.change { () throws(StorageError) in
          before = database.stamp
          let batch = Batch(database, apart: apart)
          for job in jobs { job.run(batch) }
          guard let failure = batch.failure else { return batch.answers }
          isOneToBlame = !apart
          throw failure
        }
        lineage.extend(
          from: before, to: database.stamp, wroteTokensAlone: jobs.allSatisfy(\.writesTokensAlone))
        return answers
      }
    } catch {
      if isOneToBlame { return nil }
      throw error
    }
  }

  private func commit(_ jobs: ArraySlice<Job>) {
    var failure: StorageError?
    let answers: [Answer]
    do throws(StorageError) {
      // Hardly ever does a change fail, and to keep each apart from the others costs as much as some of them. So they
      // are run together first; where one fails, nothing is written, and all are run again, each in a part of its own.
      if let together = try run(jobs, apart: false) {
        answers = together
      } else {
        answers = try run(jobs, apart: true) ?? []
      }
    } catch {
      // Where the transaction itself failed, nothing was written of any of them, and none has an answer yet.
      failure = error
      let batch = Batch()
      for job in jobs { job.run(batch) }
      answers = batch.answers
    }
    state.withLock { state in
      state.statistics.commits += failure == nil ? 1 : 0
      state.statistics.changes += failure == nil ? jobs.count : 0
      state.statistics.largest = max(state.statistics.largest, jobs.count)
    }
    for answer in answers { answer(failure) }
  }
}

/// What became of a change, for a thread that waits for it.
private final class Outcome<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, StorageError>>(.failure(.interrupted))
  private let isThere = CountingSemaphore()

  func tell(_ outcome: Result<Value, StorageError>) {
    result.withLock { $0 = outcome }
    isThere.post()
  }

  func wait() -> Result<Value, StorageError> {
    isThere.wait()
    return result.withLock { $0 }
  }
}

/// Tells what became of a change; the error is that of the whole transaction.
private typealias Answer = @Sendable (StorageError?) -> Void

/// The changes of one transaction, and what is to be told once it is committed.
private final class Batch {
  private let database: Connection?
  private let isApart: Bool
  private(set) var answers: [Answer] = []
  /// What ended the whole transaction, if something did.
  private(set) var failure: StorageError?

  /// - Parameter apart: whether a change that fails leaves the others as they are.
  init(_ database: Connection, apart: Bool) {
    self.database = database
    isApart = apart
  }

  /// Stands for a transaction that could not be committed.
  init() {
    database = nil
    isApart = false
  }

  func run<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Result<Value, StorageError>) -> Void
  ) {
    // Without the transaction, a change would be committed by itself, whatever is told of it.
    guard failure == nil else { return }
    let result: Result<Value, StorageError>? = database.map { database in
      do throws(StorageError) {
        guard isApart else { return .success(try change.body(database)) }
        return .success(try database.savepoint { () throws(StorageError) in try change.body(database) })
      } catch {
        if !isApart || !database.isInTransaction { failure = error }
        return .failure(error)
      }
    }
    answers.append { failure in answer(failure.map { .failure($0) } ?? result ?? .failure(.interrupted)) }
  }
}
