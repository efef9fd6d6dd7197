import FoundationEssentials
import Model

extension Connection {
  /// Writes lines of the audit log; called inside the transaction of what they tell of. Refusals alike that come in
  /// bursts are counted instead, see ``fold(_:)``.
  func append(_ records: [AuditRecord]) throws(StorageError) {
    guard let newest = records.map(\.at).max() else { return }
    try endFolds(at: newest)
    var lines: [AuditRow] = []
    for record in records {
      let row = AuditRow(record)
      if record.folds, try fold(row) { continue }
      lines.append(row)
    }
    try write(lines)
  }

  /// Writes one line of the audit log.
  func append(_ record: AuditRecord) throws(StorageError) { try append([record]) }

  /// Writes the line of a refusal, and counts it so many times more.
  func append(_ record: AuditRecord, times: Int) throws(StorageError) {
    try append(record)
    if times > 1 { try fold(AuditRow(record), times: times - 1) }
  }

  /// Writes lines behind the last one, each sealed with the hash of the one before.
  func write(_ rows: [AuditRow]) throws(StorageError) {
    guard !rows.isEmpty else { return }
    var last = try lastAuditLine()
    for row in rows {
      let id = last.id + 1
      let values = [.integer(id)] + row.values
      let hash = AuditChain.hash(of: values, after: last.hash)
      try run(Self.insertAuditLine, values + [.blob(hash)])
      last = (id, hash)
    }
  }

  private static let insertAuditLine = FrequentStatement(
    "INSERT INTO audit_events (\(AuditChain.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")

  /// The number and the hash of the last line; the anchor's when there is none.
  func lastAuditLine() throws(StorageError) -> (id: Int64, hash: [UInt8]) {
    let last = try first("SELECT id, hash FROM audit_events ORDER BY id DESC LIMIT 1") { (row) throws(StorageError) in
      (row.integer(0), row.blob(1))
    }
    if let last { return last }
    return try auditAnchor()
  }

  /// The last line that was purged.
  func auditAnchor() throws(StorageError) -> (id: Int64, hash: [UInt8]) {
    try first("SELECT line, hash FROM audit_anchor WHERE id = 1") { (row) throws(StorageError) in
      (row.integer(0), row.blob(1))
    } ?? (0, AuditChain.seed)
  }
}

extension AuditRecord {
  /// The same line, about an account that is known only now.
  func about(_ user: Identifier<User>?) -> AuditRecord {
    var record = self
    record.subjectID = user == actorID ? nil : user
    return record
  }
}

/// What a line of the audit log says, without its number and its hash.
struct AuditRow {
  var at: Int64
  var actorID: Int64?
  var subjectID: Int64?
  var actor: String
  var origin: String
  var event: String
  var target: String
  var outcome: String
  var detail: String
  var count: Int64 = 1

  init(_ record: AuditRecord) {
    at = record.at.seconds
    actorID = record.actorID?.rawValue
    subjectID = record.subjectID?.rawValue
    actor = record.actor
    origin = record.origin.description
    event = record.event.rawValue
    target = record.target
    outcome = record.outcome.rawValue
    detail = record.detail
  }

  /// In the order of ``AuditChain/columns``, the number left out.
  var values: [SQLValue] { [.integer(at)] + who + what + [.integer(count)] }

  /// What refusals have in common that fold.
  var likeness: [SQLValue] { who + what }

  private var who: [SQLValue] { [.integer(optional: actorID), .integer(optional: subjectID), .text(actor)] }
  private var what: [SQLValue] { [.text(origin), .text(event), .text(target), .text(outcome), .text(detail)] }
}

extension SQLValue {
  fileprivate static func integer(optional number: Int64?) -> SQLValue { number.map { .integer($0) } ?? .null }
}
