import Accounts
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

/// Who may read the audit log, and what reading it leaves there.
@Suite struct AuditLogTests {
  private let house: House
  private let ada: Account
  private let grace: Account

  init() throws {
    house = try House()
    ada = try house.person("ada")
    grace = try house.person("grace", role: .administrator)
  }

  private func log(_ filter: String = "") -> ListQuery<AuditOrder> {
    ListQuery(order: .time, descending: true, filter: filter, now: house.clock.now)
  }

  private func events(_ entries: [Entry<Model.AuditLine>]) -> [String] {
    entries.map { "\($0.row.event) \($0.row.target)" }
  }

  @Test func `an administrator reads everybody's lines, and that they looked is written once for all pages`() throws {
    let administration = try grace.administration()
    let lines = try house.auditing {
      try administration.noteAuditView()
      _ = try administration.auditLines(log(), at: .start, limit: 2)
      _ = try administration.countAuditLines(log())
      let seen = try administration.auditLines(log("actor:ada"), at: .start, limit: 9)
      #expect(events(seen) == ["login ada"])
    }
    #expect(lines == [.by(grace, .auditView, "audit log")])
  }

  @Test func `somebody who is no administrator reads no line of others, and the refusal is written`() throws {
    let lines = try house.auditing {
      #expect(throws: AccountError.self) { try ada.administration() }
    }
    #expect(lines.map(\.event) == [.refusal] && lines.map(\.outcome) == ["refused"])
  }

  @Test func `whoever was demoted or disabled reads nothing more`() throws {
    let administration = try grace.administration()
    try house.test.addUser("another", role: .administrator)
    try house.administration.setRole(.user, of: grace.user)
    #expect(throws: AccountError.self) { try administration.auditLines(log(), at: .start, limit: 9) }
    #expect(throws: AccountError.self) { try administration.countAuditLines(log()) }
    #expect(throws: AccountError.self) { try administration.noteAuditView() }
    #expect(throws: AccountError.self) { try administration.noteExport(of: "audit log", rows: 1) }
    #expect(throws: AccountError.self) { try administration.auditLines(after: 0, filter: AuditFilter(), limit: 9) }
    #expect(throws: AccountError.self) { try administration.lastAuditLine() }
    #expect(throws: AccountError.self) { try administration.purgeAudit(before: house.clock.now) }
    try house.administration.disable(ada.user)
    #expect(throws: AccountError.signedOut) { try ada.activity(log(), at: .start, limit: 9) }
    #expect(throws: AccountError.signedOut) { try ada.countActivity(log()) }
  }

  @Test func `an account shows what its owner did and what others did to it, and looking leaves nothing`() throws {
    let made = try ada.createToken(TokenDraft(name: "ci", scopes: ["user:email"], expiry: .never))
    #expect(throws: AccountError.self) { try house.accounts.signIn(as: "ada", password: "wrong", from: house.origin) }
    try grace.administration().setPassword("another password", of: ada.user)
    try grace.administration().account(of: ada.user).revokeTokens([made.token])
    // She came in by the old password.
    let ada = try ada.renewed()
    let expected = [
      "token.revoke ci", "user.password ada", "login.failed ada", "token.create ci", "login ada", "user.create ada",
    ]
    let lines = try house.auditing {
      let seen = try ada.activity(log(), at: .start, limit: 99)
      #expect(Set(events(seen)) == Set(expected))
      #expect(try ada.countActivity(log()) == expected.count)
      let tokens = try ada.activity(log("event:token.*"), at: .start, limit: 99)
      #expect(tokens.count == 2)
      #expect(try ada.recentActivity(limit: 2).count == 2)
    }
    #expect(lines.isEmpty)
    // Grace sees what she did, not what Ada did.
    let hers = try grace.activity(log(), at: .start, limit: 99)
    #expect(!hers.contains { $0.row.event == "token.create" })
  }

  @Test func `a filter that says nothing sensible is told, and reads nothing`() throws {
    let administration = try grace.administration()
    for filter in ["user:ada", "since:soon", "\""] {
      #expect(issues { try administration.auditLines(log(filter), at: .start, limit: 9) }.map(\.field) == [.filter])
      #expect(issues { try ada.countActivity(log(filter)) }.map(\.field) == [.filter])
    }
  }

  @Test func `attempts beyond the limit are written as well, folded, and what was typed is not`() throws {
    for _ in 1...20 {
      #expect(throws: AccountError.self) {
        try house.accounts.signIn(as: "ada", password: "hunter2hunter2", from: house.origin)
      }
    }
    house.clock.advance(seconds: 60)
    let lines = try grace.administration().auditLines(log("event:login.failed"), at: .start, limit: 99).map(\.row)
    #expect(lines.map(\.count).reduce(0, +) == 20 && lines.count == 4)
    #expect(lines.allSatisfy { $0.subjectID == ada.user.id && $0.isRefused && !$0.detail.contains("hunter") })
  }

  @Test func `old lines are purged by the operator, which is recorded`() throws {
    house.clock.advance(days: 10)
    _ = try ada.createToken(TokenDraft(name: "ci", scopes: ["user:email"], expiry: .never))
    #expect(try house.administration.purgeAudit(before: house.clock.now) == 4)
    let lines = try house.audit()
    #expect(lines.map(\.event) == [.tokenCreate, .auditPurge])
    #expect(lines.last?.detail.hasPrefix("before 2026-12-03T12:00:00Z, 4 lines, up to line 4, hash ") == true)
    #expect(try house.test.store.check() == [])
  }
}
