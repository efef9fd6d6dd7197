import Glibc
import Synchronization

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

  private typealias Job = @Sendable (Batch) -> Void

  private struct State {
    var jobs: [Job] = []
    var isStopping = false
    var statistics = Statistics()
  }

  private let store: Store
  private let state = Mutex(State())
  private let wake = Semaphore()
  private let ended = Semaphore()

  /// Starts a writer on a connection of its own.
  public init(path: String) throws(StorageError) {
    store = try Store(path: path, isFollowing: true)
    WriterThread.start { [self] in work() }
  }

  /// What was committed since the start.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// Hands a change in.
  ///
  /// - Parameter answer: told what became of it, on the writer's thread, once it is on the disk or has failed; it should
  ///   be quick. After ``stop()`` it is ``StorageError/interrupted``.
  public func submit<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Result<Value, StorageError>) -> Void
  ) {
    let job: Job = { batch in batch.run(change, then: answer) }
    let (isFirst, isTaken) = state.withLock { state in
      guard !state.isStopping else { return (false, false) }
      state.jobs.append(job)
      return (state.jobs.count == 1, true)
    }
    guard isTaken else { return answer(.failure(.interrupted)) }
    if isFirst { wake.post() }
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
      while let jobs = take() { commit(jobs) }
      if state.withLock({ $0.isStopping }) { break }
    }
    ended.post()
  }

  private func take() -> ArraySlice<Job>? {
    state.withLock { state in
      guard !state.jobs.isEmpty else { return nil }
      let jobs = state.jobs.prefix(Self.batchLimit)
      state.jobs.removeFirst(jobs.count)
      return jobs
    }
  }

  private func commit(_ jobs: ArraySlice<Job>) {
    var answers: [@Sendable (StorageError?) -> Void] = []
    var failure: StorageError?
    do throws(StorageError) {
      answers = try store.change { (database) throws(StorageError) in
        let batch = Batch(database)
        for job in jobs { job(batch) }
        if let failure = batch.failure { throw failure }
        return batch.answers
      }
    } catch {
      failure = error
    }
    // Where the transaction itself failed, nothing was written of any of them, and none has an answer yet.
    if let failure {
      let batch = Batch(failing: failure)
      for job in jobs { job(batch) }
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

/// The changes of one transaction, and what is to be told once it is committed.
private final class Batch {
  private let database: Connection?
  private(set) var answers: [@Sendable (StorageError?) -> Void] = []
  /// What ended the whole transaction, if something did.
  private(set) var failure: StorageError?

  init(_ database: Connection) { self.database = database }

  /// Stands for a transaction that could not be committed.
  init(failing error: StorageError) { database = nil }

  func run<Value>(
    _ change: Change<Value>, then answer: @escaping @Sendable (Result<Value, StorageError>) -> Void
  ) {
    let result: Result<Value, StorageError>? = database.map { database in
      // Without the transaction, a change would be committed by itself, whatever is told of it.
      if let failure { return .failure(failure) }
      do throws(StorageError) {
        return .success(try database.savepoint { () throws(StorageError) in try change.body(database) })
      } catch {
        if !database.isInTransaction { failure = error }
        return .failure(error)
      }
    }
    answers.append { failure in answer(failure.map { .failure($0) } ?? result ?? .failure(.interrupted)) }
  }
}
