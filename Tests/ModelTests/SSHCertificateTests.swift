import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct SSHCertificateTests {
  /// A piece with its length in front.
  private static func piece(_ bytes: [UInt8]) -> [UInt8] {
    let count = UInt32(bytes.count)
    return [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + bytes
  }

  private static let type = "ssh-ed25519-cert-v01@openssh.com"

  /// A certificate as far as it is read.
  private static func bytes(
    type: String = type, kind: UInt8 = 1, serial: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 7], principals: [[UInt8]]
  ) -> [UInt8] {
    piece(Array(type.utf8)) + piece([1, 2, 3]) + piece([UInt8](repeating: 9, count: 32)) + serial + [0, 0, 0, kind]
      + piece(Array("id".utf8)) + piece(principals.flatMap(piece))
  }

  private func read(_ bytes: [UInt8], as type: String = type) -> SSHCertificate? {
    SSHCertificate(type: type, text: Data(bytes).base64EncodedString())
  }

  @Test func `a certificate names whom it is for`() throws {
    let found = try #require(read(Self.bytes(principals: [Array("ada".utf8), Array("grace".utf8)])))
    #expect(found.principals == ["ada", "grace"] && found.serial == 7)
    #expect(read(Self.bytes(principals: []))?.principals == [])
    #expect(read(Self.bytes(serial: [UInt8](repeating: 255, count: 8), principals: []))?.serial == .max)
  }

  @Test func `what is cut off, for a host, of another type or no text is none`() {
    let whole = Self.bytes(principals: [Array("ada".utf8)])
    for count in 0..<whole.count { #expect(read(Array(whole.prefix(count))) == nil) }
    #expect(read(Self.bytes(kind: 2, principals: [Array("ada".utf8)])) == nil)
    #expect(read(whole, as: "ssh-rsa-cert-v01@openssh.com") == nil)
    #expect(read(whole, as: "ssh-ed25519") == nil)
    #expect(read(Self.bytes(principals: [[0xFF]])) == nil)
    #expect(SSHCertificate(type: Self.type, text: "no base64") == nil)
    #expect(SSHCertificate(type: "", text: "") == nil)
  }
}
