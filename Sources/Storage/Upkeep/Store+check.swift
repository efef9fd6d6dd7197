import CSQLite
import Glibc

extension Store {
  /// Everything that is wrong with the database: integrity, foreign keys, search index, settings, permissions, audit
  /// chain. One sentence each; empty when all is well. Reads the whole file, and can be interrupted.
  public func check() throws(StorageError) -> [String] {
    try question { (database) throws(StorageError) in
      // Checking an index looks up each of its rows: more of the file in memory saves a third of the time.
      try database.holding(kilobytes: 65_536) { () throws(StorageError) in
        try permissionProblems() + database.problems()
      }
    }
  }

  private func permissionProblems() throws(StorageError) -> [String] {
    var problems: [String] = []
    let real = DatabaseFile.realPath(path) ?? path
    for suffix in ["", "-wal", "-shm"] {
      guard let status = try DatabaseFile.status(of: real + suffix), status.st_mode & 0o077 != 0 else { continue }
      problems.append(
        "\(real + suffix) has mode \(DatabaseFile.octal(status)), so others can reach it; run: chmod 600 \(real + suffix)"
      )
    }
    return problems
  }
}

extension Connection {
  /// What is wrong with what is in the file.
  fileprivate func problems() throws(StorageError) -> [String] {
    var problems = try sound("The file") { () throws(StorageError) in try integrityProblems() }
    problems += try sound("The schema") { () throws(StorageError) in try schemaProblems() }
    problems += try settingProblems()
    for table in ["users", "clients", "tokens"] {
      problems += try sound("The search index of \(table)") { () throws(StorageError) in
        try checkSearch(of: table)
        return []
      }
    }
    problems += try sound("The audit log") { () throws(StorageError) in [try auditProblem()].compactMap(\.self) }
    return problems
  }

  /// Runs a part of the check; damage that stops it becomes a sentence.
  fileprivate func sound(
    _ part: String, _ body: () throws(StorageError) -> [String]
  ) throws(StorageError) -> [String] {
    do throws(StorageError) {
      return try body()
    } catch {
      guard error == .corrupt else { throw error }
      return ["\(part) is damaged; restore a backup."]
    }
  }

  fileprivate func integrityProblems() throws(StorageError) -> [String] {
    let damage = try rows("PRAGMA integrity_check(20)") { (row) throws(StorageError) in row.text(0) }
    let orphans = try rows("PRAGMA foreign_key_check") { (row) throws(StorageError) in
      "Row \(row.integer(1)) of \(row.text(0)) refers to a row of \(row.text(2)) that does not exist."
    }
    return damage.filter { $0 != "ok" }.map { "The file is damaged: \($0)." } + orphans.prefix(20)
  }

  /// Compares the schema with a fresh one: a trigger that was dropped would be missed by nothing else.
  fileprivate func schemaProblems() throws(StorageError) -> [String] {
    let fresh = try Connection(path: ":memory:", flags: SQLITE_OPEN_READWRITE)
    for migration in Migration.all { try fresh.run(migration) }
    let expected = try fresh.schema()
    let actual = try schema()
    let missing = expected.filter { actual[$0.key] != $0.value }.keys.sorted().map {
      "\($0) is missing from the schema or was changed."
    }
    let extra = actual.keys.filter { expected[$0] == nil }.sorted().map { "\($0) does not belong to the schema." }
    return missing + extra
  }

  private func schema() throws(StorageError) -> [String: String] {
    // What ANALYZE makes is nobody's mistake.
    let parts = try rows(
      "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
    ) { (row) throws(StorageError) in (row.text(0), row.text(1)) }
    return Dictionary(parts) { first, _ in first }
  }

  fileprivate func settingProblems() throws(StorageError) -> [String] {
    var problems: [String] = []
    let mode = try first("PRAGMA journal_mode") { (row) throws(StorageError) in row.text(0) }
    if mode != "wal" { problems.append("The journal mode is \(mode ?? "unknown") instead of wal.") }
    if try number("PRAGMA synchronous") != 2 { problems.append("Synchronous writing is not full.") }
    if try number("PRAGMA foreign_keys") != 1 { problems.append("Foreign keys are not enforced.") }
    return problems
  }

  /// Compares a search index with the rows it stands for.
  fileprivate func checkSearch(of table: String) throws(StorageError) {
    do throws(StorageError) {
      try run("INSERT INTO \(table)_search (\(table)_search, rank) VALUES ('integrity-check', 1)")
    } catch {
      // The command counts as writing, though it writes nothing.
      guard error == .readOnly else { throw error }
    }
  }
}
