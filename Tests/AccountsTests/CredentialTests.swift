import Accounts
import Model
import TestSupport
import Testing

/// Whoever came in by something is out once it opens nothing any more.
@Suite struct CredentialTests {
  private let house: House
  private let ada: Account

  init() throws {
    house = try House()
    try house.test.addUser("root", role: .administrator)
    ada = try house.person("ada")
  }

  @Test func `an account manager that a key opened ends when the key is removed`() throws {
    let (one, other) = (TestSSHKey.ed25519, TestSSHKey.rsa)
    let key = try ada.addSSHKey(one.line)
    let visit = try house.accounts.signIn(by: key.id, from: house.origin)
    let another = try house.accounts.signIn(by: ada.addSSHKey(other.line).id, from: house.origin)
    #expect(try visit.sshKeys().count == 2)
    try ada.removeSSHKey(key)
    #expect(throws: AccountError.signedOut) { try visit.createToken(TokenDraft(name: "after")) }
    #expect(try another.sshKeys().count == 1)
  }

  @Test func `a new password ends whoever came in by the old one, but not who has set it`() throws {
    let other = try house.accounts.signIn(as: "ada", password: "password", from: house.origin)
    _ = try ada.changePassword(from: "password", to: "correct horse battery")
    #expect(throws: AccountError.signedOut) { try other.createToken(TokenDraft(name: "after")) }
    let renewed = try ada.renewed()
    #expect(try renewed.createToken(TokenDraft(name: "mine")).token.name.text == "mine")
  }

  @Test func `so does one that an administrator sets`() throws {
    try house.administration.setPassword("correct horse battery", of: ada.user)
    #expect(throws: AccountError.signedOut) { try ada.personalToken(named: "laptop") }
  }

  @Test func `an administrator's key that is removed opens nobody else's account either`() throws {
    let root = try house.accounts.signIn(as: "root", password: "password", from: house.origin)
    let key = try root.addSSHKey(TestSSHKey.ed25519.line)
    let administration = try house.accounts.signIn(by: key.id, from: house.origin).administration()
    let theirs = administration.account(of: ada.user)
    let token = try ada.createToken(TokenDraft(name: "laptop")).token
    #expect(try theirs.personalToken(named: "laptop").id == token.id)
    try root.removeSSHKey(key)
    #expect(throws: AccountError.signedOut) { try theirs.revokeTokens([token]) }
    #expect(throws: AccountError.signedOut) { try administration.disable(ada.user) }
    #expect(try ada.personalToken(named: "laptop").id == token.id)
  }

  @Test func `nor does an administrator's password that was replaced`() throws {
    let administration = try house.accounts.signIn(as: "root", password: "password", from: house.origin)
      .administration()
    let theirs = administration.account(of: ada.user)
    try house.administration.setPassword("correct horse battery", of: house.administration.user("root"))
    #expect(throws: AccountError.signedOut) { try theirs.personalToken(named: "laptop") }
    #expect(throws: AccountError.signedOut) { try administration.user("ada") }
  }

  @Test func `an administrator's own password is not set without the present one`() throws {
    let root = try house.accounts.signIn(as: "root", password: "password", from: house.origin)
    let refusal = #expect(throws: AccountError.self) {
      try root.administration().setPassword("correct horse battery", of: root.user)
    }
    #expect(refusal?.sentence.contains("in your account") == true)
    _ = try house.accounts.signIn(as: "root", password: "password", from: house.origin)
  }

  @Test func `a browser session is not opened by a password that was replaced meanwhile`() throws {
    try house.administration.setPassword("correct horse battery", of: ada.user)
    let browser = BrowserMark(address: "10.0.0.1", userAgent: "Test", userAgentDigest: [UInt8](repeating: 1, count: 32))
    #expect(throws: AccountError.signedOut) {
      try house.accounts.openSession(for: ada, in: browser, replacing: nil, lifetime: 60)
    }
  }

  @Test func `a key that was removed is told so, and recorded`() throws {
    let key = try ada.addSSHKey(TestSSHKey.ed25519.line)
    try ada.removeSSHKey(key)
    let lines = try house.auditing {
      #expect(throws: AccountError.self) { try house.accounts.signIn(by: key.id, from: house.origin) }
    }
    #expect(lines.map(\.event) == [.sshSignIn] && lines.map(\.outcome) == ["refused"])
  }
}
