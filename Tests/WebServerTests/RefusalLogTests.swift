import Model
import Storage
import TestSupport
import Testing

@testable import WebServer

@Suite struct RefusalLogTests {
  private let test: TestStore
  private let refusals = RefusalLog()

  init() throws { test = try TestStore() }

  private func refusal(from origin: String = "http 10.0.0.1", of target: String = "Uploader") -> AuditRecord {
    AuditRecord(
      at: test.clock.now, actorID: nil, actor: "-", origin: Origin(origin), event: .clientFailed, target: target,
      outcome: .refused, detail: "wrong secret")
  }

  /// Where each line says that it came from, and how often.
  private func lines() throws -> [String: Int] {
    let search = AuditSearch(AuditFilter())
    let lines = try test.store.auditLines(search, at: .start, limit: 1000, now: test.clock.now.addingTimeInterval(60))
      .map(\.row)
    return lines.reduce(into: [:]) { $0["\($1.origin) \($1.target)", default: 0] += $1.count }
  }

  @Test func `each is counted, while the writer has time and when it has none`() throws {
    let writer = try GroupWriter(path: test.store.path)
    for _ in 1...1000 { refusals.note(refusal(), to: writer) }
    for _ in 1...500 { refusals.note(refusal(of: "Sandbox"), to: writer) }
    refusals.finish(with: writer)
    writer.stop()
    #expect(try lines() == ["http 10.0.0.1 Uploader": 1000, "http 10.0.0.1 Sandbox": 500])
    #expect(try test.store.check() == [])
  }

  @Test func `what could not be written is written the next time`() throws {
    let ended = try GroupWriter(path: test.store.path)
    ended.stop()
    for _ in 1...3 { refusals.note(refusal(), to: ended) }
    #expect(try lines() == [:])
    let writer = try GroupWriter(path: test.store.path)
    refusals.write(to: writer)
    writer.stop()
    #expect(try lines() == ["http 10.0.0.1 Uploader": 3])
  }

  @Test func `more than a hundred kinds a minute are told together`() throws {
    let writer = try GroupWriter(path: test.store.path)
    for number in 0..<300 {
      for _ in 1...2 { refusals.note(refusal(from: "http 2001:db8:0:\(number)::/64"), to: writer) }
    }
    test.clock.advance(seconds: 60)
    refusals.note(refusal(from: "http 2001:db8:0:299::/64"), to: writer)
    refusals.finish(with: writer)
    writer.stop()
    let lines = try lines()
    #expect(lines.count == 102 && lines.values.reduce(0, +) == 601)
    #expect(lines["http -"] == 400)
    #expect(lines["http 2001:db8:0:0::/64 Uploader"] == 2)
    #expect(lines["http 2001:db8:0:299::/64 Uploader"] == 1)
  }
}
