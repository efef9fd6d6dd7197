extension Store {
  /// Copies the database, as it is at one moment, into a new file of mode 0600, with SQLite's online backup: others
  /// may read and write meanwhile. An existing file is refused.
  ///
  /// - Throws: ``StorageError/cannotOpen(path:reason:)`` when there is a file of that name already.
  public func backup(to destination: String) throws(StorageError) {
    guard try DatabaseFile.create(destination) else {
      throw .cannotOpen(path: destination, reason: "it exists already; choose another name")
    }
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
}
