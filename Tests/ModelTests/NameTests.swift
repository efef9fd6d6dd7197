import Model
import Testing

@Suite struct NameTests {
  @Test(
    arguments: [
      "a", "Zenodo uploader", "ci-nightly", "Ångström", "数据集上传工具", "데이터", "ข้อมูล", "अनुप्रयोग", "שלום", "مرحبا",
      "O'Brien & Söhne <b>", "'; DROP TABLE tokens; --", "100% \\ \"quoted\"",
      // Emoji: plain, with a skin tone, as a picture, a flag, a keycap.
      "🚀", "👍🏽 thumbs", "❤️ data", "☎︎", "🇦🇶 station", "1️⃣ first",
      // A letter with its marks apart, Vietnamese, Hebrew with points.
      "e\u{301}tude", "Vie\u{323}\u{302}t", "ש\u{5C1}\u{5B8}לום",
      String(repeating: "x", count: 40), String(repeating: "漢", count: 40), String(repeating: "🇦🇶", count: 40),
      String(repeating: "e\u{301}", count: 40),
    ])
  func `a name that people can see is taken as it is`(text: String) throws {
    #expect(try Name(validating: text).text.unicodeScalars.elementsEqual(text.unicodeScalars))
  }

  @Test(arguments: ["", " ", "\t\n", "\u{A0}\u{2003}\u{3000}", "\r\n", "\u{2028}"])
  func `white space alone is no name`(text: String) {
    #expect(message(.name) { try Name(validating: text) } == "Enter a name.")
  }

  @Test(arguments: ["  laptop ", "\tlaptop\n", "\u{A0}laptop\u{3000}", "laptop\r\n"])
  func `white space around a name is dropped`(text: String) throws {
    #expect(try Name(validating: text).text == "laptop")
  }

  @Test(arguments: ["x", "漢", "🇦🇶", "e\u{301}"])
  func `forty-one characters are too many, however wide they are`(character: String) {
    let text = String(repeating: character, count: 41)
    #expect(
      message(.name) { try Name(validating: text) } == "Name is 41 characters long; at most 40 are allowed.")
  }

  @Test(arguments: [
    ("a\u{0}b", "Name has a control character (U+0000); remove it."),
    ("\u{1B}[31mred", "Name has a control character (U+001B); remove it."),
    ("a\u{7F}", "Name has a control character (U+007F); remove it."),
    ("a\u{9B}31m", "Name has a control character (U+009B); remove it."),
    ("a\tb", "Name has a tab; write a space instead."),
    ("a\nb", "Name must be a single line; remove the line break."),
    ("a\r\nb", "Name must be a single line; remove the line break."),
    ("a\u{85}b", "Name must be a single line; remove the line break."),
    ("a\u{2028}b", "Name must be a single line; remove the line break."),
    ("a\u{2029}b", "Name must be a single line; remove the line break."),
  ])
  func `control characters and line breaks are refused`(text: String, sentence: String) {
    #expect(message(.name) { try Name(validating: text) } == sentence)
  }

  @Test(
    arguments: [
      // Direction: marks, embeddings, overrides, isolates.
      0x061C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069,
      // Nothing to see: soft hyphen, joiners, zero-width space, fillers, byte order mark, the empty Braille pattern.
      0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0x2061, 0x2064,
      0x206A, 0x206F, 0x2800, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0x1BCA0, 0x1D173,
      // Tags, which spell hidden text; variation selectors that choose nothing.
      0xE0001, 0xE0041, 0xE0100, 0xE01EF, 0xFE00, 0xFE0D, 0xFE0E, 0xFE0F,
    ] as [UInt32])
  func `what cannot be seen is refused and named`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    let digits = String(value, radix: 16, uppercase: true)
    let point = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    for text in ["laptop\(scalar)x", "laptop\(scalar)", "\(scalar)laptop"] {
      #expect(
        message(.name) { try Name(validating: text) }
          == "Name has an invisible or direction-changing character (\(point)); remove it.")
    }
  }

  @Test(arguments: ["👩\u{200D}💻", "❤\u{FE0F}\u{FE0F}", "🏴\u{E0067}\u{E0062}\u{E007F}"])
  func `joined, doubly selected and tagged emoji are refused as invisible characters are`(text: String) {
    #expect(message(.name) { try Name(validating: text) }?.contains("invisible") == true)
  }

  @Test(arguments: [0xE000, 0xF8FF, 0xF0000, 0x10FFFD, 0xFFFC, 0xFFFE, 0xFDD0, 0x1FFFF] as [UInt32])
  func `characters that mean nothing are refused`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(message(.name) { try Name(validating: "a\(scalar)") }?.contains("without meaning") == true)
    #expect(message(.name) { try Name(validating: "\(scalar)a") }?.contains("without meaning") == true)
  }

  @Test(arguments: [
    "Z" + String(repeating: "\u{301}", count: 5), "a" + String(repeating: "\u{489}", count: 100),
    "Za" + String(repeating: "\u{300}\u{316}", count: 1000), "👍" + String(repeating: "🏽", count: 20),
    String(repeating: "ᄀ", count: 30),
  ])
  func `towers on one character are refused`(text: String) {
    #expect(
      message(.name) { try Name(validating: text) } == "Name stacks too many marks on one character; remove some.")
  }

  @Test(arguments: ["\u{301}", "\u{301}laptop", "  \u{20DD}laptop"])
  func `a name does not begin with a mark, which would stand on what comes before it`(text: String) {
    #expect(message(.name) { try Name(validating: text) }?.hasPrefix("Name begins with a combining mark") == true)
  }

  @Test func `a long paste is told by its length`() {
    let text = String(repeating: "x", count: 1_000_000)
    #expect(
      message(.name) { try Name(validating: text) } == "Name is 1000000 characters long; at most 40 are allowed.")
  }
}
