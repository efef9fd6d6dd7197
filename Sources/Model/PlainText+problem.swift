extension PlainText {
  /// The most scalars of one character: a base with its marks, a flag, an emoji with its skin tone, a conjunct.
  static let scalarsInCharacter = 10
  /// The most marks that may stand on one letter; living orthographies need no more.
  static let marksInARow = 4

  /// What is wrong with text of one field, or nothing.
  ///
  /// - Parameters:
  ///   - text: the text, already trimmed.
  ///   - label: what the field is called at the start of a sentence, such as "Name".
  ///   - limit: the largest number of characters (grapheme clusters) allowed.
  ///   - multiline: whether line feeds are allowed.
  static func problem(in text: String, label: String, limit: Int, multiline: Bool = false) -> String? {
    var last: Unicode.Scalar?
    var marks = 0
    for scalar in text.unicodeScalars {
      if multiline, scalar == "\n" {
        last = nil
        continue
      }
      if let flaw = flaw(of: scalar, after: last) { return "\(label) \(flaw)" }
      marks = isMark(scalar) ? marks + 1 : 0
      guard marks <= marksInARow else { return "\(label) \(tower)" }
      last = scalar
    }
    guard text.allSatisfy({ $0.unicodeScalars.count <= scalarsInCharacter }) else { return "\(label) \(tower)" }
    let count = text.count
    return count > limit ? "\(label) is \(count) characters long; at most \(limit) are allowed." : nil
  }

  /// Whether a scalar is drawn on the one before it.
  static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: true
    default: false
    }
  }

  private static let tower = "stacks too many marks on one character; remove some."

  /// What is wrong with a scalar behind another one (nothing at the start of a line), to stand behind the field's name.
  private static func flaw(of scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> String? {
    switch scalar.value {
    case 0x20...0x7E: return nil
    case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: return "must be a single line; remove the line break."
    case 0x09: return "has a tab; write a space instead."
    case _ where isControl(scalar): return "has a control character (\(codePoint(scalar))); remove it."
    case _ where isDirectional(scalar) || isInvisible(scalar) || isIdleSelector(scalar, after: last):
      return "has an invisible or direction-changing character (\(codePoint(scalar))); remove it."
    case _ where hasNoMeaning(scalar): return "has a character without meaning (\(codePoint(scalar))); remove it."
    case _ where last == nil && isMark(scalar):
      return "begins with a combining mark (\(codePoint(scalar))); remove it or put a letter before it."
    default: return nil
    }
  }

  /// Whether a variation selector selects nothing that people know: it then only makes two alike names differ. VS15 and
  /// VS16 choose between text and picture of an emoji.
  private static func isIdleSelector(_ scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> Bool {
    guard 0xFE00...0xFE0F ~= scalar.value else { return false }
    return scalar.value < 0xFE0E || last?.properties.isEmoji != true
  }

  /// Whether a scalar stands for nothing that all agree on: private use, noncharacters, the object placeholder.
  private static func hasNoMeaning(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .privateUse || scalar.value & 0xFFFE == 0xFFFE
      || 0xFDD0...0xFDEF ~= scalar.value || scalar == "\u{FFFC}"
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
