import FoundationEssentials
import Model

/// A JSON document in the making: members keep their order.
enum JSON: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case string(String)
  case array([JSON])
  case object([(name: String, value: JSON)])

  /// A moment in RFC 3339, or null.
  static func moment(_ date: Date?) -> JSON { date.map { .string($0.rfc3339) } ?? .null }

  /// A text, or null.
  static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// A list of texts.
  static func texts(_ texts: some Sequence<String>) -> JSON { .array(texts.map(JSON.string)) }

  /// The document, indented by two spaces a level.
  var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .string(let value): Self.write(value, to: &text)
    case .array(let elements):
      Self.write(elements, between: ("[", "]"), to: &text, indent) { element, text, indent in
        element.write(to: &text, indent: indent)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), to: &text, indent) { member, text, indent in
        Self.write(member.name, to: &text)
        text += ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between brackets: (String, String), to text: inout String, _ indent: String,
    _ writeElement: (Element, inout String, String) -> Void
  ) {
    text += brackets.0
    for (index, element) in elements.enumerated() {
      text += "\(index == 0 ? "" : ",")\n\(indent)  "
      writeElement(element, &text, indent + "  ")
    }
    text += elements.isEmpty ? brackets.1 : "\n\(indent)\(brackets.1)"
  }

  /// A string (RFC 8259 §7). Beside what must be escaped, whatever could upset a terminal is too: nothing is lost.
  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _ where PlainText.isControl(scalar) || PlainText.isDirectional(scalar) || PlainText.isInvisible(scalar):
        for unit in String(scalar).utf16 { text += escaped(unit) }
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }

  private static func escaped(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
