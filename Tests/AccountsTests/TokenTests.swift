import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct TokenTests {
  private static let write = Scope(id: "deposit:write", help: "Allow upload")
  private static let keep = Scope(id: "house:keep", help: "Keep house", isInternal: true)
  private static let taken = [FieldIssue(.name, "You already have a token of that name; choose another.")]

  private func house() throws -> House { try House(scopes: [Self.write, Self.keep]) }

  @Test func `a token is made, and shown once`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let draft = TokenDraft(name: " ci-nightly ", scopes: ["deposit:write", "user:email", "deposit:write"])
    var made: NewToken?
    let lines = try house.auditing { made = try ada.createToken(draft) }
    let token = try #require(made?.token)
    let secret = try #require(made?.secret)
    #expect(secret.text.utf8.count == 60 && secret.text.hasPrefix("psp_"))
    #expect(token.name.text == "ci-nightly")
    #expect(token.userID == ada.user.id)
    #expect(token.scopes == ["user:email", "deposit:write"])
    #expect(token.lastFour == secret.lastFour)
    #expect(token.createdAt == house.clock.now)
    #expect(token.expiresAt == house.clock.now.addingTimeInterval(30 * 86_400))
    #expect(token.lastUsedAt == nil && !token.isInternal)
    #expect(try ada.personalToken(token.id) == token)
    #expect(try ada.personalToken(named: " CI-Nightly ") == token)
    #expect(lines == [.by(ada, .tokenCreate, "ci-nightly", "user:email deposit:write")])
  }

  @Test func `a token may have no scope and no end`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let token = try ada.createToken(TokenDraft(name: "x", scopes: [], expiry: .never)).token
    #expect(token.scopes == [])
    #expect(token.expiresAt == nil)
  }

  @Test func `what is wrong is filed by field, all at once`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let draft = TokenDraft(name: "", scopes: ["house:keep", "user:email", "\u{1B}[2J"], expiry: .days(0))
    let lines = try house.auditing {
      #expect(
        issues { try ada.createToken(draft) } == [
          FieldIssue(.name, "Enter a name."), FieldIssue(.expiry, "Enter an expiry of 1 to 36525 days, or never."),
          FieldIssue(
            .scopes, "Unknown scope \"house:keep\", \"\u{FFFD}[2J\"; choose from user:email, deposit:write."),
        ])
    }
    #expect(lines == [])
    #expect(try ada.countPersonalTokens(house.query(.name)) == 0)
  }

  @Test(arguments: [("2026-11-23", "passed"), ("2020-01-01", "passed"), ("2200-01-01", "too far away")])
  func `an expiry out of reach is refused`(day: String, word: String) throws {
    let house = try house()
    let ada = try house.person("ada")
    let expiry = Expiry.on(try #require(CalendarDay(day)))
    let found = issues { try ada.createToken(TokenDraft(name: "x", expiry: expiry)) }
    #expect(found.map(\.field) == [.expiry])
    #expect(found.first?.message.contains(word) == true)
  }

  @Test(arguments: ["laptop", "LAPTOP", " Laptop "])
  func `a name is given once, without regard to case`(name: String) throws {
    let house = try house()
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    _ = try ada.createToken(TokenDraft(name: "laptop"))
    let other = try ada.createToken(TokenDraft(name: "other")).token
    let lines = try house.auditing {
      #expect(issues { try ada.createToken(TokenDraft(name: name)) } == Self.taken)
      #expect(issues { try ada.editToken(other.id, name: name, scopes: []) } == Self.taken)
    }
    #expect(lines == [])
    #expect(try ada.personalToken(other.id) == other)
    // Somebody else's names are their own.
    #expect(try grace.createToken(TokenDraft(name: name)).token.name.text == name.filter { $0 != " " })
  }

  @Test func `an edit changes name and scopes, never the expiry`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let before = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"], expiry: .days(7))).token
    house.clock.advance(seconds: 5)
    var after: PersonalToken?
    let lines = try house.auditing {
      after = try ada.editToken(before.id, name: "LapTop", scopes: ["deposit:write"])
    }
    #expect(after?.name.text == "LapTop")
    #expect(after?.scopes == ["deposit:write"])
    #expect(after?.expiresAt == before.expiresAt)
    #expect(after?.lastFour == before.lastFour)
    #expect(lines.map(\.event) == [.tokenEdit])
    #expect(lines.map(\.detail) == ["deposit:write"])
    #expect(
      issues { try ada.editToken(before.id, name: "\n", scopes: ["house:keep"]) }.map(\.field) == [.name, .scopes])
  }

  @Test func `a scope that is no longer registered may stay or go, not come back`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let token = try house.test.addToken("old", owner: ada.user, scopes: ["gone:scope", "user:email"])
    #expect(
      try ada.editToken(token.id, name: "old", scopes: ["gone:scope", "deposit:write"]).scopes
        == ["deposit:write", "gone:scope"])
    #expect(try ada.editToken(token.id, name: "old", scopes: []).scopes == [])
    #expect(issues { try ada.editToken(token.id, name: "old", scopes: ["gone:scope"]) }.map(\.field) == [.scopes])
  }

  @Test func `internal tokens and scopes are the operator's alone`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let draft = TokenDraft(name: "keeper", scopes: ["house:keep"], expiry: .never)
    #expect(issues { try ada.createToken(draft) }.map(\.field) == [.scopes])
    #expect(issues { try house.operated(ada).createToken(draft) }.map(\.field) == [.scopes])
    var refusal: AccountError?
    do throws(AccountError) { _ = try ada.createToken(draft, isInternal: true) } catch { refusal = error }
    guard case .refused(let reason)? = refusal else { throw try #require(refusal) }
    #expect(reason.contains("operator"))

    let token = try house.operated(ada).createToken(draft, isInternal: true).token
    #expect(token.isInternal && token.scopes == ["house:keep"])
    #expect(try ada.personalTokens(house.query(.name), at: .start, limit: 9).isEmpty)
    #expect(try ada.countPersonalTokens(house.query(.name, filter: "keeper")) == 0)
    let id = String(token.id.rawValue)
    #expect(throws: AccountError.notFound(.token(id))) { try ada.personalToken(token.id) }
    #expect(throws: AccountError.notFound(.token("keeper"))) { try ada.personalToken(named: "keeper") }
    #expect(throws: AccountError.notFound(.token(id))) { try ada.editToken(token.id, name: "mine", scopes: []) }
    #expect(try house.operated(ada).personalToken(named: "Keeper") == token)
    #expect(try house.operated(ada).editToken(token.id, name: "kept", scopes: ["house:keep"]).name.text == "kept")
  }

  @Test func `tokens are revoked together, each with its line`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let tokens = try ["a", "b", "c"].map { try ada.createToken(TokenDraft(name: $0)).token }
    let lines = try house.auditing { try ada.revokeTokens(Array(tokens.dropLast())) }
    #expect(lines == [.by(ada, .tokenRevoke, "a"), .by(ada, .tokenRevoke, "b")])
    #expect(try ada.personalTokens(house.query(.name), at: .start, limit: 9).map(\.row) == [tokens[2]])
    #expect(throws: AccountError.notFound(.token(String(tokens[0].id.rawValue)))) {
      try ada.personalToken(tokens[0].id)
    }
    #expect(try house.auditing { try ada.revokeTokens([]) } == [])
    // A name is free again once its token is gone.
    #expect(try ada.createToken(TokenDraft(name: "A")).token.name.text == "A")
  }

  @Test func `tokens are revoked all or none, and the one that is gone is named`() throws {
    let house = try house()
    let ada = try house.person("ada")
    let grace = try house.person("grace")
    let tokens = try ["a", "b", "c"].map { try ada.createToken(TokenDraft(name: $0)).token }
    let foreign = try grace.createToken(TokenDraft(name: "foreign")).token
    try ada.revokeTokens([tokens[1]])
    let lines = try house.auditing {
      #expect(throws: AccountError.notFound(.token("b"))) { try ada.revokeTokens(tokens) }
      #expect(throws: AccountError.notFound(.token("foreign"))) { try ada.revokeTokens([tokens[0], foreign]) }
    }
    #expect(lines == [])
    #expect(try ada.countPersonalTokens(house.query(.name)) == 2)
    #expect(try grace.personalToken(foreign.id) == foreign)
  }

  @Test func `a list tells live tokens from expired ones`() throws {
    let house = try house()
    let ada = try house.person("ada")
    _ = try ada.createToken(TokenDraft(name: "short", expiry: .days(1)))
    _ = try ada.createToken(TokenDraft(name: "long", expiry: .never))
    house.clock.advance(days: 1)
    func names(_ state: StateFilter) throws -> [String] {
      try ada.personalTokens(house.query(.name, state: state), at: .start, limit: 9).map(\.row.name.text)
    }
    #expect(try names(.active) == ["long"])
    #expect(try names(.expired) == ["short"])
    #expect(try names(.all) == ["long", "short"])
  }
}
