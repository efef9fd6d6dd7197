import Cryptography

/// The seal of the audit log: each line's hash covers the line and the hash of the one before, so a line cannot be
/// changed, dropped or slipped in without every later hash giving it away.
enum AuditChain {
  /// What stands in for the hash before the first line.
  static let seed = [UInt8](repeating: 0, count: SHA256.byteCount)

  /// The columns that ``hash(of:after:)`` reads, in its order.
  static let columns = "id, at, actor_id, subject_id, actor, origin, event, target, outcome, detail, count, hash"

  /// SHA-256 of the hash before and the line's values, each with its kind and length in front, so that no two lines
  /// are written alike.
  static func hash(of values: [SQLValue], after previous: [UInt8]) -> [UInt8] {
    var bytes = previous
    for value in values {
      switch value {
      case .null: bytes.append(0)
      case .integer(let number):
        bytes.append(1)
        append(number, to: &bytes)
      case .text(let text):
        bytes.append(2)
        append(Int64(text.utf8.count), to: &bytes)
        bytes += text.utf8
      case .blob(let blob):
        bytes.append(3)
        append(Int64(blob.count), to: &bytes)
        bytes += blob
      }
    }
    return SHA256.digest(of: bytes)
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.bigEndian) { bytes += $0 }
  }
}
