import CSystem
import Synchronization
import Threads

/// Moves what a server has written to the write-ahead log into the database file, beside the writer, so that no request
/// waits for it.
final class Checkpointer: Sendable {
  private struct State {
    var schedule: CheckpointSchedule
    var isStopping = false
    var failure: StorageError?
  }

  private let store: Store
  private let state: Mutex<State>
  private let wake = CountingSemaphore()
  private let ended = CountingSemaphore()

  /// For how long a run rests between its writes, in milliseconds.
  private static let patience = 1000

  /// Starts on a connection and a thread of its own.
  init(path: String, schedule: CheckpointSchedule) throws(StorageError) {
    state = Mutex(State(schedule: schedule))
    store = try Store(path: path, for: .service)
    do throws(Thread.Unavailable) {
      try Thread.start("postern-checkpt") { [self] in work() }
    } catch {
      throw .noThread(for: path, error)
    }
  }

  /// Told by the writer how many pages the log has after a commit.
  ///
  /// - Returns: what the writer should do itself.
  func next(pages: Int) -> CheckpointSchedule.Step {
    let step = state.withLock { $0.failure == nil ? $0.schedule.next(pages: pages) : .nothing }
    if step == .begin { wake.post() }
    return step
  }

  /// What the disk said when it could not be waited for. From then on nothing more is moved, and the log is kept as it
  /// is: what was moved may be nowhere else.
  var failure: StorageError? { state.withLock { $0.failure } }

  /// Moves pages of a store's log into the file.
  ///
  /// - Returns: how many are in the file now.
  func move(_ store: Store, alone: Bool) -> Int {
    do throws(StorageError) { return try store.checkpoint(alone: alone) } catch {
      // Pages that could not be written have not been moved, and the next run tries them again.
      if error.isOfWaiting, keepFirst(error) { self.store.pinLog() }
      return 0
    }
  }

  /// - Returns: whether it is the first.
  private func keepFirst(_ failure: StorageError) -> Bool {
    state.withLock { state in
      defer { state.failure = state.failure ?? failure }
      return state.failure == nil
    }
  }

  /// Ends, with what has begun.
  func stop() {
    state.withLock { $0.isStopping = true }
    wake.post()
    ended.wait()
  }

  private func work() {
    while true {
      wake.wait()
      if state.withLock({ $0.isStopping }) { break }
      // Who commits waits for the same disk. But what has come meanwhile must be moved faster than more comes, and neither
      // may a slow disk let the log grow for long nor the end of the server wait.
      postern_write_gently(state.withLock { $0.schedule.isFirstRun } ? Self.patience : 0)
      let moved = move(store, alone: false)
      state.withLock { $0.schedule.ended(moved: moved) }
    }
    ended.post()
  }
}

/// When the log's pages are moved, and by whom.
///
/// While they are, the writer goes on and the log grows. So a second, shorter run follows, and once next to nothing is
/// left, the writer moves that itself: then the log is all in the file, and the next commit writes it from its start.
struct CheckpointSchedule {
  /// What is to be done after a commit.
  enum Step {
    case nothing
    /// Move pages beside the writer.
    case begin
    /// Move what is left, before the next commit.
    case finish
    /// The same, and let nobody else write meanwhile: where others write much as well, it never happens that little is
    /// left.
    case restart
  }

  /// Pages of the log at which the first run begins. The more there are, the more of them have become the same page; the
  /// fewer, the shorter does a commit wait for a disk that takes them in.
  let length: Int
  /// So many pages are moved in less time than a commit takes.
  let remainder: Int
  /// So many pages come between two tries: somebody who reads for long keeps the log from being emptied.
  let interval: Int

  /// So many times its length may the log have before nobody else may write.
  static let patience = 8

  private var isRunning = false
  private var moved = 0
  private var tried = 0

  init(length: Int = 1000, remainder: Int = 100, interval: Int = 250) {
    self.length = length
    self.remainder = remainder
    self.interval = interval
  }

  /// Whether nothing of the log has been moved since it was written from its start.
  var isFirstRun: Bool { moved == 0 }

  /// - Parameter pages: of the log.
  mutating func next(pages: Int) -> Step {
    // It was written from its start again.
    if pages < tried { (moved, tried) = (0, 0) }
    guard pages >= length, !isRunning else { return .nothing }
    if pages >= Self.patience * length, pages - tried >= interval {
      (moved, tried) = (0, pages)
      return .restart
    }
    if pages - moved <= remainder {
      (moved, tried) = (0, pages)
      return .finish
    }
    guard pages - tried >= interval else { return .nothing }
    (isRunning, tried) = (true, pages)
    return .begin
  }

  /// A run beside the writer has ended.
  ///
  /// - Parameter moved: how many pages of the log are in the file now.
  mutating func ended(moved: Int) { (isRunning, self.moved) = (false, moved) }
}
