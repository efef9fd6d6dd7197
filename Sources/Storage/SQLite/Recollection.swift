import CSQLite
import FoundationEssentials

/// Answers that a connection was given and that are still right: as soon as anybody, in any process, has committed
/// anything, all of them are forgotten. So who asks is answered as if the database had been asked, a revocation included.
struct Recollection<Value> {
  /// More are not kept; the first one too many starts anew.
  static var limit: Int { 4000 }

  private var answers: [[UInt8]: (value: Value, end: Date?)] = [:]
  private var stamp: postern_sqlite_stamp?

  /// How many answers are at hand.
  var count: Int { answers.count }

  /// The answer of before, or a new one.
  ///
  /// - Parameters:
  ///   - key: what is asked for, byte for byte.
  ///   - now: an answer that has ended by then is not given again.
  ///   - ask: answers, and says when the answer ends by itself. Nothing is not kept: everybody can ask for what is not
  ///     there.
  mutating func answer(
    _ key: [UInt8], at now: Date, on connection: Connection,
    _ ask: () throws(StorageError) -> (value: Value, end: Date?)?
  ) throws(StorageError) -> Value? {
    // Looked at before it is asked: a commit in between makes the answer newer than its stamp, never older.
    let current = connection.stamp
    if let current, let stamp, current.isSame(as: stamp) {
      if let answer = answers[key], answer.end.map({ $0 > now }) ?? true { return answer.value }
    } else {
      answers.removeAll(keepingCapacity: true)
      stamp = current
    }
    guard let answer = try ask() else { return nil }
    if answers.count >= Self.limit { answers.removeAll(keepingCapacity: true) }
    if current != nil { answers[key] = answer }
    return answer.value
  }
}

extension Connection {
  /// What changes with every commit of anybody; nothing when that cannot be told.
  fileprivate var stamp: postern_sqlite_stamp? {
    var stamp = postern_sqlite_stamp()
    return postern_sqlite_look(handle, &stamp) != 0 ? stamp : nil
  }
}

extension postern_sqlite_stamp {
  fileprivate func isSame(as other: postern_sqlite_stamp) -> Bool {
    withUnsafePointer(to: self) { one in withUnsafePointer(to: other) { postern_sqlite_same(one, $0) != 0 } }
  }
}
