import FoundationEssentials
import Model
import Storage
import Synchronization

/// Remembers who was not let in until it is written. Anybody can cause that as often as they like: nobody waits for it, all
/// that comes while one transaction is written goes into the next, and a minute has so many lines and no more.
final class RefusalLog: Sendable {
  fileprivate struct State {
    /// How often what happened, and when last; by its record without the moment.
    var counted: [AuditRecord: (last: Date, times: Int)] = [:]
    /// What was told by itself since a minute began.
    var told: Set<AuditRecord> = []
    var minute = Date.distantPast
    var isWriting = false
  }

  /// So many different ones a minute are told by themselves.
  static let limit = 100

  private let state = Mutex(State())

  /// Takes a refusal, and hands it to the writer unless that is still busy with those before.
  func note(_ refusal: AuditRecord, to writer: GroupWriter) {
    state.withLock { $0.add(refusal, at: refusal.at, times: 1) }
    write(to: writer)
  }

  /// Hands what has come to a writer, as soon as it has written what it was handed before.
  func write(to writer: GroupWriter) {
    let refusals = state.withLock { state in
      guard !state.isWriting, !state.counted.isEmpty else { return [(audit: AuditRecord, times: Int)]() }
      state.isWriting = true
      return state.take()
    }
    guard !refusals.isEmpty else { return }
    writer.submit(Store.record(refusals)) { [self] result in
      state.withLock { $0.isWriting = false }
      switch result {
      case .success: write(to: writer)
      // Kept for the next time. What the matter is, is told where requests cannot be answered.
      case .failure: state.withLock { $0.put(back: refusals) }
      }
    }
  }

  /// Writes all that is left, and waits until it is on the disk or has failed.
  func finish(with writer: GroupWriter) {
    let refusals = state.withLock { $0.take() }
    try? writer.commit(Store.record(refusals))
    // What the writer was busy with before has been answered by now, and may have come back.
    let returned = state.withLock { $0.take() }
    if !returned.isEmpty { try? writer.commit(Store.record(returned)) }
  }
}

extension RefusalLog.State {
  fileprivate mutating func add(_ refusal: AuditRecord, at moment: Date, times: Int) {
    var what = refusal
    what.at = .distantPast
    if abs(moment.timeIntervalSince(minute)) >= 60 { (minute, told) = (moment, []) }
    if !told.contains(what) {
      if told.count < RefusalLog.limit { told.insert(what) } else { what = what.inGeneral }
    }
    count(what, at: moment, times: times)
  }

  /// However long nothing can be written, so many are kept apart and no more.
  private mutating func count(_ what: AuditRecord, at moment: Date, times: Int) {
    let isRoom = counted[what] != nil || counted.count < 2 * RefusalLog.limit
    let what = isRoom ? what : what.inGeneral
    let before = counted[what]
    counted[what] = (max(moment, before?.last ?? moment), (before?.times ?? 0) + times)
  }

  fileprivate mutating func take() -> [(audit: AuditRecord, times: Int)] {
    defer { counted = [:] }
    return counted.map { what, count in
      var refusal = what
      refusal.at = count.last
      return (refusal, count.times)
    }.sorted { $0.audit.at < $1.audit.at }
  }

  fileprivate mutating func put(back refusals: [(audit: AuditRecord, times: Int)]) {
    for (refusal, times) in refusals {
      var what = refusal
      what.at = .distantPast
      count(what, at: refusal.at, times: times)
    }
  }
}

extension AuditRecord {
  /// The same of anybody, from anywhere.
  fileprivate var inGeneral: AuditRecord {
    AuditRecord(
      at: at, actorID: nil, actor: "-", origin: Origin("http"), event: event, target: "-", outcome: outcome,
      detail: "too many to tell them apart")
  }
}
