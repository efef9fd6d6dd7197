extension Store {
  /// Writes very many rows in one transaction, for samples and trials: without audit lines, with a large cache, and
  /// without waiting for the disk. Until it returns, a power cut may cost the database its last changes, so it is not
  /// for databases in use.
  public func bulk<Value: Sendable>(
    _ body: (BulkWriter) throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    try question { (database) throws(StorageError) in
      try database.execute("PRAGMA synchronous = OFF")
      let result: Result<Value, StorageError>
      do throws(StorageError) {
        result = .success(
          try database.holding(kilobytes: 262_144) { () throws(StorageError) in
            try database.change { () throws(StorageError) in
              try database.searchingLater { () throws(StorageError) in try body(BulkWriter(database: database)) }
            }
          })
      } catch {
        result = .failure(error)
      }
      // Whatever happened, an interrupt too: what comes next is durable again.
      database.interrupter.begin()
      try database.execute("PRAGMA synchronous = FULL")
      return try result.get()
    }
  }

  /// Moves what was written in bulk into the database file and onto the disk.
  public func settle() throws(StorageError) {
    try question { (database) throws(StorageError) in
      _ = try database.number("PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}

extension Connection {
  /// Enters rows into the search indexes all at once after they are written: FTS5 writes what it has at each statement,
  /// which makes one row after the other three times as slow.
  fileprivate func searchingLater<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
    var last: [Int] = []
    for searched in Schema.searched {
      last.append(try number("SELECT ifnull(max(id), 0) FROM \(searched.table)"))
      if searched.hasInsertTrigger { try execute("DROP TRIGGER \(searched.table)_search_insert") }
    }
    let value = try body()
    for (searched, last) in zip(Schema.searched, last) {
      try run(searched.entering("> ?"), [.int(last)])
      if searched.hasInsertTrigger { try execute(Schema.insertTrigger(of: searched)) }
    }
    return value
  }
}
