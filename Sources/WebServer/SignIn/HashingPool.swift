import Synchronization
import Threads

/// Threads for what takes as long as hashing a password: a few, so that a flood of sign-ins takes neither every processor
/// nor all memory, and with few waiting, so that nobody waits for long. A thread is there while there is work.
public final class HashingPool: Sendable {
  /// Work for another thread.
  public typealias Job = @Sendable () -> Void

  private struct State {
    var workers = 0
    var waiting: [Job] = []
  }

  private let workers: Int
  private let limit: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - workers: how many jobs run at once.
  ///   - waiting: how many more may wait.
  public init(workers: Int = 2, waiting: Int = 32) {
    self.workers = max(workers, 1)
    limit = max(waiting, 0)
  }

  /// Runs a job as soon as a thread is free.
  ///
  /// - Returns: false when too many wait already, or no thread can be had; the job is then forgotten.
  public func submit(_ job: @escaping Job) -> Bool {
    let starts: Bool? = state.withLock { state in
      if state.workers < workers {
        state.workers += 1
        return true
      }
      guard state.waiting.count < limit else { return nil }
      state.waiting.append(job)
      return false
    }
    switch starts {
    case nil: return false
    case false?: return true
    case true?:
      if start(with: job) { return true }
      state.withLock { $0.workers -= 1 }
      return false
    }
  }

  /// How many jobs run or wait.
  var load: Int { state.withLock { $0.workers + $0.waiting.count } }

  private func start(with first: @escaping Job) -> Bool {
    let work: Job = { [self] in
      var job: Job? = first
      while let current = job {
        current()
        job = next()
      }
    }
    return (try? Thread.start("postern-hash", work)) != nil
  }

  /// The next job; nothing when none waits, and then the thread that asked counts no longer.
  private func next() -> Job? {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.workers -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
  }
}
