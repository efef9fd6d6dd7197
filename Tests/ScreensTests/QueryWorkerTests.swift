import Accounts
import Glibc
import Model
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Screens

/// The other thread: it really is one here.
@Suite(.serialized)
struct QueryWorkerTests {
  let house: SampleHouse
  let accounts: Accounts
  /// Says that an answer is there.
  let wakes: AsyncStream<Void>
  let wake: AsyncStream<Void>.Continuation

  init() throws {
    (wakes, wake) = AsyncStream.makeStream(of: Void.self)
    house = try SampleHouse()
    accounts = Accounts(store: house.fixture.store)
  }

  private func worker() -> QueryWorker {
    let wake = wake
    return QueryWorker(accounts: accounts) { wake.yield() }
  }

  /// The answers, as soon as there are so many.
  private func answers(of worker: QueryWorker, _ count: Int) async -> [String] {
    var texts: [String] = []
    for await _ in wakes {
      for answer in worker.takeAnswers() {
        if case .success(let value) = answer.result, let text = value as? String { texts.append(text) }
        if case .failure(let error) = answer.result { texts.append("\(error)") }
      }
      if texts.count >= count { break }
    }
    return texts
  }

  private func work(_ text: String, _ kind: Work.Kind, page: PageID = 1, gate: Gate? = nil) -> Work {
    Work(page: page, kind: kind) { _, _ throws(AccountError) in
      gate?.wait()
      return text
    }
  }

  /// Holds a query until a test lets it go.
  final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let isReached = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }
    func wait() {
      isReached.withLock { $0 = true }
      while !isOpen.withLock({ $0 }) { sched_yield() }
    }
    func reached() async { while !isReached.withLock({ $0 }) { await Task.yield() } }
  }

  @Test func `queries are answered one after another`() async {
    let worker = worker()
    worker.submit(work("one", .rows, page: 1), for: nil)
    worker.submit(work("two", .rows, page: 2), for: nil)
    worker.submit(work("three", .count, page: 2), for: nil)
    #expect(await answers(of: worker, 3) == ["one", "two", "three"])
    #expect(!worker.isBusy)
  }

  @Test func `a newer query of a page makes the older ones worthless, and their answers are dropped`() async {
    let worker = worker()
    let gate = Gate()
    worker.submit(work("old", .rows, gate: gate), for: nil)
    await gate.reached()
    worker.submit(work("older count", .count), for: nil)
    worker.submit(work("other page", .count, page: 2), for: nil)
    worker.submit(work("new", .rows), for: nil)
    gate.open()
    #expect(await answers(of: worker, 2) == ["other page", "new"])
  }

  @Test func `a second export waits for the first`() async {
    let worker = worker()
    let gate = Gate()
    worker.submit(work("first", .export, gate: gate), for: nil)
    await gate.reached()
    worker.submit(work("second", .export), for: nil)
    gate.open()
    #expect(await answers(of: worker, 2) == ["first", "second"])
  }

  @Test func `a query sees the same database through a connection of its own`() async throws {
    let worker = worker()
    let account = try accounts.operate(as: "ada", by: "root", from: .terminal)
    worker.submit(
      Work(page: 1, kind: .count) { account, _ throws(AccountError) in
        guard let account else { throw .signedOut }
        let query = ListQuery(order: TokenOrder.name, now: TestClock.start)
        return String(try account.countPersonalTokens(query))
      }, for: account)
    #expect(await answers(of: worker, 1) == ["5"])
  }

  @Test func `what was stopped starts nothing any more`() {
    let worker = worker()
    worker.stop()
    worker.submit(work("late", .rows), for: nil)
    #expect(!worker.isBusy)
    #expect(worker.takeAnswers().isEmpty)
  }
}
