import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@testable import Samples

@Suite struct SampleTests {
  static let cheap = PasswordHash.Cost(logN: 4, blockSize: 8, parallelization: 1)
  static let plan = SamplePlan(
    users: 7, applications: 60, tokens: 300, grants: 40, seed: 42, scopes: ["user:email", "a:b", "c:d"],
    passwordCost: cheap)

  private func filled(_ plan: SamplePlan = plan) throws -> TestStore {
    let test = try TestStore()
    try Sample.fill(test.store, with: plan) { _ in }
    return test
  }

  private func names(_ test: TestStore, of user: User, _ state: StateFilter = .all) throws -> [String] {
    try test.store.personalTokens(
      of: user.id, ListQuery(order: .name, state: state, now: SamplePlan.standardMoment), at: .start, limit: 1000
    ).map(\.row.name.text)
  }

  @Test func `there is as much of everything as was asked for`() throws {
    let test = try filled()
    let now = SamplePlan.standardMoment
    let users = try test.store.users(ListQuery(order: .email, now: now), at: .start, limit: 100).map(\.row)
    #expect(users.count == 7)
    #expect(try test.store.countClients(ownedBy: nil, ListQuery(order: .name, now: now), before: nil) == 60)
    let query = ListQuery(order: TokenOrder.name, now: now)
    #expect(try users.map { try test.store.countPersonalTokens(of: $0.id, query, before: nil) }.reduce(0, +) == 300)
    let grants = ListQuery(order: GrantOrder.name, now: now)
    #expect(
      try users.map { try test.store.countAuthorizedApplications(of: $0.id, grants, before: nil) }.reduce(0, +) == 40)
    #expect(try test.store.check() == [])
  }

  @Test func `the first user is an administrator, owns the asked share, and has the known password`() throws {
    var plan = Self.plan
    plan.busiestShare = 80
    let test = try filled(plan)
    let found = try #require(try test.store.credentials(for: "ada@example.org"))
    #expect(found.user.role == .administrator && found.user.isActive)
    #expect(PasswordHash.verify("123456", against: found.passwordHash))
    let now = SamplePlan.standardMoment
    let tokens = ListQuery(order: TokenOrder.name, now: now)
    #expect(try test.store.countPersonalTokens(of: found.user.id, tokens, before: nil) == 240)
    let clients = ListQuery(order: ApplicationOrder.name, now: now)
    #expect(try test.store.countClients(ownedBy: found.user.id, clients, before: nil) == 48)
  }

  @Test func `the same seed makes the same data, another seed other data`() throws {
    let first = try filled()
    let second = try filled()
    var plan = Self.plan
    plan.seed = 43
    let third = try filled(plan)
    let stores = [first, second, third]
    let users = try stores.map { try #require(try $0.store.user(matching: "ada")) }
    let tokens = try zip(stores, users).map { try names($0, of: $1) }
    #expect(tokens[0] == tokens[1] && tokens[0] != tokens[2])
    let clients = try zip(stores, users).map { test, user in
      try test.store.clients(
        ownedBy: user.id, ListQuery(order: .created, now: SamplePlan.standardMoment), at: .start, limit: 100
      ).map(\.row)
    }
    #expect(clients[0] == clients[1] && clients[0] != clients[2])
    let hashes = try stores.map { try $0.store.credentials(for: "ada")?.passwordHash }
    #expect(hashes[0] == hashes[1] && hashes[0] != hashes[2])
  }

  @Test func `what is made up obeys the rules of what is entered`() throws {
    let test = try filled()
    let now = SamplePlan.standardMoment
    let user = try #require(try test.store.user(matching: "ada"))
    let tokens = try test.store.personalTokens(of: user.id, ListQuery(order: .name, now: now), at: .start, limit: 1000)
    for token in tokens.map(\.row) {
      #expect(token.name.text.count <= 24)
      _ = try Name(validating: token.name.text)
      #expect(token.createdAt <= now && token.lastUsedAt ?? now <= now && !token.scopes.isEmpty)
    }
    #expect(try !names(test, of: user, .active).isEmpty && !names(test, of: user, .expired).isEmpty)
    for client in try test.store.clients(ownedBy: nil, ListQuery(order: .name, now: now), at: .start, limit: 100) {
      _ = try ClientProfile(validating: ClientDraft(client.row.profile))
      #expect(client.row.clientID.text.count == 40)
    }
    for user in try test.store.users(ListQuery(order: .email, now: now), at: .start, limit: 100).map(\.row) {
      _ = try EmailAddress(validating: user.email.text)
      _ = try Username(validating: user.label)
    }
  }

  @Test func `progress is told, stage after stage`() throws {
    let test = try TestStore()
    var told: [SampleProgress] = []
    try Sample.fill(test.store, with: Self.plan) { told.append($0) }
    #expect(told.map(\.stage) == SampleProgress.Stage.allCases.flatMap { [$0, $0] })
    #expect(told.filter { $0.done == $0.total }.map(\.total) == [7, 60, 300, 40])
  }

  @Test func `nothing and one of everything can be asked for`() throws {
    let none = try filled(SamplePlan(users: 0, applications: 0, tokens: 0, grants: 9, passwordCost: Self.cheap))
    #expect(try none.store.check() == [])
    let one = try filled(SamplePlan(users: 1, applications: 1, tokens: 1, grants: 9, passwordCost: Self.cheap))
    #expect(try one.store.check() == [])
  }

  @Test func `the demonstration shows a row of every kind`() throws {
    let test = try TestStore()
    try Sample.demo(test.store, at: test.clock.now, cost: Self.cheap)
    #expect(try test.store.check() == [])
    let admin = try #require(try test.store.credentials(for: Sample.demoAdministrator))
    let reader = try #require(try test.store.credentials(for: "reader"))
    for account in [admin, reader] { #expect(PasswordHash.verify("123456", against: account.passwordHash)) }
    #expect(admin.user.role == .administrator && reader.user.role == .user)
    #expect(try names(test, of: admin.user) == ["ci-nightly", "ci-weekly", "laptop", "notebook", "old-script"])
    let now = test.clock.now
    let clients = try test.store.clients(
      ownedBy: admin.user.id, ListQuery(order: .name, now: now), at: .start, limit: 10)
    #expect(clients.map(\.row.profile.name.text) == ["Backup robot", "Notebook viewer", "Zenodo uploader"])
    let grants = try test.store.authorizedApplications(
      of: admin.user.id, ListQuery(order: .name, state: .active, now: now), at: .start, limit: 10)
    #expect(grants.map(\.row.name.text) == ["Binder", "Jupyter Hub", "Overleaf Sync"])
    #expect(try test.store.countTokens(of: grants[2].row.clientID, for: admin.user.id, at: now) == 2)
    #expect(
      try test.store.authorizedApplications(
        of: reader.user.id, ListQuery(order: .name, now: now), at: .start, limit: 10
      ).count == 3)
  }
}
