import CSQLite
import Glibc
import Model

extension Store {
  /// Replaces the database at `path` by the copy in `source`, after checking the copy. What was there before is kept
  /// beside it under the returned path (nothing when there was none). Either all of it happens, or nothing.
  ///
  /// - Throws: ``StorageError/badCopy(path:reason:)`` when the copy is none or damaged, ``StorageError/inUse(path:)``
  ///   while another program has the database open.
  public static func restore(from source: String, to path: String) throws(StorageError) -> String? {
    let source = try reading(source) { () throws(StorageError) in try DatabaseFile(source, creating: false).path }
    let target = DatabaseFile.realPath(path) ?? path
    guard source != target else { throw .badCopy(path: source, reason: "it is the database itself") }
    let fresh = target + ".restoring"
    guard try DatabaseFile.create(fresh) else {
      throw .cannotOpen(path: fresh, reason: "it is left from another restore; remove it when none is running")
    }
    do throws(StorageError) {
      try DatabaseFile.requirePrivateFolder(of: DatabaseFile.realPath(fresh) ?? fresh)
      try reading(source) { () throws(StorageError) in
        try copy(source, to: fresh)
        try checkCopy(fresh)
      }
      return try Replacement(fresh: fresh, target: target).run()
    } catch {
      DatabaseFile.remove(fresh)
      throw error
    }
  }

  /// Reads a copy; what is wrong with it is told of the file that was named, not of the one it is copied to.
  private static func reading<Value>(
    _ source: String, _ body: () throws(StorageError) -> Value
  ) throws(StorageError) -> Value {
    do throws(StorageError) {
      return try body()
    } catch {
      switch error {
      case .missing: throw .badCopy(path: source, reason: "there is no such file, or it is empty")
      case .notADatabase: throw .badCopy(path: source, reason: "it is not a Postern database")
      case .corrupt: throw .badCopy(path: source, reason: "it is damaged")
      default: throw error
      }
    }
  }

  private static func copy(_ source: String, to fresh: String) throws(StorageError) {
    do throws(StorageError) {
      let connection = try Connection(reading: source)
      _ = try connection.requireOurs(path: source, creating: false)
      try connection.copy(to: fresh)
    } catch {
      throw Connection.translated(error, path: source)
    }
  }

  /// Opens the copy, which brings its schema up to date, and looks at all of it.
  private static func checkCopy(_ fresh: String) throws(StorageError) {
    let store = try Store(path: fresh)
    guard try store.check().isEmpty else { throw .corrupt }
  }
}

extension Connection {
  /// Opens a file to read it once, without leaving anything beside it. Only if a write-ahead log lies there, which may
  /// hold its last changes, is it opened like a database in use.
  fileprivate convenience init(reading path: String) throws(StorageError) {
    if try DatabaseFile.status(of: path + "-wal") != nil {
      try self.init(path: path, flags: SQLITE_OPEN_READWRITE)
    } else {
      let escaped = path.utf8.map { byte in
        let isPlain = byte == UInt8(ascii: "/") || byte > 0x7F || (byte > 0x20 && !"%?#".utf8.contains(byte))
        return isPlain ? [byte] : Array("%\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8)
      }
      let uri = "file:\(String(decoding: escaped.joined(), as: UTF8.self))?immutable=1"
      try self.init(path: uri, flags: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
    }
  }
}
