import Testing

@testable import Cryptography

@Suite struct HMACTests {
  @Test(
    "Vectors of RFC 4231 §4",
    arguments: [
      (
        [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
      ),
      (
        Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
      ),
      (
        [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
      ),
      (
        Array(1...25), [UInt8](repeating: 0xCD, count: 50),
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
      ),
      (
        [UInt8](repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
      ),
    ])
  func vector(key: [UInt8], message: [UInt8], expected: String) {
    let seal = HMAC.seal(message, key: key)
    #expect(seal.hexadecimal == expected)
    #expect(HMAC.verify(seal, of: message, key: key))
  }

  @Test func `any other seal, message or key is refused`() {
    let key = [UInt8](repeating: 7, count: 32)
    let message = Array("message".utf8)
    let seal = HMAC.seal(message, key: key)
    for index in seal.indices {
      var other = seal
      other[index] ^= 1
      #expect(!HMAC.verify(other, of: message, key: key))
    }
    #expect(!HMAC.verify(Array(seal.dropLast()), of: message, key: key))
    #expect(!HMAC.verify(seal + [0], of: message, key: key))
    #expect(!HMAC.verify([], of: message, key: key))
    #expect(!HMAC.verify(seal, of: message + [0], key: key))
    #expect(!HMAC.verify(seal, of: message, key: [UInt8](repeating: 8, count: 32)))
  }

  @Test func `an empty message and an empty key have a seal`() {
    #expect(
      HMAC.seal([], key: []).hexadecimal == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
  }
}
