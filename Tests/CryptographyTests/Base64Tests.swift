import Testing

@testable import Cryptography

@Suite
struct Base64Tests {
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
    ("foobar", "Zm9vYmFy"),
  ])
  func `RFC 4648 §10: the test vectors, without padding`(plain: String, encoded: String) {
    #expect(Base64.encode(Array(plain.utf8)) == encoded)
    #expect(Base64.decode(encoded) == Array(plain.utf8))
    #expect(Base64.decodeURL(encoded) == Array(plain.utf8))
  }

  @Test(arguments: [("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("", "")])
  func `RFC 4648 §4: padding is read where headers have it`(encoded: String, plain: String) {
    #expect(Base64.decodePadded(encoded) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg", "Zg=", "Zg===", "Zh==", "Z===", "====", "Zm9v=", "Z-9v", "Zm 9", "Zm8=Zm8=", "é==="])
  func `what has another spelling or a stray character is no padded base64`(encoded: String) {
    #expect(Base64.decodePadded(encoded) == nil)
  }

  @Test(arguments: ["Z", "Zh", "Zm9vYmF", "Zm+v", "Zm/v", "Zg==", "Zm9vY"])
  func `what has another spelling is no base64url`(encoded: String) {
    #expect(Base64.decodeURL(encoded) == nil)
  }

  @Test
  func `RFC 4648 §5: the two last characters differ for URLs`() {
    #expect(Base64.encodeURL([0xFB, 0xFF]) == "-_8")
    #expect(Base64.encode([0xFB, 0xFF]) == "+/8")
    #expect(Base64.decodeURL("-_8") == [0xFB, 0xFF])
  }
}
