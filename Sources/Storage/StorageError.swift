import Model

/// Why a verb of storage did not do what it says. Nothing was changed.
public enum StorageError: Error, Sendable, Equatable {
  /// No database at the path.
  case missing(path: String)
  /// A directory, or a file that is no SQLite database of Postern's.
  case notADatabase(path: String)
  /// Written by a newer Postern.
  case newer(path: String, version: Int, known: Int)
  /// Others may write the file or its folder; the mode in octal.
  case notPrivate(path: String, mode: String)
  /// The system refused to open it.
  case cannotOpen(path: String, reason: String)
  /// A file that was to be made could not be.
  case cannotWrite(path: String, reason: String)
  /// A file that was to be restored is no good copy.
  case badCopy(path: String, reason: String)
  /// Another program has the database open, which nobody may for what was asked.
  case inUse(path: String)
  /// The file was moved or deleted while it was open: what is written now would be lost.
  case gone(path: String)
  /// The file or the file system is read-only.
  case readOnly
  /// Another program held the write lock for longer than the busy time-out.
  case busy
  /// No room left on the disk.
  case full
  /// The query was interrupted from another thread.
  case interrupted
  /// The file is damaged.
  case corrupt
  /// No such row, or it is not the asker's.
  case notFound
  /// Another row has the same value in a field that must be unique.
  case duplicate(Field)
  /// Somebody has an account already, where the first was to be made.
  case notFirst
  /// It would leave nobody to administer the house.
  case lastAdministrator
  /// It would leave a confidential client without a secret.
  case lastSecret
  /// Somebody has as many SSH keys already as one may have.
  case tooManyKeys(limit: Int)
  /// Anything else: SQLite's extended result code and its words, for a log.
  case failed(code: Int32, message: String)
}
