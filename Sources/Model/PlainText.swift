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

  /// Whether a scalar takes no room and shows nothing: zero-width spaces and joiners, soft hyphen, fillers, tags.
  public static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200B...0x200D, 0x2060...0x2065: true
    case 0x206A...0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF0...0xFFFB, 0x1D173...0x1D17A, 0xE0000...0xE0FFF: true
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

  /// Foreign text as it may stand in a message: what cannot be shown is replaced, and its length is bounded.
  public static func visible(_ text: String, limit: Int = 80) -> String {
    let scalars = text.unicodeScalars.map { scalar -> Unicode.Scalar in
      isControl(scalar) || isDirectional(scalar) || isInvisible(scalar) ? "\u{FFFD}" : scalar
    }
    let visible = String(String.UnicodeScalarView(scalars))
    return visible.count > limit ? visible.prefix(limit - 1) + "…" : visible
  }

  /// Foreign text in quotation marks, as it may stand in a message.
  public static func quoted(_ text: String) -> String { "\"\(visible(text))\"" }

  /// What is wrong with text of one field, or nothing.
  ///
  /// - Parameters:
  ///   - text: the text, already trimmed.
  ///   - label: what the field is called at the start of a sentence, such as "Name".
  ///   - limit: the largest number of characters (grapheme clusters) allowed.
  ///   - multiline: whether line feeds are allowed.
  static func problem(in text: String, label: String, limit: Int, multiline: Bool = false) -> String? {
    for scalar in text.unicodeScalars {
      if multiline, scalar == "\n" { continue }
      if isControl(scalar) { return "\(label) cannot contain control characters." }
      if isDirectional(scalar) || isInvisible(scalar) {
        return "\(label) cannot contain invisible or direction-changing characters."
      }
    }
    let count = text.count
    if count > limit { return "\(label) is \(count) characters long; at most \(limit) are allowed." }
    // A character may carry combining marks, but not a tower of them.
    if text.unicodeScalars.count > 4 * limit { return "\(label) has too many combining marks." }
    return nil
  }
}
