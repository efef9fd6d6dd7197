import Glibc
import Synchronization
import Testing

@testable import WebServer

@Suite struct HashingPoolTests {
  /// A gate that jobs wait at until a test opens it.
  private final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, waiting: Int, most: Int, passed: Int)>((false, 0, 0, 0))

    func pass() {
      state.withLock {
        $0.waiting += 1
        $0.most = max($0.most, $0.waiting)
      }
      while !state.withLock({ $0.isOpen }) { sched_yield() }
      state.withLock {
        $0.waiting -= 1
        $0.passed += 1
      }
    }

    func open() { state.withLock { $0.isOpen = true } }
    var waiting: Int { state.withLock { $0.waiting } }
    var most: Int { state.withLock { $0.most } }
    var passed: Int { state.withLock { $0.passed } }
  }

  @Test func `so many run at once, so many wait, and more are sent away`() async {
    let pool = HashingPool(workers: 2, waiting: 3)
    let gate = Gate()
    let taken = (0..<10).map { _ in pool.submit { gate.pass() } }
    #expect(taken == [true, true, true, true, true, false, false, false, false, false])
    while gate.waiting < 2 { await Task.yield() }
    #expect(pool.load == 5)
    gate.open()
    while pool.load > 0 { await Task.yield() }
    #expect(gate.most == 2 && gate.passed == 5)
    // The threads are gone; the next job gets a new one.
    #expect(pool.submit { gate.pass() })
    while gate.passed < 6 { await Task.yield() }
  }

  @Test func `many jobs from many threads all run`() async {
    let pool = HashingPool(workers: 2, waiting: 1000)
    let gate = Gate()
    gate.open()
    let taken = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<200 {
        group.addTask { pool.submit { gate.pass() } }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    while pool.load > 0 { await Task.yield() }
    #expect(taken == 200 && gate.passed == 200)
  }
}
