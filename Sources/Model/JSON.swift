import FoundationEssentials

/// A JSON document in the making: members keep their order.
public enum JSON: Sendable, Equatable {
  /// Nothing.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int64)
  /// Text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Named values in order.
  case object([(name: String, value: JSON)])

  /// A moment in RFC 3339, or null.
  public static func moment(_ date: Date?) -> JSON { date.map { .string($0.rfc3339) } ?? .null }

  /// A text, or null.
  public static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }

  /// A list of texts.
  public static func texts(_ texts: some Sequence<String>) -> JSON { .array(texts.map(JSON.string)) }

  /// The document, indented by two spaces a level.
  public var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text
  }

  /// The same document.
  public static func == (left: JSON, right: JSON) -> Bool { left.text == right.text }

  /// The document on one line, without a blank.
  public var compact: String { String(decoding: bytes, as: UTF8.self) }

  /// The same in UTF-8, as answers are sent.
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(to: &bytes)
    return bytes
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .string(let value): Self.write(value, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        element.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ value: String, to bytes: inout [UInt8]) {
    var copy = value
    let isWritten = copy.withUTF8 { plain in
      guard plain.allSatisfy(isPlain) else { return false }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: plain)
      bytes.append(UInt8(ascii: "\""))
      return true
    }
    guard !isWritten else { return }
    var text = ""
    write(value, to: &text)
    bytes += text.utf8
  }

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

  /// Whether a byte needs not to be escaped; nearly all text of the protocol is plain ASCII.
  private static func isPlain(_ byte: UInt8) -> Bool { 0x20...0x7E ~= byte && byte != 0x22 && byte != 0x5C }

  /// A string (RFC 8259 §7). Beside what must be escaped, whatever could upset a terminal is too: nothing is lost.
  private static func write(_ value: String, to text: inout String) {
    text += "\""
    if value.utf8.allSatisfy(isPlain) {
      text += value
      text += "\""
      return
    }
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
