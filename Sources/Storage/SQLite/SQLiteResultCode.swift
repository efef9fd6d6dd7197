import CSQLite

/// A result code of SQLite, extended or primary.
struct SQLiteResultCode: RawRepresentable, Equatable, Sendable {
  let rawValue: Int32

  static let ok = Self(rawValue: SQLITE_OK)
  static let row = Self(rawValue: SQLITE_ROW)
  static let done = Self(rawValue: SQLITE_DONE)
  static let busy = Self(rawValue: SQLITE_BUSY)
  static let locked = Self(rawValue: SQLITE_LOCKED)
  static let readOnly = Self(rawValue: SQLITE_READONLY)
  static let interrupt = Self(rawValue: SQLITE_INTERRUPT)
  static let corrupt = Self(rawValue: SQLITE_CORRUPT)
  static let full = Self(rawValue: SQLITE_FULL)
  static let cannotOpen = Self(rawValue: SQLITE_CANTOPEN)
  static let notADatabase = Self(rawValue: SQLITE_NOTADB)

  // Extended codes are macros that Swift does not import: the primary code with a number in the upper bytes.
  static let uniqueConstraint = Self(rawValue: SQLITE_CONSTRAINT | 8 << 8)
  static let primaryKeyConstraint = Self(rawValue: SQLITE_CONSTRAINT | 6 << 8)
  static let foreignKeyConstraint = Self(rawValue: SQLITE_CONSTRAINT | 3 << 8)

  /// The code without what extends it.
  var primary: SQLiteResultCode { SQLiteResultCode(rawValue: rawValue & 0xFF) }
}
