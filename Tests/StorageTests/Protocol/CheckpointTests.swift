import CSystem
import Synchronization
import Testing
import Threads

@testable import Storage

@Suite struct CheckpointTests {
  @Test func `a short log is left alone`() {
    var schedule = CheckpointSchedule(length: 4000, remainder: 200, interval: 500)
    for pages in stride(from: 0, to: 4000, by: 100) {
      #expect(schedule.next(pages: pages) == .nothing)
    }
  }

  @Test func `a long one is moved beside the writer, what has come since is too, and the writer does the rest`() {
    var schedule = CheckpointSchedule(length: 4000, remainder: 200, interval: 500)
    #expect(schedule.next(pages: 4000) == .begin)
    #expect(schedule.next(pages: 4300) == .nothing)
    schedule.ended(moved: 4000)
    #expect(schedule.next(pages: 4400) == .nothing)
    #expect(schedule.next(pages: 4500) == .begin)
    #expect(schedule.next(pages: 4550) == .nothing)
    schedule.ended(moved: 4500)
    #expect(schedule.next(pages: 4560) == .finish)
    // Written from its start again.
    #expect(schedule.next(pages: 13) == .nothing)
    #expect(schedule.next(pages: 4010) == .begin)
  }

  @Test func `where somebody reads for long it is tried now and then`() {
    var schedule = CheckpointSchedule(length: 4000, remainder: 200, interval: 500)
    var steps: [CheckpointSchedule.Step] = []
    for pages in stride(from: 4000, to: 8000, by: 20) {
      let step = schedule.next(pages: pages)
      steps.append(step)
      if step == .begin { schedule.ended(moved: 1000) }
    }
    #expect(steps.count { $0 == .begin } == 8)
    #expect(!steps.contains(.finish))
  }

  @Test func `where others write so much that there is always more, they have to wait once`() {
    var schedule = CheckpointSchedule(length: 1000, remainder: 10, interval: 100)
    var steps: [CheckpointSchedule.Step] = []
    for pages in stride(from: 1000, through: 9000, by: 50) {
      let step = schedule.next(pages: pages)
      steps.append(step)
      if step == .begin { schedule.ended(moved: pages - 200) }
    }
    #expect(!steps.contains(.finish))
    #expect(steps.firstIndex(of: .restart) == (8000 - 1000) / 50)
  }

  @Test func `where the log is not written from its start, the writer does not try at each commit`() {
    var schedule = CheckpointSchedule(length: 4000, remainder: 200, interval: 500)
    #expect(schedule.next(pages: 4000) == .begin)
    schedule.ended(moved: 4000)
    #expect(schedule.next(pages: 4020) == .finish)
    #expect(schedule.next(pages: 4040) == .nothing)
    #expect(schedule.next(pages: 4519) == .nothing)
    #expect(schedule.next(pages: 4520) == .begin)
  }

  @Test func `the log of a writer that writes much stays short`() async throws {
    let house = try Authorized()
    let writer = try GroupWriter(
      path: house.store.path, checkpoints: CheckpointSchedule(length: 100, remainder: 30, interval: 20))
    var lengths: [Int] = []
    for _ in 0..<200 {
      let holder = TokenHolder(client: house.client.id, user: house.ada.id, family: 1)
      let change = Store.issue(house.newTokens(), to: holder, scopes: [], isOnly: false, at: house.now)
      _ = try await withCheckedContinuation { waiting in writer.submit(change) { waiting.resume(returning: $0) } }.get()
      lengths.append(try house.store.question { (database) throws(StorageError) in database.stamp?.pages ?? 0 })
    }
    writer.stop()
    // It has begun from the start again, and more than once.
    #expect(zip(lengths, lengths.dropFirst()).count { $1 < $0 } > 1)
    #expect(try house.store.check() == [])
  }

  @Test(arguments: [false, true])
  func `who writes gently hands the pages to the disk in portions`(gently: Bool) throws {
    let house = try Authorized()
    for family in 1...50 {
      let holder = TokenHolder(client: house.client.id, user: house.ada.id, family: Int64(family))
      _ = try house.store.commit(
        Store.issue(house.newTokens(), to: holder, scopes: [], isOnly: false, at: house.now))
    }
    let pages = try #require(house.store.logPages)
    let other = try Store(path: house.store.path, for: .service)
    let portions = Mutex<UInt>(0)
    let ended = CountingSemaphore()
    try Thread.start("test-checkpoint") {
      if gently { postern_write_gently(60_000) }
      let moved = try? other.checkpoint(alone: false)
      if moved == pages { portions.withLock { $0 = postern_gentle_portions() } }
      ended.post()
    }
    ended.wait()
    #expect(portions.withLock { $0 > 0 } == gently)
    #expect(try other.check() == [])
  }
}
