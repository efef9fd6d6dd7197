import FoundationEssentials
import Model

extension Store {
  /// Adds a key where there is no current one: of several processes that find none at once, one makes it, and all go by
  /// that one.
  ///
  /// - Parameter audit: written only when it was added.
  public static func addSigningKey(_ key: SigningKey, audit: AuditRecord? = nil) -> Change<Void> {
    Change { (database) throws(StorageError) in
      let keys = try database.signingKeys(at: key.createdAt)
      guard keys.first?.retiredAt != nil || keys.isEmpty else { return }
      try database.add(key)
      if let audit { try database.append(audit) }
    }
  }

  /// The keys that are honoured, the current one first; none before one was needed.
  public func signingKeys(at now: Date) throws(StorageError) -> [SigningKey] {
    try question { (database) throws(StorageError) in try database.signingKeys(at: now) }
  }

  /// Puts a new key in the current one's place, and removes those that are no longer honoured.
  ///
  /// - Parameter end: until when the old key is honoured: until what it sealed last is over.
  public func rotateSigningKey(
    to key: SigningKey, honouringOldUntil end: Date, audit: AuditRecord
  ) throws(StorageError) {
    try change { (database) throws(StorageError) in
      for (id, isCurrent, expiresAt) in try database.signingKeyRows() {
        if isCurrent {
          try database.run(
            "UPDATE signing_keys SET retired_at = ?, expires_at = ? WHERE id = ?",
            [.date(key.createdAt), .date(end), .integer(id)])
        } else if expiresAt <= key.createdAt {
          try database.run("DELETE FROM signing_keys WHERE id = ?", [.integer(id)])
        }
      }
      try database.add(key)
      try database.append(audit)
    }
  }
}

extension Connection {
  /// Nobody rotates so often that more of them are honoured at once.
  private static let most = 1000

  fileprivate func signingKeys(at now: Date) throws(StorageError) -> [SigningKey] {
    // The newest row is the current key. The few rows are kept few by every rotation.
    try rows(
      """
      SELECT kid, key, created_at, retired_at, expires_at FROM signing_keys WHERE id > 0
        AND algorithm = 'HS256' AND (retired_at IS NULL OR expires_at > ?) ORDER BY id DESC LIMIT \(Self.most)
      """, [.date(now)]
    ) { (row) throws(StorageError) in
      SigningKey(
        id: row.text(0), secret: row.blob(1), createdAt: row.date(2), retiredAt: row.optionalDate(3),
        expiresAt: row.optionalDate(4))
    }
  }

  fileprivate func signingKeyRows() throws(StorageError) -> [(id: Int64, isCurrent: Bool, expiresAt: Date)] {
    try rows(
      "SELECT id, retired_at, expires_at FROM signing_keys WHERE id > 0 ORDER BY id DESC LIMIT \(Self.most)"
    ) { (row) throws(StorageError) in (row.integer(0), row.isNull(1), row.optionalDate(2) ?? .distantFuture) }
  }

  fileprivate func add(_ key: SigningKey) throws(StorageError) {
    try run(
      "INSERT INTO signing_keys (kid, algorithm, key, created_at) VALUES (?, 'HS256', ?, ?)",
      [.text(key.id), .blob(key.secret), .date(key.createdAt)])
  }
}
