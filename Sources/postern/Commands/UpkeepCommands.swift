import Accounts
import FoundationEssentials
import Glibc
import Model
import Storage
import Threads

extension Command {
  /// `postern backup`
  static let backup = Command(
    path: ["backup"], summary: "copy the database, as it is at one moment, into a new file",
    detail: "Others may read and write meanwhile. An existing file is not overwritten.",
    options: [.json], positionals: [Positional(name: "FILE", help: "the copy to make")],
    examples: ["postern backup /backup/postern-$(date +%F).db"]
  ) { invocation throws(Failure) in
    let file = invocation.words[0]
    let house = try invocation.house()
    try attempt { () throws(AccountError) in try house.administration.backup(to: file) }
    if invocation.has(.json) {
      try Console.print(JSON.object([("database", .string(house.store.path)), ("copy", .string(file))]).text)
    }
    Console.say("Copied \(house.store.path) to \(file).")
  }

  /// `postern restore`
  static let restore = Command(
    path: ["restore"], summary: "put a copy in the place of the database",
    detail: "The copy is checked first. The database that was there is kept beside it under another name.",
    options: [.force, .json], positionals: [Positional(name: "FILE", help: "a copy that \"postern backup\" made")]
  ) { invocation throws(Failure) in
    let file = invocation.words[0]
    let location = try invocation.databaseLocation()
    if access(location.path, F_OK) == 0 {
      try Prompt.confirm("Replace \(location.path) by \(file)? What was changed since then is set aside.", invocation)
    }
    try location.prepare()
    let former = try stored { () throws(StorageError) in try Store.restore(from: file, to: location.path) }
    let house = try invocation.house()
    try attempt { () throws(AccountError) in try house.administration.noteRestore(from: file) }
    if invocation.has(.json) {
      let members = [("database", location.path), ("copy", file), ("former", former)]
      try Console.print(JSON.object(members.map { (name: $0, value: .text($1)) }).text)
    }
    Console.say("Restored \(location.path) from \(file)." + (former.map { " The former database is now \($0)." } ?? ""))
  }

  /// `postern check`
  static let check = Command(
    path: ["check"], summary: "look for damage: integrity, references, search index, settings, permissions",
    detail: "It prints \"ok\", or what is wrong, one line each.", options: [.json]
  ) { invocation throws(Failure) in
    let house = try invocation.house()
    let problems = try stored { () throws(StorageError) in try house.store.check() }
    if invocation.has(.json) {
      try Console.print(JSON.object([("ok", .boolean(problems.isEmpty)), ("problems", .texts(problems))]).text)
    } else {
      try Console.print(
        problems.isEmpty ? "ok" : problems.map { PlainText.visible($0, limit: 1000) }.joined(separator: "\n"))
    }
    guard problems.isEmpty else {
      throw .failed("\(Words.count(problems.count, "problem", "problems")) found; restore a backup if data is damaged.")
    }
  }

  /// `postern purge`
  static let purge = Command(
    path: ["purge"], summary: "delete what has expired: tokens, codes, sessions, old secrets; and old audit lines",
    detail:
      "It works in small batches, while others read and write. Lines of the audit log go only when asked for, which "
      + "is recorded there; \"postern check\" verifies the others from then on.",
    options: [.auditBefore, .json], examples: ["postern purge", "postern purge --audit-before 2026-01-01"]
  ) { invocation throws(Failure) in
    let moment = try invocation.auditBefore()
    let house = try invocation.house()
    let expired = try purgeExpired(path: house.store.path)
    try attempt { () throws(AccountError) in try house.administration.notePurge(of: expired) }
    var members: [(name: String, value: JSON)] = [("deleted", .integer(Int64(expired)))]
    var done = "Deleted \(Words.count(expired, "expired row", "expired rows"))"
    if let moment {
      let lines = try attempt { () throws(AccountError) in try house.administration.purgeAudit(before: moment) }
      members.append(("audit_deleted", .integer(Int64(lines))))
      done += " and \(Words.count(lines, "line", "lines")) of the audit log"
    }
    if invocation.has(.json) { try Console.print(JSON.object(members).text) }
    Console.say("\(done).")
  }

  /// Deletes what has expired, and answers how many rows.
  @MainActor
  private static func purgeExpired(path: String) throws(Failure) -> Int {
    // As a server does it, so that the log is emptied without making one wait that writes beside it.
    let writer = try stored { () throws(StorageError) in try GroupWriter(path: path) }
    defer { writer.stop() }
    var total = 0
    while true {
      let start = ContinuousClock.now
      let purge = try stored { () throws(StorageError) in
        try writer.commit(Store.purge(at: Date().wholeSeconds, batch: 100))
      }
      if purge.isComplete { break }
      total += purge.deleted
      Console.show(progress: "\(total) deleted")
      // SQLite's lock goes to whoever asks first: a server that writes gets as much of the time.
      Thread.sleep(for: min(.now - start, .milliseconds(500)))
    }
    Console.show(progress: nil)
    return total
  }
}

extension CommandOption {
  fileprivate static let auditBefore = CommandOption(
    long: "audit-before", value: "WHEN",
    help: "delete lines of the audit log from before a day (2026-01-01), a moment or a time ago (52w)")
}

extension Invocation {
  /// The moment before which lines of the audit log go, if they shall.
  fileprivate func auditBefore() throws(Failure) -> Date? {
    guard let text = value(.auditBefore) else { return nil }
    guard let range = AuditMoment.range(of: text, now: Date()) else {
      throw .usage(
        "--audit-before must be a time such as 2026-01-01, 2026-01-01T00:00:00Z or 52w (m, h, d, w), not "
          + "\(PlainText.quoted(text)).")
    }
    guard range.start <= Date() else {
      throw .usage("--audit-before lies in the future; enter a time that has passed.")
    }
    return range.start
  }
}
