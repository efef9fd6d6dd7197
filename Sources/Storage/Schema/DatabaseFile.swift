import Glibc

/// The file that a database lives in: whether it is there, and whether it is its owner's alone.
struct DatabaseFile {
  /// The path without symbolic links, absolute.
  let path: String

  /// Finds the file, or makes an empty one that only its owner can read.
  ///
  /// - Throws: ``StorageError/missing(path:)``, ``StorageError/notADatabase(path:)``,
  ///   ``StorageError/notPrivate(path:mode:)``, ``StorageError/cannotOpen(path:reason:)``.
  init(_ given: String, creating: Bool) throws(StorageError) {
    // Somebody else may have made it meanwhile: then it is opened like any other.
    var isNew = false
    if creating, try Self.status(of: given) == nil { isNew = try Self.create(given) }
    guard let status = try Self.status(of: given), let path = Self.realPath(given) else {
      guard !creating else { throw .cannotOpen(path: given, reason: "it is a symbolic link that leads nowhere") }
      throw .missing(path: given)
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notADatabase(path: given) }
    if status.st_size == 0, !creating { throw .missing(path: given) }
    self.path = path
    do throws(StorageError) {
      try Self.requirePrivate(status, path: path)
      try Self.requirePrivateFolder(of: path)
    } catch {
      // Nobody else may have it open: it is refused to all alike.
      if isNew { unlink(path) }
      throw error
    }
  }

  /// Makes an empty file of mode 0600, whatever the umask is.
  ///
  /// - Returns: whether it was made; false when there is one of that name.
  static func create(_ path: String) throws(StorageError) -> Bool {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw .cannotOpen(path: path, reason: systemReason())
    }
    fchmod(descriptor, 0o600)
    close(descriptor)
    return true
  }

  /// Whether the file begins like a database of ours, whatever state the rest of it is in
  /// (https://www.sqlite.org/fileformat2.html#the_database_header).
  static func isMarkedOurs(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 72)
    guard pread(descriptor, &header, header.count, 0) == header.count else { return false }
    let mark = header[68...].reduce(0) { $0 << 8 | Int($1) }
    return header.starts(with: "SQLite format 3\0".utf8) && mark == Migration.applicationID
  }

  /// The mode of a file's permissions, in octal: `0644`.
  static func octal(_ status: stat) -> String {
    let digits = String(status.st_mode & 0o7777, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  /// What the system says of a path; nothing if there is no such file.
  static func status(of path: String) throws(StorageError) -> stat? {
    var status = stat()
    if stat(path, &status) == 0 { return status }
    guard errno == ENOENT else { throw .cannotOpen(path: path, reason: systemReason()) }
    return nil
  }

  /// The folder of an absolute path.
  static func folder(of path: String) -> String {
    let folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    return folder.isEmpty ? "/" : String(folder)
  }

  /// The system's words for the error that just happened.
  static func systemReason() -> String { String(cString: strerror(errno)) }

  /// The absolute path without symbolic links; nothing if there is no such file.
  static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func requirePrivate(_ status: stat, path: String) throws(StorageError) {
    if status.st_mode & 0o022 != 0 { throw .notPrivate(path: path, mode: octal(status)) }
  }

  /// Whoever may write the folder could put another file in the database's place, unless the folder is sticky, like
  /// /tmp.
  static func requirePrivateFolder(of path: String) throws(StorageError) {
    let folder = folder(of: path)
    guard let status = try status(of: folder) else { return }
    if status.st_mode & 0o022 != 0, status.st_mode & S_ISVTX == 0 {
      throw .notPrivate(path: folder, mode: octal(status))
    }
  }
}
