import Accounts
import Cryptography
import Model
import TestSupport
import Testing

@Suite struct SecrecyTests {
  /// Does everything that makes or takes a secret, and returns all of them.
  private func busyDay(in house: House) throws -> [MachineSecret] {
    var secrets: [MachineSecret?] = []
    let ada = try house.accounts.signIn(as: "ada", password: "correct horse battery", from: house.origin)
    let first = try ada.registerApplication(.good())
    let id = first.client.clientID
    secrets.append(first.secret)
    for choice in OldSecret.allCases { secrets.append(try ada.resetSecret(of: id, keeping: choice).secret) }
    _ = try ada.editApplication(id, .good(type: .public))
    secrets.append(try ada.editApplication(id, .good()).secret)
    let token = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"]))
    secrets.append(token.secret)
    _ = try ada.editToken(token.token.id, name: "desktop", scopes: [])
    secrets.append(try house.operated(ada).createToken(TokenDraft(name: "keeper"), isInternal: true).secret)
    _ = try house.administration.holder(ofPresented: token.secret.text)
    let gone = try ada.createToken(TokenDraft(name: "gone"))
    secrets.append(gone.secret)
    try ada.revokeTokens([gone.token])
    return secrets.compactMap { $0 }
  }

  @Test func `no secret or password is in the database, its log, a backup or the audit log`() throws {
    let house = try House()
    let user = try house.administration.addUser(
      email: "ada@example.org", username: "ada", password: "correct horse battery", role: .user)
    let secrets = try busyDay(in: house)
    for typed in ["mistyped password", "another mistake"] {
      #expect(throws: AccountError.self) {
        try house.accounts.signIn(as: "ada", password: typed, from: house.origin)
      }
      #expect(throws: AccountError.self) {
        try house.accounts.signIn(as: "secret in the wrong field", password: typed, from: house.origin)
      }
    }
    let changed = try house.accounts.signIn(as: "ada", password: "correct horse battery", from: house.origin)
    _ = try changed.changePassword(from: "correct horse battery", to: "chosen by herself")
    #expect(throws: AccountError.self) { try changed.changePassword(from: "a slip of keys", to: "wanted but refused") }
    try house.administration.setPassword("a brand new password", of: user)
    for _ in 1...10 {
      #expect(throws: AccountError.self) {
        try house.accounts.signIn(as: "typed too often", password: "again and again", from: house.origin)
      }
    }
    _ = try house.administration.purgeAudit(before: house.clock.now.addingTimeInterval(-1))
    try house.administration.backup(to: house.test.folder.file("copy.db"))

    #expect(secrets.count == 8)
    let passwords = [
      "correct horse battery", "mistyped password", "another mistake", "a brand new password",
      "secret in the wrong field", "typed too often", "again and again", "chosen by herself", "a slip of keys",
      "wanted but refused",
    ]
    // What stands between prefix and checksum, so that a secret stored in parts is found as well.
    let needles = passwords + secrets.flatMap { [$0.text, String($0.text.dropFirst(4).prefix(24))] }
    let files = house.test.folder.names.map(house.test.folder.file)
    #expect(files.count >= 2)
    for file in files {
      for needle in needles { #expect(!TestFile.contains(needle, in: file), "\(needle) in \(file)") }
    }
    for line in try house.audit() {
      for needle in needles { #expect(!"\(line)".contains(needle)) }
    }
    // The search is a real one: it finds what may be there.
    let live = try #require(secrets.dropLast().last)
    #expect(files.contains { TestFile.contains(live.lastFour, in: $0) })
    #expect(files.contains { TestFile.contains(live.digest, in: $0) })
    #expect(files.contains { TestFile.contains("ada@example.org", in: $0) })
  }

  @Test func `a secret that slips into a message stays one`() throws {
    let house = try House()
    let ada = try house.person("ada")
    let registration = try ada.registerApplication(.good())
    let secret = try #require(registration.secret)
    let made = try ada.createToken(TokenDraft(name: "laptop"))
    var dumped = ""
    dump(registration, to: &dumped)
    dump(made, to: &dumped)
    for text in ["\(registration)", "\(made)", String(reflecting: registration), String(reflecting: made), dumped] {
      #expect(!text.contains(secret.text) && !text.contains(made.secret.text))
      #expect(!text.contains(secret.text.dropFirst(4).prefix(24)))
    }
  }
}
