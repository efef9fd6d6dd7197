import CSQLite
import FoundationEssentials

/// The row that a statement stands on. Valid until the statement steps on, so it never leaves the closure it is given to.
struct Row {
  let statement: OpaquePointer

  /// How many columns it has.
  var count: Int { Int(sqlite3_column_count(statement)) }

  func isNull(_ column: Int) -> Bool { sqlite3_column_type(statement, Int32(column)) == SQLITE_NULL }

  func integer(_ column: Int) -> Int64 { sqlite3_column_int64(statement, Int32(column)) }

  func int(_ column: Int) -> Int { Int(integer(column)) }

  func optionalInteger(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }

  /// The text of a column, byte for byte; empty for NULL.
  func text(_ column: Int) -> String {
    guard let bytes = sqlite3_column_text(statement, Int32(column)) else { return "" }
    let count = Int(sqlite3_column_bytes(statement, Int32(column)))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

  func blob(_ column: Int) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(statement, Int32(column)) else { return [] }
    return Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(statement, Int32(column)))))
  }

  func date(_ column: Int) -> Date { Date(seconds: integer(column)) }

  func optionalDate(_ column: Int) -> Date? { isNull(column) ? nil : date(column) }

  /// The value of a column as a cursor's key.
  func key(_ column: Int) -> Cursor.Key {
    sqlite3_column_type(statement, Int32(column)) == SQLITE_TEXT ? .text(text(column)) : .integer(integer(column))
  }
}
