import Testing

@testable import Configuration

@Suite struct JSON5DocumentTests {
  @Test func `values of every kind are read`() throws {
    let document = try JSON5Document(
      text: """
        // a comment
        {
          text: 'single', "quoted": "double", number: 0x10, flag: true,
          list: ["a", 'b',], within: { deep: +1 }, many: [{ n: 1 }, { n: 2 }], nothing: null,
        }
        """, file: "f.json5")
    let root = document.root
    #expect(root.string("text") == "single")
    #expect(root.string("quoted") == "double")
    #expect(root.integer("number", in: 1...20) == 16)
    #expect(root.boolean("flag") == true)
    #expect(root.strings("list") == ["a", "b"])
    #expect(root.object("within")?.integer("deep", in: 0...1) == 1)
    #expect(root.objects("many")?.compactMap { $0.integer("n", in: 1...2) } == [1, 2])
    #expect(root.string("nothing") == nil)
    #expect(root.string("absent") == nil)
    root.rejectUnknownKeys()
    #expect(document.problems.isEmpty)
  }

  @Test func `a byte order mark is no part of the text`() throws {
    #expect(try JSON5Document(text: "\u{FEFF}{ a: 1 }", file: "f").root.keys == ["a"])
  }

  @Test(arguments: [
    ("", 1, "this is no JSON5: the text ends where a value should be."),
    ("{ a: 1\n  b: 2 }", 1, "this is no JSON5: a comma is missing."),
    ("{\n  a: 1,\n  b: [1,\n", 4, "this is no JSON5: a closing \"]\" is missing; it opens in line 3."),
    ("{\n  a: 1,\n\n", 4, "this is no JSON5: a closing \"}\" is missing; it opens in line 1."),
    ("{\n a: 'x\n}", 2, "this is no JSON5: a quotation mark is missing."),
    ("{\n a 1 }", 2, "this is no JSON5: a colon is missing behind the key \"a\"."),
    ("{\n\n/* x", 3, "this is no JSON5: a comment is not closed."),
    ("{}\n;", 2, "this is no JSON5: unexpected \";\"."),
    ("{ a: 1,, b: 2 }", 1, "this is no JSON5: unexpected \",\"."),
    ("{\n a: 1,\n b: 2,\n \"a\": 3 }", 4, "this is no JSON5: the key \"a\" is given twice."),
    ("[1]", 1, "the file must hold one object, { … }, not a list."),
    ("3", 1, "the file must hold one object, { … }, not 3."),
  ])
  func `a text that is no JSON5 object is refused with its line`(text: String, line: Int, sentence: String) {
    #expect(throws: ConfigurationProblem(file: "f.json5", line: line, sentence: sentence)) {
      try JSON5Document(text: text, file: "f.json5")
    }
  }

  @Test(arguments: ["{ a: tru }", "{ a: 1.2.3 }", "{ a: '\\u12' }"])
  func `a value that the decoder cannot read is refused`(text: String) {
    #expect(throws: ConfigurationProblem.self) { try JSON5Document(text: text, file: "f") }
  }

  @Test func `nesting without end is refused`() {
    #expect(throws: ConfigurationProblem.self) {
      try JSON5Document(text: String(repeating: "[", count: 100_000), file: "f")
    }
  }

  @Test func `values of the wrong kind are problems with file, line and key`() throws {
    let document = try JSON5Document(text: "{\n text: 1,\n flag: 'yes',\n list: [1],\n n: 1.5 }", file: "f.json5")
    let root = document.root
    #expect(root.string("text") == nil)
    #expect(root.boolean("flag") == nil)
    #expect(root.strings("list") == nil)
    #expect(root.integer("n", in: 1...9) == nil)
    #expect(
      document.problems.map(\.description) == [
        "f.json5:2: \"text\" must be a text in quotation marks, not 1.",
        "f.json5:3: \"flag\" must be true or false, not a text.",
        "f.json5:4: \"list\" must be a list of texts in quotation marks, and of nothing else.",
        "f.json5:5: \"n\" must be a whole number from 1 to 9, not 1.5.",
      ])
    #expect(document.problems.map(\.key) == ["text", "flag", "list", "n"])
  }

  @Test func `an unknown key is refused with the nearest known one`() throws {
    let document = try JSON5Document(text: "{ isuer: 1, zzz: 2 }", file: "f.json5")
    _ = document.root.string("issuer")
    _ = document.root.string("listen")
    document.root.rejectUnknownKeys()
    #expect(
      document.problems.map(\.sentence) == [
        "unknown key \"isuer\"; did you mean \"issuer\"?",
        "unknown key \"zzz\"; known here are issuer, listen.",
      ])
  }

  @Test func `a key that could upset a terminal is shown harmlessly`() throws {
    let document = try JSON5Document(text: "{ \"a\\u001b[31m\u{202E}\": 1 }", file: "f.json5")
    document.root.rejectUnknownKeys()
    let text = document.problems.map(\.description).joined()
    #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
  }
}
