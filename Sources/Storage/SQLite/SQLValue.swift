import FoundationEssentials

/// A value as it is bound to a statement.
enum SQLValue: Sendable, Equatable {
  case null
  case integer(Int64)
  case text(String)
  case blob([UInt8])

  /// A count or a small number.
  static func int(_ number: Int) -> SQLValue { .integer(Int64(number)) }
  /// A truth value: 0 or 1.
  static func flag(_ isTrue: Bool) -> SQLValue { .integer(isTrue ? 1 : 0) }
  /// A moment: whole seconds since 1970.
  static func date(_ moment: Date) -> SQLValue { .integer(moment.seconds) }
  /// A moment, if there is one.
  static func date(_ moment: Date?) -> SQLValue { moment.map { .integer($0.seconds) } ?? .null }
  /// Text, if there is any.
  static func text(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }

  /// The ordering value of a cursor.
  init(_ key: Cursor.Key) {
    switch key {
    case .text(let text): self = .text(text)
    case .integer(let number): self = .integer(number)
    }
  }
}

extension Date {
  /// Whole seconds since 1970, as storage keeps moments; what no calendar reaches is brought into range.
  var seconds: Int64 {
    Int64(max(-62_135_596_800, min(timeIntervalSince1970.rounded(.down), 253_402_300_799)))
  }

  init(seconds: Int64) { self.init(timeIntervalSince1970: Double(seconds)) }
}
