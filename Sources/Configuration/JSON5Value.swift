import FoundationEssentials

/// A JSON5 text as a tree.
enum JSON5Value: Sendable, Equatable, Decodable {
  case null
  case boolean(Bool)
  case number(Double)
  case string(String)
  case array([JSON5Value])
  case object([String: JSON5Value])

  init(from decoder: any Decoder) throws {
    if let fields = try? decoder.container(keyedBy: AnyKey.self) {
      var object: [String: JSON5Value] = [:]
      for key in fields.allKeys { object[key.stringValue] = try fields.decode(JSON5Value.self, forKey: key) }
      self = .object(object)
    } else if var elements = try? decoder.unkeyedContainer() {
      var array: [JSON5Value] = []
      while !elements.isAtEnd { array.append(try elements.decode(JSON5Value.self)) }
      self = .array(array)
    } else {
      self = try Self.scalar(decoder.singleValueContainer())
    }
  }

  private static func scalar(_ value: any SingleValueDecodingContainer) throws -> JSON5Value {
    if value.decodeNil() { return .null }
    if let boolean = try? value.decode(Bool.self) { return .boolean(boolean) }
    if let number = try? value.decode(Double.self) { return .number(number) }
    return .string(try value.decode(String.self))
  }

  /// What kind of value it is, for a sentence.
  var kind: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let value): Int(exactly: value).map(String.init) ?? "\(value)"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
