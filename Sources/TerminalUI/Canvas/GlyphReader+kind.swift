import CSystem
import Model

extension GlyphReader {
  /// What a scalar is to the canvas.
  enum Kind {
    case visible(width: Int)
    case space(width: Int)
    case mark
    case joiner
    case dropped
    case unprintable

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x20: self = .space(width: 1)
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x2FF: self = .visible(width: 1)
      case 0x200D: self = .joiner
      default: self = Kind.looked(up: scalar)
      }
    }

    private static func looked(up scalar: Unicode.Scalar) -> Kind {
      if PlainText.isControl(scalar) { return .unprintable }
      if PlainText.isDirectional(scalar) || PlainText.isInvisible(scalar) { return .dropped }
      let properties = scalar.properties
      if properties.isDefaultIgnorableCodePoint { return .dropped }
      let category = properties.generalCategory
      if category == .format { return .dropped }
      let width = Int(postern_character_width(scalar.value))
      if category == .spaceSeparator { return .space(width: max(1, min(2, width))) }
      switch width {
      case 1, 2: return .visible(width: width)
      case 0: return category == .nonspacingMark || isTrailingJamo(scalar) ? .mark : .dropped
      default: return .unprintable
      }
    }

    /// Hangul vowels and final consonants, which stand on a leading consonant as marks do.
    private static func isTrailingJamo(_ scalar: Unicode.Scalar) -> Bool {
      0x1161...0x11FF ~= scalar.value || 0xD7B0...0xD7FF ~= scalar.value
    }

    /// The letter that a flag's half stands for: terminals disagree on the width of a flag, and on that of a letter
    /// nobody does.
    static func flagLetter(_ scalar: Unicode.Scalar) -> UInt32? {
      0x1F1E6...0x1F1FF ~= scalar.value ? scalar.value - 0x1F1E6 + 0x41 : nil
    }

    /// Whether a scalar can begin or follow in a sequence of joined emoji.
    static func isEmoji(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value > 0xA8 && scalar.properties.isEmoji
    }
  }
}
