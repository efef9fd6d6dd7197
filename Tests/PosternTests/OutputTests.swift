import FoundationEssentials
import Testing

@testable import postern

@Suite struct JSONTests {
  @Test(arguments: [
    (JSON.null, "null"), (.boolean(true), "true"), (.integer(-5), "-5"), (.array([]), "[]"), (.object([]), "{}"),
    (.string("a\"b\\c\nd\te"), #""a\"b\\c\nd\te""#),
    (.string("\u{1B}[31m\u{7F}\u{9B}"), #""\u001b[31m\u007f\u009b""#),
    (.string("\u{202E}\u{200B}\u{2028}\u{E0001}"), #""\u202e\u200b\u2028\udb40\udc01""#),
    (.string("é漢👩"), "\"é漢👩\""),
    (.moment(nil), "null"), (.moment(Date(timeIntervalSince1970: 0)), "\"1970-01-01T00:00:00Z\""),
    (.text(nil), "null"), (.texts(["a", "b"]), "[\n  \"a\",\n  \"b\"\n]"),
    (.object([("b", .integer(1)), ("a", .array([.null]))]), "{\n  \"b\": 1,\n  \"a\": [\n    null\n  ]\n}"),
  ])
  func `a value is written so that every reader and terminal agrees`(value: JSON, text: String) {
    #expect(value.text == text)
  }

  @Test func `whatever is written reads back as it was`() throws {
    let texts = ["", "plain", "\u{0}\u{1}\u{1F}", "\u{202E}evil", "\u{FEFF}", "👩‍👩‍👧", "\\u0041", "a\r\nb", "\u{E0041}"]
    let data = Data(JSON.texts(texts).text.utf8)
    #expect(try JSONDecoder().decode([String].self, from: data) == texts)
  }
}

@Suite struct TableTests {
  @Test func `columns are aligned, wide characters counted as two`() {
    var table = Table(["NAME", "X"])
    table.add(["a", "1"])
    table.add(["漢字漢", "2"])
    #expect(table.text == "NAME    X\na       1\n漢字漢  2")
  }

  @Test func `what could upset a terminal is replaced`() {
    var table = Table(["NAME"])
    table.add(["a\u{1B}[2J\u{202E}\nb"])
    #expect(table.text == "NAME\na\u{FFFD}[2J\u{FFFD}\u{FFFD}b")
    var sheet = Sheet()
    sheet.add("Name", "a\u{1B}c")
    sheet.add("Text", "one\ntwo\u{7}")
    sheet.add("Nothing", nil)
    #expect(sheet.text == "Name  a\u{FFFD}c\nText  one\n      two\u{FFFD}")
  }

  @Test func `a table without rows is its header`() {
    #expect(Table(["A", "B"]).text == "A  B")
  }
}
