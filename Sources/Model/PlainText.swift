/// The rules for text that people type and other people read: a name that looks like another one, reorders the line or
/// moves the cursor is refused where it enters, so that no page, screen or log has to fear it.
public enum PlainText {
  /// Whether a scalar is a control character (C0, DEL, C1) or a line or paragraph separator.
  public static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0x2028, 0x2029: true
    default: false
    }
  }

  /// Whether a scalar changes the direction of text (Unicode bidirectional formatting, UAX #9).
  public static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// Whether a scalar takes no room and shows nothing: zero-width spaces and joiners, soft hyphen, fillers, the empty
  /// Braille pattern, tags.
  public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065: true
    case 0x206A...0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1BCA0...0x1BCA3: true
    case 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
    default: false
    }
  }

  /// Text without the white space around it.
  public static func trimmed(_ text: some StringProtocol) -> String {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
    while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
  }

  /// Text whose line ends are line feeds, as other systems and web forms write them differently, and whose tabs are
  /// spaces.
  public static func withPlainLines(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    var previous: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r": scalars.append("\n")
      case "\t": scalars.append(" ")
      default: scalars.append(scalar)
      }
      previous = scalar
    }
    return String(scalars)
  }

  /// Foreign text as it may stand in a message: what cannot be shown is replaced, its length is bounded, and no mark
  /// stands on what comes before it.
  public static func visible(_ text: String, limit: Int = 80) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) { return text }
    var characters: [Character] = []
    for character in text where characters.count <= limit {
      // Towers of marks fall to what one character may reasonably be.
      let scalars = character.unicodeScalars.prefix(Self.scalarsInCharacter).map { scalar -> Unicode.Scalar in
        isControl(scalar) || isDirectional(scalar) || isInvisible(scalar) ? "\u{FFFD}" : scalar
      }
      characters += Array(String(String.UnicodeScalarView(scalars)))
    }
    let visible = characters.count > limit ? String(characters.prefix(limit - 1)) + "…" : String(characters)
    return visible.unicodeScalars.first.map(isMark) == true ? "\u{25CC}" + visible : visible
  }

  /// Foreign text in quotation marks, as it may stand in a message.
  public static func quoted(_ text: String) -> String { "\"\(visible(text))\"" }
}
