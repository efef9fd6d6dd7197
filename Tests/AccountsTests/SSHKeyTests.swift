import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct SSHKeyTests {
  @Test(arguments: TestSSHKey.good)
  func `a key has the fingerprint that ssh-keygen prints, and its comment for a name`(key: TestSSHKey) throws {
    let house = try House()
    let ada = try house.person("ada")
    let lines = try house.auditing {
      let added = try ada.addSSHKey(key.withComment)
      #expect(added.fingerprint == key.fingerprint && added.name.text == "ada@laptop" && added.line == key.line)
      #expect(try ada.sshKeys() == [added])
      #expect(try ada.sshKey(added.id) == added)
      try ada.removeSSHKey(added)
      #expect(throws: AccountError.notFound(.sshKey("ada@laptop"))) { try ada.removeSSHKey(added) }
      #expect(throws: AccountError.notFound(.sshKey(String(added.id.rawValue)))) { try ada.sshKey(added.id) }
    }
    #expect(
      lines == [
        .by(ada, .sshKeyAdd, "ada@laptop", key.fingerprint), .by(ada, .sshKeyRemove, "ada@laptop", key.fingerprint),
      ])
  }

  @Test(arguments: [
    ("", "", "ssh-ed25519"), (" ", "  ", "ssh-ed25519"), ("desk", "ada@laptop", "desk"),
    ("", String(repeating: "x", count: 99), String(repeating: "x", count: 40)),
    ("", "\"quoted\" $(id) `id`", "\"quoted\" $(id) `id`"),
  ])
  func `a key is called as its owner says, else by its comment`(name: String, comment: String, shown: String) throws {
    let ada = try House().person("ada")
    #expect(try ada.addSSHKey("\(TestSSHKey.ed25519.line) \(comment)", name: name).name.text == shown)
  }

  @Test func `everything that is wrong is told at once`() throws {
    let ada = try House().person("ada")
    let found = issues { try ada.addSSHKey("hello", name: "a\u{7}b") }
    #expect(found.map(\.field) == [.sshKey, .name])
    #expect(issues { try ada.addSSHKey("") }.map(\.field) == [.sshKey])
  }

  @Test func `a key of somebody else's is told as in use, and fifty are enough`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let eve = try house.person("eve")
    _ = try ada.addSSHKey(TestSSHKey.ed25519.line)
    #expect(issues { try eve.addSSHKey(TestSSHKey.ed25519.line) }.map(\.field) == [.sshKey])
    #expect(try eve.sshKeys() == [])
    #expect(SSHKey.limit == 50)
  }

  @Test func `an administrator removes somebody's key, but adds none`() throws {
    let house = try House()
    let chief = try house.person("chief", role: .administrator)
    let ada = try house.person("ada")
    let key = try ada.addSSHKey(TestSSHKey.ed25519.line)
    let managed = try chief.administration().account(of: ada.user)
    #expect(throws: AccountError.refused(reason: "Only ada can add an SSH key of theirs: it acts as them.")) {
      try managed.addSSHKey(TestSSHKey.rsa.line)
    }
    #expect(try managed.sshKeys() == [key])
    let lines = try house.auditing { try managed.removeSSHKey(key) }
    #expect(lines.map(\.detail) == ["\(key.fingerprint), for ada"] && lines.map(\.actor) == ["chief"])
    _ = try house.operated(ada).addSSHKey(TestSSHKey.rsa.line, name: "by the operator")
    #expect(try ada.sshKeys().map(\.name.text) == ["by the operator"])
  }

  @Test func `a key opens its owner's account, and the log says which one`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let key = try ada.addSSHKey(TestSSHKey.ed25519.line)
    #expect(try house.accounts.authorizedKey(fingerprint: key.fingerprint) == key)
    house.clock.advance(seconds: 60)
    let lines = try house.auditing {
      let account = try house.accounts.signIn(by: key.id, from: Origin("ssh 192.0.2.7"))
      #expect(account.isOwn && account.user.id == ada.user.id)
    }
    #expect(lines.map(\.event) == [.sshSignIn] && lines.map(\.origin) == ["ssh 192.0.2.7"])
    #expect(lines.map(\.detail) == ["key \(key.fingerprintEnd)"] && lines.map(\.outcome) == ["done"])
    #expect(try ada.sshKeys()[0].lastUsedAt == house.clock.now)
  }

  @Test func `a key of somebody disabled, or a removed one, opens nothing`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.person("ada")
    let key = try ada.addSSHKey(TestSSHKey.ed25519.line)
    try house.administration.disable(ada.user)
    #expect(try house.accounts.authorizedKey(fingerprint: key.fingerprint) == nil)
    let lines = try house.auditing {
      #expect(throws: AccountError.signedOut) { try house.accounts.signIn(by: key.id, from: house.origin) }
    }
    #expect(lines.map(\.outcome) == ["refused"] && lines.map(\.event) == [.sshSignIn])
    try house.administration.enable(ada.user)
    try ada.removeSSHKey(key)
    #expect(throws: AccountError.refused(reason: "This key was removed; add it again to come in by it.")) {
      try house.accounts.signIn(by: key.id, from: house.origin)
    }
    var keys: [SSHKey] = []
    try house.accounts.forEachAuthorizedKey { keys.append($0) }
    #expect(keys == [])
  }

  /// A certificate for these names, as far as it is read.
  private func certificate(_ names: [String]) throws -> SSHCertificate {
    func piece(_ bytes: [UInt8]) -> [UInt8] { [0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes }
    let type = "ssh-ed25519-cert-v01@openssh.com"
    let bytes =
      piece(Array(type.utf8)) + piece([1]) + piece([2]) + [0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 1] + piece([])
      + piece(names.flatMap { piece(Array($0.utf8)) })
    return try #require(SSHCertificate(type: type, text: Data(bytes).base64EncodedString()))
  }

  @Test(
    arguments: [
      (["ada"], "ada"), (["ADA@example.org"], "ADA@example.org"), (["ADA"], nil), (["nobody", "ada"], "ada"),
      (["ada", "ada@example.org"], "ada"),
      (["ada", "eve"], nil), ([], nil), (["nobody"], nil), (["2"], nil), ([" ada"], nil), (["ada "], nil),
      (["off"], nil),
      (["off", "ada"], nil), (["ada\n"], nil), (["'; DROP TABLE users; --"], nil),
    ] as [([String], String?)])
  func `a certificate is for the one account that it names, by name`(names: [String], found: String?) throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    try house.test.addUser("ada")
    try house.test.addUser("eve")
    let off = try house.test.addUser("off")
    try house.administration.disable(off)
    #expect(try house.accounts.principal(of: certificate(names))?.name == found)
  }

  @Test func `a certificate opens an account while that is active, and the log says which one it was`() throws {
    let house = try House()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.test.addUser("ada")
    let lines = try house.auditing {
      let account = try house.accounts.signIn(as: ada.id, certificate: 5, from: house.origin)
      #expect(account.isOwn && account.user.id == ada.id)
      try house.administration.disable(ada)
      #expect(throws: AccountError.signedOut) {
        try house.accounts.signIn(as: ada.id, certificate: 5, from: house.origin)
      }
      #expect(throws: AccountError.signedOut) {
        try house.accounts.signIn(as: Identifier(rawValue: 99), certificate: 5, from: house.origin)
      }
    }
    #expect(lines.map(\.event) == [.sshSignIn, .userDisable, .sshSignIn, .sshSignIn])
    #expect(lines[0].detail == "certificate 5" && lines[2].outcome == "refused")
    #expect(lines[3].target == "certificate 5 of a deleted account" && lines[3].outcome == "refused")
  }
}
