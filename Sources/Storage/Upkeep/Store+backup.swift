extension Store {
  /// Copies the database, as it is at one moment, into a new file of mode 0600, with SQLite's online backup: others
  /// may read and write meanwhile. An existing file is refused.
  ///
  /// - Throws: ``StorageError/cannotWrite(path:reason:)`` when there is a file of that name already, or none can be made.
  public func backup(to destination: String) throws(StorageError) {
    try Self.makeBackupFile(destination)
    do throws(StorageError) {
      try snapshot { (database) throws(StorageError) in
        // The first look fixes the moment: without it, each step of the copy could see another one.
        _ = try database.number("SELECT count(*) FROM sqlite_schema")
        try database.copy(to: destination)
      }
    } catch {
      DatabaseFile.remove(destination)
      throw error
    }
  }

  private static func makeBackupFile(_ path: String) throws(StorageError) {
    var isMade = false
    do throws(StorageError) {
      isMade = try DatabaseFile.create(path)
    } catch .cannotOpen(_, let reason) {
      throw .cannotWrite(path: path, reason: reason)
    } catch {
      throw error
    }
    guard isMade else { throw .cannotWrite(path: path, reason: "it exists already") }
  }
}
