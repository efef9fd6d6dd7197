import CSystem
import Model

/// One character as it is drawn: a base, the marks on it, and how many columns it takes.
struct Glyph: Equatable {
  var base: UInt32
  var marks: UInt64 = 0
  var width: Int

  /// Stands for whatever cannot be shown.
  static let replacement = Glyph(base: 0xFFFD, width: 1)
  static let space = Glyph(base: 0x20, width: 1)
  static let question = Glyph(base: 0x3F, width: 1)
}

/// The sanitizer in front of every cell. It reads text scalar by scalar and gives what may be drawn: control characters
/// and what the C library calls unprintable become U+FFFD, invisible and direction-changing ones vanish, a sequence of
/// joined emoji shrinks to its first, and in ASCII everything else becomes `?`. Widths are the same in both glyph sets.
struct GlyphReader {
  private let scalars: String.UnicodeScalarView
  private let ascii: Bool
  private var index: String.Index
  private var waiting: Glyph?
  /// Where the character given last begins in the text.
  private(set) var start: String.Index

  init(_ text: String, glyphs: GlyphSet = .unicode) {
    scalars = text.unicodeScalars
    ascii = glyphs == .ascii
    index = text.startIndex
    start = text.startIndex
  }

  /// The next character to draw, or nil at the end.
  mutating func next() -> Glyph? {
    if let glyph = waiting {
      waiting = nil
      return glyph
    }
    while index < scalars.endIndex {
      start = index
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      switch Kind(scalar) {
      case .dropped, .joiner: continue
      case .unprintable: return single(.replacement)
      case .mark:
        // A mark that stands on nothing.
        var glyph = Glyph.replacement
        absorb(into: &glyph, isEmoji: false)
        return single(.replacement)
      case .space(let width): return doubled(.space, width: width)
      case .visible(let width):
        let letter = Kind.flagLetter(scalar)
        var glyph = Glyph(base: letter ?? scalar.value, width: letter == nil ? width : 1)
        if scalar.value < 0x7F, nextIsASCII { return glyph }
        absorb(into: &glyph, isEmoji: letter == nil && Kind.isEmoji(scalar))
        return single(glyph)
      }
    }
    return nil
  }

  private var nextIsASCII: Bool { index == scalars.endIndex || scalars[index].isASCII }

  /// What a glyph becomes in this glyph set.
  private mutating func single(_ glyph: Glyph) -> Glyph {
    if !ascii || (glyph.base < 0x7F && glyph.marks == 0) { return glyph }
    return doubled(.question, width: glyph.width)
  }

  private mutating func doubled(_ glyph: Glyph, width: Int) -> Glyph {
    if width == 2 { waiting = glyph }
    return glyph
  }

  /// Takes the marks, joiners and modifiers that belong to a base.
  private mutating func absorb(into glyph: inout Glyph, isEmoji: Bool) {
    var shift: UInt64 = 0
    var isJoined = false
    while index < scalars.endIndex {
      let scalar = scalars[index]
      switch Kind(scalar) {
      case .mark:
        if shift < 63 {
          glyph.marks |= UInt64(scalar.value) << shift
          shift += 21
        }
      case .joiner: isJoined = isEmoji
      case .dropped: break
      case .visible where isEmoji && (scalar.properties.isEmojiModifier || (isJoined && Kind.isEmoji(scalar))):
        isJoined = false
      case .visible, .space, .unprintable: return
      }
      scalars.formIndex(after: &index)
    }
  }
}
