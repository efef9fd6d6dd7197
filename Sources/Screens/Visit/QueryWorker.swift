import Accounts
import Storage
import Synchronization
import Threads

/// Runs queries off the main thread, one after another, on a connection of its own. A newer query of a page interrupts
/// the older one that it replaces.
final class QueryWorker: Sendable {
  private struct Job {
    let work: Work
    let account: Account?
    var isReplaced = false
  }

  private struct State {
    var running: Job?
    var waiting: [Job] = []
    var answers: [Answer] = []
    var store: Store?
    var isStopped = false
  }

  private let accounts: Accounts
  private let wake: @Sendable () -> Void
  private let state = Mutex(State())

  /// - Parameters:
  ///   - accounts: the way in; the worker opens the same database once more.
  ///   - wake: called from the other thread when an answer is there.
  init(accounts: Accounts, wake: @escaping @Sendable () -> Void) {
    self.accounts = accounts
    self.wake = wake
  }

  /// Queues a query.
  func submit(_ work: Work, for account: Account?) {
    let starts = state.withLock { state in
      state.waiting.removeAll { work.replaces($0.work) }
      state.waiting.append(Job(work: work, account: account))
      guard let running = state.running else { return true }
      if work.replaces(running.work) {
        state.running?.isReplaced = true
        state.store?.interrupt()
      }
      return false
    }
    if starts { start() }
  }

  /// What was found since the last call.
  func takeAnswers() -> [Answer] {
    state.withLock { state in
      defer { state.answers = [] }
      return state.answers
    }
  }

  /// Interrupts what runs and forgets what waits.
  func stop() {
    state.withLock { state in
      state.isStopped = true
      state.waiting = []
      state.running?.isReplaced = true
      state.store?.interrupt()
    }
  }

  /// Whether something runs.
  var isBusy: Bool { state.withLock { $0.running != nil } }

  private func start() {
    guard let job = next() else { return }
    let work: @Sendable () -> Void = { [self] in
      var job: Job? = job
      while let current = job {
        let answer = answer(current)
        job = finish(current, with: answer)
      }
    }
    // Where no thread can be had, the key waits.
    if (try? Thread.start("postern-query", work)) == nil { work() }
  }

  private func next() -> Job? {
    state.withLock { state in
      guard state.running == nil, !state.waiting.isEmpty, !state.isStopped else { return nil }
      state.running = state.waiting.removeFirst()
      return state.running
    }
  }

  /// Files an answer, unless a newer query has made it worthless, and takes the next job.
  private func finish(_ job: Job, with answer: Answer) -> Job? {
    let isReplaced = state.withLock { state in
      let isReplaced = state.running?.isReplaced ?? false
      state.running = nil
      // An interruption that was meant for the job before it hit this one: it starts again.
      if !isReplaced, case .failure(.storage(.interrupted)) = answer.result {
        state.waiting.insert(job, at: 0)
        return true
      }
      if !isReplaced { state.answers.append(answer) }
      return isReplaced
    }
    if !isReplaced { wake() }
    return next()
  }

  private func answer(_ job: Job) -> Answer {
    do throws(AccountError) {
      let store = try openStore()
      let accounts = Accounts(store: store, settings: accounts.settings, surroundings: accounts.surroundings)
      return job.work.answer(job.account?.on(store), accounts)
    } catch {
      return Answer(page: job.work.page, kind: job.work.kind, result: .failure(error))
    }
  }

  private func openStore() throws(AccountError) -> Store {
    if let store = state.withLock({ $0.store }) { return store }
    do {
      let store = try Store(path: accounts.store.path)
      state.withLock { $0.store = store }
      return store
    } catch {
      throw .storage(error)
    }
  }
}

extension Work {
  /// Runs it.
  func answer(_ account: Account?, _ accounts: Accounts) -> Answer {
    do throws(AccountError) {
      return Answer(page: page, kind: kind, result: .success(try run(account, accounts)))
    } catch {
      return Answer(page: page, kind: kind, result: .failure(error))
    }
  }

  /// Whether an older query is worthless once this one was asked for: what another filter found, or counted.
  func replaces(_ older: Work) -> Bool {
    guard kind == .rows || kind == .count else { return false }
    return page == older.page && (kind == older.kind || (kind == .rows && older.kind == .count))
  }
}
