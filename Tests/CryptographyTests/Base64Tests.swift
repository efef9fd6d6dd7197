import TestSupport
import Testing

@testable import Cryptography

@Suite struct Base64Tests {
  @Test(
    "Vectors of RFC 4648 §10, without padding",
    arguments: [
      ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
      ("foobar", "Zm9vYmFy"),
    ])
  func vector(text: String, encoded: String) {
    for alphabet in [Base64.Alphabet.standard, .url] {
      #expect(Base64.encode(text.utf8, alphabet) == encoded)
      #expect(Base64.decode(encoded, alphabet) == Array(text.utf8))
    }
  }

  @Test func `the alphabets differ in two characters and are not mixed (RFC 4648 §5)`() {
    let bytes: [UInt8] = [0xFB, 0xFF, 0xBF]
    #expect(Base64.encode(bytes) == "+/+/")
    #expect(Base64.encode(bytes, .url) == "-_-_")
    #expect(Base64.decode("-_-_") == nil)
    #expect(Base64.decode("+/+/", .url) == nil)
    #expect(Base64.decode("-/-_", .url) == nil)
  }

  @Test(arguments: [
    "Z", "Zh", "Zm9", "Zg==", "Zg=", "Zm9v\n", " Zm9v", "Zm 9v", "Zm9vé", "\u{0}", "Zm9vZ", "====", "Zg..",
  ])
  func `a second spelling is none`(text: String) {
    #expect(Base64.decode(text) == nil)
    #expect(Base64.decode(text, .url) == nil)
  }

  @Test func `any bytes come back`() {
    let random = RandomSource.counting()
    for length in 0..<70 {
      let bytes = random.bytes(length)
      #expect(Base64.decode(Base64.encode(bytes)) == bytes)
      #expect(Base64.decode(Base64.encode(bytes, .url), .url) == bytes)
    }
  }

  @Test(arguments: [("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("", "")])
  func `padding is read where headers have it (RFC 4648 §4)`(encoded: String, plain: String) {
    #expect(Base64.decodePadded(encoded) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Z===", "====", "Zm9v=", "Z-9v", "Zm 9", "Zm8=Zm8=", "é==="])
  func `what has another spelling or a stray character is no padded base64`(encoded: String) {
    #expect(Base64.decodePadded(encoded) == nil)
  }
}
