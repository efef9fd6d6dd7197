import TestSupport
import Testing

@testable import OAuth

@Suite struct FormParametersTests {
  private func read(_ text: String) throws(FormProblem) -> [String] {
    try FormParameters(text.utf8).all.map { "\($0.name)|\($0.value)" }
  }

  @Test(
    "Well-formed queries (RFC 6749 appendix B, WHATWG URL §5.1)",
    arguments: [
      ("", []), ("&", []), ("&&&", []), ("a=1", ["a|1"]), ("a=1&b=2", ["a|1", "b|2"]), ("a=1&&b=2&", ["a|1", "b|2"]),
      ("a", ["a|"]), ("a=", ["a|"]), ("=1", ["|1"]), ("=", ["|"]), ("a==", ["a|="]), ("a=b=c", ["a|b=c"]),
      ("a+b=c+d", ["a b|c d"]), ("a=%2B%26%3d%25", ["a|+&=%"]), ("a=1;b=2", ["a|1;b=2"]), ("a=x y", ["a|x y"]),
      ("a=1&a=2", ["a|1", "a|2"]), ("%61=%c3%a9%E2%82%ac", ["a|é€"]), ("a=é", ["a|é"]), ("a=%0D%0A", ["a|\r\n"]),
      ("+%25+%26+%C2%A3+%E2%82%AC=1", [" % & £ €|1"]),
    ])
  func wellFormed(text: String, expected: [String]) throws {
    #expect(try read(text) == expected)
  }

  @Test(
    "What can be read in two ways is not read",
    arguments: [
      ("a=%", FormProblem.badPercentSign), ("a=%2", .badPercentSign), ("%=1", .badPercentSign),
      ("a=%zz", .badPercentSign), ("a=%2g", .badPercentSign), ("a=%%20", .badPercentSign), ("a=% 20", .badPercentSign),
      ("a=%+1", .badPercentSign), ("a=%&b=1", .badPercentSign), ("a=%u0041", .badPercentSign),
      ("ok=1&%", .badPercentSign),
      ("a=%00", .nul), ("%00=1", .nul), ("a=\u{0}", .nul), ("a=b%00&c=d", .nul), ("a=%C3%00", .nul),
      ("a=1\r\n", .controlCharacter), ("a=\t", .controlCharacter), ("a\n=1", .controlCharacter),
      ("a=\u{7F}", .controlCharacter), ("a=%FF", .invalidUTF8), ("a=%C3", .invalidUTF8), ("%C3=%A9", .invalidUTF8),
      ("a=%C0%AF", .invalidUTF8), ("a=%E0%80%AF", .invalidUTF8), ("a=%ED%A0%80", .invalidUTF8),
      ("a=%F5%80%80%80", .invalidUTF8), ("a=%C3%28", .invalidUTF8), ("a=%80", .invalidUTF8),
      ("a=%F4%90%80%80", .invalidUTF8),
    ])
  func broken(text: String, problem: FormProblem) {
    #expect(throws: problem) { try read(text) }
  }

  @Test func `raw bytes that are not UTF-8 are refused`() {
    #expect(throws: FormProblem.invalidUTF8) { try FormParameters([0x61, 0x3D, 0xFF]) }
    #expect(throws: FormProblem.invalidUTF8) { try FormParameters([0x61, 0x3D, 0xC3, 0x26, 0xA9]) }
  }

  @Test func `a hundred parameters are read, one more is not`() throws {
    let hundred = (0..<100).map { "p\($0)=\($0)" }.joined(separator: "&")
    #expect(try FormParameters(hundred.utf8).all.count == 100)
    #expect(throws: FormProblem.tooMany) { try FormParameters((hundred + "&one=more").utf8) }
    #expect(try FormParameters((hundred + "&&&").utf8).all.count == 100)
  }

  @Test func `names are looked up byte for byte, and the ones that came twice are told`() throws {
    let form = try FormParameters("code=1&state=2&code=3&Code=4&state=5&code=6&%E2%84%AA=7&K=8".utf8)
    #expect(form["code"] == "1")
    #expect(form["CODE"] == nil)
    #expect(form["K"] == "8")
    #expect(form.duplicates == ["code", "state"])
    #expect(FormParameters()["code"] == nil)
  }

  @Test func `whatever is encoded comes back byte for byte`() throws {
    let random = TestBytes()
    for _ in 0..<300 {
      let parameters = (0..<random.next(5)).map { _ in (name: random.text(), value: random.text()) }
      let encoded = FormEncoder.encode(parameters)
      #expect(encoded.utf8.allSatisfy { 0x21...0x7E ~= $0 })
      let read = try FormParameters(encoded.utf8).all
      #expect(read.map { Array($0.name.utf8) } == parameters.map { Array($0.name.utf8) })
      #expect(read.map { Array($0.value.utf8) } == parameters.map { Array($0.value.utf8) })
    }
  }

  @Test func `any bytes are either read or refused`() {
    let random = TestBytes()
    let alphabet = Array("&=%+a1F\u{0}\r\n;".utf8) + [0xC3, 0xA9, 0xFF, 0x80]
    for _ in 0..<3000 {
      let bytes = (0..<random.next(24)).map { _ in alphabet[random.next(alphabet.count)] }
      guard let form = try? FormParameters(bytes) else { continue }
      // What was read is read again alike from its own encoding.
      let again = try? FormParameters(FormEncoder.encode(form.all).utf8)
      #expect(again?.all.map { "\($0.name)=\($0.value)" } == form.all.map { "\($0.name)=\($0.value)" })
    }
  }

  @Test(arguments: [
    ("abc-._~XYZ019", "abc-._~XYZ019"), ("a b+c", "a%20b%2Bc"), ("é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"),
    ("\r\n\u{0}&=%#?", "%0D%0A%00%26%3D%25%23%3F"), ("", ""), ("\"'<>*", "%22%27%3C%3E%2A"),
  ])
  func `text is encoded for every place in a URL`(text: String, encoded: String) {
    #expect(FormEncoder.encode(text) == encoded)
  }
}
