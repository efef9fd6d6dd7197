import Testing

@testable import Cryptography

@Suite struct SHA256Tests {
  @Test(
    "Examples of FIPS 180-4 and NIST's short messages",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ])
  func example(text: String, hexadecimal: String) {
    #expect(SHA256.digest(of: text).hexadecimal == hexadecimal)
    #expect(SHA256.digest(of: Array(text.utf8)).hexadecimal == hexadecimal)
  }

  @Test func `a million times the letter a`() {
    #expect(
      SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)).hexadecimal
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }
}

extension [UInt8] {
  var hexadecimal: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
