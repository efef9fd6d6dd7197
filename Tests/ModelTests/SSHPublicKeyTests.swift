import FoundationEssentials
import Model
import TestSupport
import Testing

@Suite struct SSHPublicKeyTests {
  @Test(arguments: TestSSHKey.good)
  func `a key that ssh-keygen made is taken`(key: TestSSHKey) throws {
    let read = try SSHPublicKey(validating: key.withComment)
    #expect(read.line == key.line)
    #expect(read.comment == "ada@laptop")
    #expect(read.kind.rawValue == key.testDescription)
    #expect(try SSHPublicKey(validating: "\t \(key.line)\r\n").line == key.line)
    #expect(try SSHPublicKey(validating: key.line.replacing(" ", with: "\t  ")).comment == "")
  }

  @Test(arguments: TestSSHKey.good)
  func `a key that was cut off or changed in its frame is refused`(key: TestSSHKey) throws {
    let kind = key.testDescription
    let blob = try SSHPublicKey(validating: key.line).blob
    for count in [0, 1, 4, 8, blob.count - 1] { expectRefused(kind, Array(blob.prefix(count))) }
    for extra in [[0], [0, 0, 0, 0], [UInt8](repeating: 65, count: 99)] { expectRefused(kind, blob + extra) }
    // A length that reaches beyond the end, however far.
    for place in 0..<4 {
      var longer = blob
      longer[place] ^= 0x80
      expectRefused(kind, longer)
    }
    #expect(message(.sshKey) { try SSHPublicKey(validating: String(key.line.dropLast())) } != nil)
  }

  private func expectRefused(_ kind: String, _ blob: [UInt8]) {
    let found = message(.sshKey) { try SSHPublicKey(validating: "\(kind) \(Data(blob).base64EncodedString())") }
    #expect(found.map(isFit) == true, "\(blob.count) bytes")
  }

  @Test func `the type on the line must be the key's own`() {
    let text = TestSSHKey.ed25519.line.split(separator: " ")[1]
    for kind in SSHPublicKey.Kind.allCases where kind != .ed25519 {
      let found = message(.sshKey) { try SSHPublicKey(validating: "\(kind.rawValue) \(text)") }
      #expect(found?.contains("is of another type") == true)
    }
  }

  @Test(arguments: [
    ("", "Paste a public key"), (" \t\n", "Paste a public key"), ("hello", "That is no public key"),
    ("ssh-ed25519", "The key itself is missing"), ("ssh-ed25519 !", "damaged"), ("ssh-ed25519 AAAA", "damaged"),
    ("ssh-dss AAAAB3NzaC1kc3MAAACB", "DSA keys are too weak"), (TestSSHKey.weak.line, "has 1024 bits; at least 2048"),
    ("ssh-ed25519-cert-v01@openssh.com AAAA", "That is a certificate"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "That is a private key"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END", "That is a private key"),
    ("-----BEGIN RSA PRIVATE KEY-----", "That is a private key"),
    ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "That is a private key"),
    ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none", "That is a private key"),
    ("---- BEGIN SSH2 PUBLIC KEY ----\nComment: x", "ssh-keygen -i"),
    ("no-pty \(TestSSHKey.ed25519.line)", "Leave out what stands before"),
    ("command=\"sh -c 'a b'\" \(TestSSHKey.ed25519.line)", "Leave out what stands before"),
    ("from=\"*\",cert-authority \(TestSSHKey.ed25519.line)", "Leave out what stands before"),
    ("\(TestSSHKey.ed25519.line)\n\(TestSSHKey.rsa.line)", "single line"),
    ("\(TestSSHKey.ed25519.line) a\ncommand=\"sh\" ssh-rsa AAAA", "single line"),
    ("\(TestSSHKey.ed25519.line) \u{1B}[2J", "control characters"),
    ("\(TestSSHKey.ed25519.line) a\u{0}b", "control characters"), ("\(TestSSHKey.ed25519.line) a\u{9B}b", "control"),
    ("\(TestSSHKey.ed25519.line) a\u{202E}b", "direction-changing"),
    ("\(TestSSHKey.ed25519.line) \(String(repeating: "x", count: 1001))", "1001 characters"),
    (String(repeating: "A", count: 8193), "too long"), ("SSH-ED25519 AAAA", "That is no public key"),
    ("# \(TestSSHKey.ed25519.line)", "Leave out what stands before"), ("\u{FEFF}ssh-ed25519 AAAA", "no public key"),
  ])
  func `what is no public key is told as what it looks like`(text: String, words: String) throws {
    let found = try #require(message(.sshKey) { try SSHPublicKey(validating: text) })
    #expect(found.contains(words) && isFit(found), "\(found)")
  }

  @Test(arguments: ["\"quoted\" 'single' `id` $(id)", "ünï", "a  b", "C:\\Users\\ada"])
  func `a comment is text`(comment: String) throws {
    #expect(try SSHPublicKey(validating: "\(TestSSHKey.ed25519.line) \(comment)").comment == comment)
  }

  /// Changes single characters at random; what is still taken has the one spelling that was given.
  @Test func `no damaged key upsets the reader`() throws {
    var seed: UInt64 = 1
    func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    for round in 0..<2000 {
      var bytes = Array(TestSSHKey.good[round % TestSSHKey.good.count].line.utf8)
      for _ in 0...random(3) { bytes[random(bytes.count)] = UInt8(random(128)) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let key = try? SSHPublicKey(validating: text) else { continue }
      #expect(text.hasPrefix(key.line) || text.contains("\t") || text.contains("  ") || text.first == " ")
      #expect(key.line.utf8.allSatisfy { 0x20...0x7E ~= $0 })
    }
  }
}
