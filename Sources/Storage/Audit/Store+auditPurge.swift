import FoundationEssentials
import Model

extension Store {
  /// Gives up the lines of the audit log from before a moment, as far as no later line stands among them, and records
  /// that. They are gone at once for ``check()``, and from the file by ``deletePurgedAudit(batch:)``.
  ///
  /// - Parameter audit: the line that tells of it; how many they were and what the first kept one follows from is added.
  /// - Returns: how many lines; when there are none, nothing is recorded.
  public func purgeAudit(before moment: Date, audit: AuditRecord) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      let anchor = try database.auditAnchor()
      // The first that is kept, or that will be.
      let kept = try database.number("SELECT ifnull(min(id), 0) FROM audit_events WHERE at >= ?", [.date(moment)])
      let line = kept > 0 ? Int64(kept) : try database.lastAuditLine().id + 1
      let hash = try database.first("SELECT hash FROM audit_events WHERE id = ?", [.integer(line - 1)]) {
        (row) throws(StorageError) in row.blob(0)
      }
      guard line - 1 > anchor.id, let hash else { return 0 }
      let count = Int(line - 1 - anchor.id)
      var audit = audit
      let words = AuditChain.words(forAnchor: (line - 1, hash))
      audit.detail = "\(audit.detail)\(audit.detail.isEmpty ? "" : ", ")\(count) line\(count == 1 ? "" : "s"), \(words)"
      try database.append(audit)
      try database.run("UPDATE audit_anchor SET line = ?, hash = ? WHERE id = 1", [.integer(line - 1), .blob(hash)])
      return count
    }
  }

  /// Deletes at most `batch` lines that were given up.
  ///
  /// - Returns: how many; fewer than asked for when none is left.
  public func deletePurgedAudit(batch: Int) throws(StorageError) -> Int {
    try change { (database) throws(StorageError) in
      try database.run(Self.auditPurge, [.null, .int(batch)])
      return database.changes
    }
  }

  /// Written like the other purges, of which the first parameter is the time.
  static let auditPurge = """
    DELETE FROM audit_events WHERE id IN (
      SELECT id FROM audit_events WHERE id <= (SELECT line FROM audit_anchor WHERE id = 1) ORDER BY id LIMIT ?2)
    """
}
