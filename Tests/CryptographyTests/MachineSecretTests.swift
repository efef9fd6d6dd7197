import FoundationEssentials
import TestSupport
import Testing

@testable import Cryptography

@Suite struct MachineSecretTests {
  @Test func `the check value of CRC-32`() {
    #expect(CRC32.checksum(of: "123456789".utf8) == 0xCBF4_3926)
    #expect(CRC32.checksum(of: "".utf8) == 0)
  }

  @Test(
    "Numbers have six base62 digits, leading zeros kept",
    arguments: [(0, "000000"), (61, "00000z"), (62, "000010"), (UInt32.max, "4gfFC3")])
  func digits(number: UInt32, text: String) {
    #expect(Base62.digits(of: number, width: 6) == text)
  }

  @Test(arguments: MachineSecret.Kind.allCases)
  func `a secret has its prefix and length and is read again`(kind: MachineSecret.Kind) {
    let secret = MachineSecret(kind, length: 60, random: .counting())
    #expect(secret.text.count == 60)
    #expect(secret.text.hasPrefix(kind.rawValue))
    #expect(MachineSecret(kind, presented: secret.text)?.digest == secret.digest)
    #expect(secret.digest.suffix(32) == SHA256.digest(of: secret.text)[...])
    #expect(secret.lastFour == String(secret.text.suffix(4)))
    for other in MachineSecret.Kind.allCases where other != kind {
      #expect(MachineSecret(other, presented: secret.text) == nil)
    }
  }

  @Test func `what a person asked for is kept as its digest alone`() {
    for kind in [MachineSecret.Kind.personalToken, .clientSecret] {
      let secret = MachineSecret(kind, length: 60, random: .counting())
      #expect(secret.digest == SHA256.digest(of: secret.text))
    }
  }

  @Test(arguments: [MachineSecret.Kind.accessToken, .refreshToken, .authorizationCode, .deviceCode])
  func `an issued one says when, and has as many random bits behind it`(kind: MachineSecret.Kind) {
    let secret = MachineSecret(kind, issuedAt: Date(timeIntervalSince1970: 1_000_000.25), random: .counting())
    #expect(secret.text.count == 57)
    // 1,000,000,250 milliseconds are 67 times 62⁴ and 9,985,738 of them: "ftkI" in base62.
    #expect(secret.text.hasPrefix(kind.rawValue + "ftkI"))
    #expect(secret.digest == [0x98, 0x5E, 0xCA] + SHA256.digest(of: secret.text))
    #expect(MachineSecret(kind, presented: secret.text)?.digest == secret.digest)
  }

  @Test func `those of one moment lie together, in their order, wherever the count begins anew`() {
    func key(_ seconds: Double) -> [UInt8] {
      Array(
        MachineSecret(.accessToken, issuedAt: Date(timeIntervalSince1970: seconds), random: .system).digest.prefix(3))
    }
    #expect(key(5) == key(5.0004))
    #expect(key(5).lexicographicallyPrecedes(key(5.002)))
    #expect(key(0) == [0, 0, 0])
    #expect(key(14_776.335) == [0xE1, 0x78, 0x0F])
    #expect(key(14_776.336) == [0, 0, 0])
    // Before 1970, too, a secret is whole.
    #expect(key(-0.001) == [0xE1, 0x78, 0x0F])
  }

  @Test func `one wrong character anywhere is seen`() {
    let text = MachineSecret(.personalToken, length: 60, random: .counting()).text
    for index in text.indices {
      var wrong = text
      wrong.replaceSubrange(index...index, with: text[index] == "x" ? "y" : "x")
      #expect(MachineSecret(.personalToken, presented: wrong) == nil)
    }
  }

  @Test(arguments: [
    "", "psp_", "psp_\u{0}", " ", "psp_ééééééééééééééééééééééééééééé", String(repeating: "p", count: 300),
  ])
  func `what is no secret is not read`(text: String) {
    #expect(MachineSecret(.personalToken, presented: text) == nil)
  }

  @Test func `white space around it is not forgiven`() {
    let text = MachineSecret(.personalToken, length: 60, random: .counting()).text
    #expect(MachineSecret(.personalToken, presented: text + "\n") == nil)
    #expect(MachineSecret(.personalToken, presented: " " + text) == nil)
  }

  @Test func `too short a length is raised to 128 random bits`() {
    #expect(MachineSecret(.clientSecret, length: 5, random: .counting()).text.count == MachineSecret.minimumLength)
    #expect(MachineSecret.minimumLength == 32)
  }

  @Test func `a secret does not print itself`() {
    let secret = MachineSecret(.clientSecret, length: 60, random: .counting())
    var dumped = ""
    dump(secret, to: &dumped)
    #expect(!"\(secret)".contains(secret.text))
    #expect(!String(reflecting: secret).contains(secret.text))
    #expect(!dumped.contains(secret.text))
  }

  @Test func `base62 favours no character`() {
    let text = Base62.random(length: 62_000, random: .system)
    var counts: [Character: Int] = [:]
    for character in text { counts[character, default: 0] += 1 }
    #expect(counts.count == 62)
    // A thousand of each are expected, with a deviation of 31; eight deviations do not happen.
    #expect(counts.values.allSatisfy { 750...1250 ~= $0 })
  }

  @Test func `the system's randomness does not repeat`() {
    #expect(RandomSource.system.bytes(32) != RandomSource.system.bytes(32))
    #expect(RandomSource.system.bytes(0).isEmpty)
  }

  @Test func `bytes are compared whole`() {
    #expect(ConstantTime.equal([], []))
    #expect(ConstantTime.equal([1, 2], [1, 2]))
    #expect(!ConstantTime.equal([1, 2], [1, 3]))
    #expect(!ConstantTime.equal([1, 2], [1, 2, 3]))
  }
}
