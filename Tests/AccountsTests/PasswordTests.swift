import Accounts
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct PasswordTests {
  private let house: House
  private let ada: Account

  init() throws {
    house = try House()
    ada = try house.person("ada")
  }

  private func signsIn(with password: String) -> Bool {
    (try? house.accounts.signIn(as: "ada", password: password, from: house.origin)) != nil
  }

  private func change(from old: String = "password", to new: String = "a brand new password") -> [FieldIssue] {
    issues { try ada.changePassword(from: old, to: new) }
  }

  // MARK: The rules

  @Test(arguments: [
    ("", "at least 8"), ("short", "at least 8"), ("seven77", "at least 8"), ("🔑🔒🔓🔐🗝🔑🔒", "at least 8"),
    (String(repeating: "2000 bytes", count: 200), "at most 1024"), (String(repeating: "é", count: 513), "at most 1024"),
    ("ada lovelace", "without \"ada\""), ("xxADAxx1815", "without \"ada\""), ("ada@example.org", "without \"ada\""),
    ("my Postern pass", "without \"postern\""), ("12345678", "commonest"), ("PassWord", "commonest"),
    ("Password2026!", "commonest"), ("  sunshine  ", "commonest"), ("..letmein..", "commonest"),
    ("1qaz2wsx", "commonest"), ("Dragon!!!", "commonest"), ("~~~~~~~~", "easy to guess"), ("~+~+~+~+", "easy to guess"),
    ("xyzw!xyzw!", "own"), ("hijklmnop", "easy to guess"), ("ponmlkjih", "easy to guess"),
    ("        ", "easy to guess"),
  ])
  func `a password that would be guessed is refused wherever one is set`(password: String, words: String) throws {
    guard words != "own" else { return #expect(change(to: password) == []) }
    let issues = change(to: password)
    #expect(issues.map(\.field) == [.password])
    #expect(issues.first?.message.contains(words) == true, "\(issues)")
    #expect(self.issuesOfAdministration(password) == issues)
    #expect(signsIn(with: "password"))
  }

  private func issuesOfAdministration(_ password: String) -> [FieldIssue] {
    let made = issues {
      try house.administration.addUser(email: "ada@example.com", username: nil, password: password, role: .user)
    }
    #expect(issues { try house.administration.setPassword(password, of: ada.user) } == made)
    return made
  }

  @Test(arguments: [
    "correct horse battery", "19283746", "password of a troubadour", "🔑🔒🔓🔐🗝🔑🔒🔓", "nul\u{0}inside", "tab\tinside it",
    "'; DROP TABLE users; --", "Zażółć gęślą jaźń", "e\u{301}te\u{301} a\u{300} la plage", "xyzw!xyzw!",
    String(repeating: "horse", count: 204) + "abcd",
  ])
  func `any other password can be chosen, and is the one from then on`(password: String) throws {
    #expect(change(to: password) == [])
    #expect(signsIn(with: password))
    #expect(!signsIn(with: "password"))
  }

  @Test func `a short name may stand in a password by chance`() throws {
    try house.test.addUser("x1", email: "x@example.org")
    let user = try house.administration.user("x1")
    try house.administration.setPassword("fox1ng the box", of: user)
  }

  @Test(arguments: [
    ("short", PasswordRules.Strength.refused), ("adalovelace", .refused), ("19283746", .fair), ("nine lives.", .fair),
    ("twelve chars", .good), ("fifteen in all.", .good), ("sixteen in all..", .strong),
  ])
  func `how strong a password is goes by its length`(password: String, strength: PasswordRules.Strength) {
    #expect(ada.passwordRules.strength(of: password) == strength)
  }

  // MARK: The change

  @Test func `whoever gives their password changes it, and the browsers that were signed in are out`() throws {
    let eve = try house.person("eve")
    _ = try house.openSession(of: ada)
    _ = try house.openSession(of: ada, from: "192.0.2.8")
    let other = try house.openSession(of: eve)
    let token = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"])).token
    let lines = try house.auditing {
      let change = try ada.changePassword(from: "password", to: "a brand new password")
      #expect(change.sessions == 2 && change.tokens == 0)
    }
    #expect(lines == [.by(ada, .passwordChange, "ada")])
    let visit = try ada.renewed()
    #expect(try visit.browserSessions(limit: 9) == [])
    #expect(try eve.browserSessions(limit: 9) == [other])
    #expect(try visit.personalToken(token.id) == token)
    #expect(signsIn(with: "a brand new password") && !signsIn(with: "password"))
  }

  @Test func `what applications hold ends only if that is asked for, and never anybody else's`() throws {
    let ben = try house.person("ben")
    let client = try ben.registerApplication(.good()).client
    for account in [ada, ben] { try house.test.grant(client, by: account.user, tokens: 2) }
    let token = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"])).token
    #expect(try ada.countApplicationTokens() == 4)
    #expect(try ada.changePassword(from: "password", to: "first new phrase").tokens == 0)
    #expect(try ada.renewed().countApplicationTokens() == 4)
    let lines = try house.auditing {
      let change = try ada.renewed()
        .changePassword(from: "first new phrase", to: "second new phrase", endingTokens: true)
      #expect(change.tokens == 4)
    }
    let visit = try ada.renewed()
    #expect(lines == [.by(ada, .passwordChange, "ada", "with what applications held")])
    #expect(try visit.countApplicationTokens() == 0 && visit.countTokens(ofAuthorized: client.clientID) == 0)
    #expect(try ben.countApplicationTokens() == 4)
    #expect(try visit.personalToken(token.id) == token)
    // She has let it in as before; it has to come again.
    #expect(try visit.countAuthorizedApplications(house.query(.name)) == 1)
  }

  @Test func `the same password again is refused, and nothing is looked at`() throws {
    let lines = try house.auditing {
      #expect(change(from: "password", to: "password").map(\.field) == [.password])
      #expect(change(from: "wrong but alike", to: "wrong but alike").map(\.field) == [.password])
      #expect(change(from: "", to: "short").map(\.field) == [.currentPassword, .password])
    }
    #expect(lines == [])
  }

  @Test(arguments: ["Password", "password ", "wrong", "pass\u{0}word", "🔑", String(repeating: "x", count: 2000)])
  func `a wrong old password changes nothing, and is recorded`(wrong: String) throws {
    let session = try house.openSession(of: ada)
    let lines = try house.auditing {
      #expect(
        change(from: wrong) == [FieldIssue(.currentPassword, "That is not your password. 4 tries left.")])
    }
    var refused = AuditLine.by(ada, .passwordChange, "ada")
    refused.outcome = "refused"
    #expect(lines == [refused])
    #expect(try ada.browserSessions(limit: 9) == [session])
    #expect(signsIn(with: "password"))
  }

  @Test func `after five wrong ones a minute passes, whatever is typed, and nobody else waits`() throws {
    let eve = try house.person("eve")
    for left in [
      "4 tries left.", "3 tries left.", "2 tries left.", "1 try left.", "Wait a minute before the next try.",
    ] {
      #expect(change(from: "wrong").first?.message == "That is not your password. \(left)")
    }
    let lines = try house.auditing {
      #expect(throws: AccountError.throttled(seconds: 60)) {
        try ada.changePassword(from: "password", to: "a brand new password")
      }
    }
    #expect(lines.map(\.event) == [.passwordChange] && lines.map(\.outcome) == ["refused"])
    #expect(lines.map(\.detail) == ["too many attempts"])
    // Signing in is counted by itself: a terminal that was left open keeps nobody out.
    #expect(signsIn(with: "password"))
    _ = try eve.changePassword(from: "password", to: "a brand new password")
    house.clock.advance(seconds: 60)
    #expect(change() == [])
    // A right one begins anew.
    #expect {
      try ada.renewed().changePassword(from: "wrong", to: "yet another password")
    } throws: { error in
      if case AccountError.invalid(let failure) = error { "\(failure)".contains("4 tries left") } else { false }
    }
  }

  @Test func `a password that was set meanwhile is not overwritten`() throws {
    let old = try #require(try house.test.store.passwordHash(of: ada.user.id))
    try house.administration.setPassword("what the operator set", of: ada.user)
    let limit = SignInThrottle(key: [UInt8](repeating: 1, count: 32), limit: 5, window: 60)
    let lines = try house.auditing {
      #expect(throws: StorageError.notFound) {
        try house.test.store.changePassword(
          of: ada.user.id, by: old, to: "hash", endingTokens: true, clearing: limit, at: house.clock.now,
          audit: house.test.audit(.passwordChange))
      }
    }
    #expect(lines == [])
    #expect(signsIn(with: "what the operator set"))
    #expect(throws: AccountError.signedOut) { try ada.changePassword(from: "password", to: "a brand new password") }
  }

  @Test func `of changes at once from the same password one wins`() async throws {
    let stores = try (0..<4).map { _ in try house.test.another() }
    let outcomes = await withTaskGroup(of: Bool.self) { group in
      for (number, store) in stores.enumerated() {
        let account = ada.on(store)
        group.addTask {
          (try? account.changePassword(from: "password", to: "new phrase of number \(number)")) != nil
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(outcomes.count { $0 } == 1)
    #expect((0..<4).count { signsIn(with: "new phrase of number \($0)") } == 1)
  }

  @Test func `whoever is disabled while they type is out, and their password stays`() throws {
    try house.test.addUser("root", role: .administrator)
    try house.administration.disable(ada.user)
    #expect(throws: AccountError.signedOut) { try ada.changePassword(from: "password", to: "a brand new password") }
    try house.administration.enable(ada.user)
    #expect(signsIn(with: "password"))
  }

  @Test func `whoever acts in somebody's place is told how passwords are set otherwise`() throws {
    #expect(ada.passwordRefusal == nil)
    #expect(try house.operated(ada).passwordRefusal?.contains("postern user password") == true)
    let chief = try house.person("chief", role: .administrator)
    #expect(try chief.administration().account(of: ada.user).passwordRefusal?.contains("among the users") == true)
  }
}
