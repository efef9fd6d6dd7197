import FoundationEssentials
import Model

extension AuditRecord {
  /// Whether it may be counted with others like it: a refusal may; that something was replayed, and all that was done,
  /// has a line of its own.
  var folds: Bool { outcome == .refused && event != .codeReplay && event != .tokenReplay }
}

/// A burst of refusals alike has a line for the first, at once, and one for all the others, with their count. That one
/// cannot be written before they have come, and no line can be changed: so they are counted beside the log, in the
/// transaction of each, and no crash loses one.
extension Connection {
  /// For how long after the first refusal those like it are counted with it, in seconds.
  static let foldTime: Int64 = 60

  /// Counts a refusal with those like it.
  ///
  /// - Parameter times: how often it happened.
  /// - Returns: whether there was a burst to count it with; otherwise it begins one, and its first time needs its own line.
  @discardableResult
  func fold(_ row: AuditRow, times: Int = 1) throws(StorageError) -> Bool {
    let key = SQLValue.blob(AuditChain.hash(of: row.likeness, after: []))
    try run(
      """
      UPDATE audit_folds SET count = count + ?4, last_at = ?2, first_at = iif(count = 0, ?2, first_at)
      WHERE key = ?1 AND ends_at > ?2 AND ends_at <= ?2 + ?3
      """, [key, .integer(row.at), .integer(Self.foldTime), .int(times)])
    if changes == 1 { return true }
    // The burst of another hour, by a clock that was set back since.
    try flushFolds("key = ?", [key])
    try run(
      """
      INSERT OR REPLACE INTO audit_folds
        (key, ends_at, count, first_at, last_at, actor_id, subject_id, actor, origin, event, target, outcome, detail)
      VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, [key, .integer(row.at + Self.foldTime), .integer(row.at), .integer(row.at)] + row.likeness)
    return false
  }

  /// Writes the lines of bursts that are over.
  ///
  /// - Parameter now: bursts that end later go on.
  func endFolds(at now: Date) throws(StorageError) {
    guard try hasEndedFolds(at: now) else { return }
    // A few with each line, so that no writer waits long, and more than one line makes.
    let ended = "key IN (SELECT key FROM audit_folds WHERE ends_at <= ? ORDER BY ends_at LIMIT 100)"
    try flushFolds(ended, [.date(now)])
    try run("DELETE FROM audit_folds WHERE \(ended)", [.date(now)])
  }

  private static let firstEndedFold = FrequentStatement("SELECT 1 FROM audit_folds WHERE ends_at <= ? LIMIT 1")

  /// Whether a burst is over whose lines are yet to be written.
  func hasEndedFolds(at now: Date) throws(StorageError) -> Bool {
    try first(Self.firstEndedFold, [.date(now)]) { _ in true } == true
  }

  private func flushFolds(_ condition: String, _ values: [SQLValue]) throws(StorageError) {
    let rows = try rows(
      """
      SELECT last_at, count, first_at, actor_id, subject_id, actor, origin, event, target, outcome, detail
      FROM audit_folds WHERE count > 0 AND \(condition)
      """, values
    ) { (row) throws(StorageError) in AuditRow(folded: row) }
    guard !rows.isEmpty else { return }
    try write(rows.sorted { $0.at < $1.at })
    try run("UPDATE audit_folds SET count = 0 WHERE count > 0 AND \(condition)", values)
  }
}

extension AuditRow {
  fileprivate init(folded row: Row) {
    at = row.integer(0)
    count = row.integer(1)
    actorID = row.optionalInteger(3)
    subjectID = row.optionalInteger(4)
    actor = row.text(5)
    origin = row.text(6)
    event = row.text(7)
    target = row.text(8)
    outcome = row.text(9)
    let since = "since \(row.date(2).rfc3339)"
    detail = [row.text(10), count > 1 ? since : ""].filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
