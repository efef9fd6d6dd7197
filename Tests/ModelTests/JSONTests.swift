import FoundationEssentials
import Testing

@testable import Model

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

  @Test func `on one line nothing but blanks is left out`() {
    let value = JSON.object([("a", .array([.integer(1), .null, .object([])])), ("b", .string("x \"y\""))])
    #expect(value.compact == #"{"a":[1,null,{}],"b":"x \"y\""}"#)
  }
}
