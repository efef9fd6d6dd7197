import FoundationEssentials

/// Answers that a connection was given and that are still right: as soon as anybody, in any process, has committed what
/// could change them, all of them are forgotten. So who asks is answered as if the database had been asked, a revocation
/// included.
struct Recollection<Key: Hashable, Value> {
  /// More are not kept; the first one too many starts anew.
  static var limit: Int { 1500 }

  /// Which commits leave the answers as they are; nothing when each may change them.
  var lineage: Lineage?
  private var answers: [Key: (value: Value, end: Date?)] = [:]
  private var stamp: CommitStamp?
  private var line: Int?

  /// How many answers are at hand.
  var count: Int { answers.count }

  /// The answer of before, or a new one.
  ///
  /// - Parameters:
  ///   - key: what is asked for.
  ///   - now: an answer that has ended by then is not given again.
  ///   - ask: answers, and says when the answer ends by itself. Nothing is not kept: everybody can ask for what is not
  ///     there.
  mutating func answer(
    _ key: Key, at now: Date, on connection: Connection,
    _ ask: () throws(StorageError) -> (value: Value, end: Date?)?
  ) throws(StorageError) -> Value? {
    // Looked at before it is asked: a commit in between makes the answer newer than its stamp, never older.
    let current = connection.stamp
    if isRight(at: current), let answer = answers[key], answer.end.map({ $0 > now }) ?? true { return answer.value }
    guard let answer = try ask() else { return nil }
    if answers.count >= Self.limit { answers.removeAll(keepingCapacity: true) }
    if current != nil { answers[key] = answer }
    return answer.value
  }

  /// Whether the answers hold at a stamp; otherwise they are forgotten.
  private mutating func isRight(at current: CommitStamp?) -> Bool {
    let before = (stamp: stamp, line: line)
    if let current, current == stamp, line != nil || lineage == nil { return true }
    stamp = current
    line = current.flatMap { lineage?.number(at: $0) }
    if let current, current == before.stamp { return true }
    if let line, line == before.line { return true }
    answers.removeAll(keepingCapacity: true)
    return false
  }
}

/// A digest as a key: its end is random, so some of it is as good as any hash of it.
struct DigestKey: Hashable {
  private let bytes: [UInt8]

  init(_ digest: [UInt8]) { bytes = digest }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { bytes in
      let last = bytes.count - MemoryLayout<UInt64>.size
      hasher.combine(last >= 0 ? bytes.loadUnaligned(fromByteOffset: last, as: UInt64.self) : 0)
    }
  }
}

/// A text as a key, byte for byte: Swift's own equality takes some characters for others.
struct TextKey: Hashable {
  private let text: String

  init(_ text: String) { self.text = text }

  static func == (left: TextKey, right: TextKey) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
}
