import TestSupport
import Testing

@testable import Cryptography

@Suite struct PasswordHashTests {
  static let cheap = PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1)

  @Test(
    "Vectors of RFC 7914 §12",
    arguments: [
      (
        "", "", 4, 1, 1,
        "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
          + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
      ),
      (
        "password", "NaCl", 10, 8, 16,
        "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
          + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
      ),
      (
        "pleaseletmein", "SodiumChloride", 14, 8, 1,
        "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
          + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
      ),
    ])
  func vector(password: String, salt: String, logN: Int, blockSize: Int, parallelization: Int, expected: String) {
    let cost = PasswordHash.Cost(logN: logN, blockSize: blockSize, parallelization: parallelization)
    let key = PasswordHash.derive(password, salt: Array(salt.utf8), cost: cost, length: 64)
    #expect(key?.hexadecimal == expected)
  }

  @Test func `a password is known again, another is not`() {
    let hash = PasswordHash.make("correct horse", cost: Self.cheap, random: .counting())
    #expect(hash.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    #expect(PasswordHash.verify("correct horse", against: hash))
    #expect(!PasswordHash.verify("correct horsf", against: hash))
    #expect(!PasswordHash.verify("", against: hash))
  }

  @Test func `the same password is hashed differently each time`() {
    let random = RandomSource.counting()
    let first = PasswordHash.make("password", cost: Self.cheap, random: random)
    #expect(first != PasswordHash.make("password", cost: Self.cheap, random: random))
  }

  @Test(
    "A string that is no scrypt hash verifies nothing",
    arguments: [
      "", "$", "password", "$scrypt$", "$argon2id$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=04,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=+4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$r=8,ln=4,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8,p=1,x=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAB$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$", "$scrypt$ln=4,r=8,p=1$$AAAAAAAAAAAAAAAAAAAAAA",
      "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA$",
    ])
  func malformed(text: String) {
    #expect(!PasswordHash.verify("password", against: text))
  }

  @Test(
    "An absurd cost is refused at once, whatever it would take",
    arguments: [
      "ln=63,r=8,p=1", "ln=24,r=64,p=64", "ln=17,r=999,p=1", "ln=1,r=8,p=999", "ln=22,r=8,p=1", "ln=16,r=1,p=1",
    ])
  func absurd(cost: String) {
    #expect(!PasswordHash.verify("password", against: "$scrypt$\(cost)$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"))
  }

  @Test func `the default cost is reasonable`() {
    #expect(PasswordHash.Cost().isReasonable)
  }
}
