import Cryptography
import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// What is remembered of tokens and clients is never older than the database.
@Suite struct RecollectionTests {
  private let house: Authorized
  private let other: Store
  private let tokens: NewTokens

  init() throws {
    house = try Authorized()
    other = try house.test.another()
    tokens = house.newTokens()
    let holder = TokenHolder(client: house.client.id, user: house.ada.id, family: 1)
    _ = try house.store.commit(
      Store.issue(tokens, to: holder, scopes: ["user:email"], isOnly: false, at: house.now))
  }

  private func live() throws -> BearerToken? { try house.live(tokens.access) }

  private func client() throws -> ProtocolClient? {
    try house.store.protocolClient(house.client.clientID, at: house.now)
  }

  /// How many answers the store has at hand.
  private func remembered() throws -> (bearers: Int, clients: Int) {
    try house.store.question { (database) throws(StorageError) in
      (database.bearers.count, database.clients.count)
    }
  }

  @Test func `what was asked is remembered until somebody writes`() throws {
    #expect(try live()?.scopes == ["user:email"])
    #expect(try client()?.secrets.count == 1)
    #expect(try remembered() == (1, 1))
    #expect(try live()?.scopes == ["user:email"])
    try other.record(house.test.audit())
    #expect(try live() != nil)
    #expect(try remembered().bearers == 1)
  }

  @Test func `a token that another connection ends is dead at the next question`() throws {
    #expect(try live() != nil)
    #expect(try other.commit(Store.revoke(tokens.access.digest, of: house.client.id, audit: house.replay)))
    #expect(try live() == nil)
  }

  @Test func `a token whose user, client or owner another connection disables is dead at the next question`() throws {
    for statement in [
      "UPDATE users SET disabled_at = 1 WHERE id = \(house.ada.id.rawValue)",
      "UPDATE clients SET disabled_at = 1 WHERE id = \(house.client.id.rawValue)",
      "UPDATE users SET disabled_at = 1 WHERE username = 'eve'",
    ] {
      #expect(try live() != nil, "\(statement)")
      try other.change { (database) throws(StorageError) in try database.run(statement) }
      #expect(try live() == nil, "\(statement)")
      try other.change { (database) throws(StorageError) in
        try database.execute("UPDATE users SET disabled_at = NULL; UPDATE clients SET disabled_at = NULL")
      }
    }
    #expect(try live() != nil)
  }

  @Test func `its own changes are seen too`() throws {
    #expect(try live() != nil)
    #expect(try house.store.commit(Store.revoke(tokens.access.digest, of: house.client.id, audit: house.replay)))
    #expect(try live() == nil)
  }

  @Test func `a token ends at its time`() throws {
    #expect(try live() != nil)
    house.test.clock.advance(seconds: 3599)
    #expect(try live() != nil)
    house.test.clock.advance(seconds: 1)
    #expect(try live() == nil)
  }

  @Test func `a secret that lives on for a while ends at its time`() throws {
    let end = house.now.addingTimeInterval(60)
    let second = house.test.secret(.clientSecret)
    try other.change { (database) throws(StorageError) in
      try database.run("UPDATE client_secrets SET expires_at = ?", [.date(end)])
      try database.addSecret(second, toClient: house.client.id.rawValue, at: house.now)
    }
    #expect(try client()?.secrets.count == 2)
    house.test.clock.advance(seconds: 59)
    #expect(try client()?.secrets.count == 2)
    house.test.clock.advance(seconds: 1)
    #expect(try client()?.secrets.map(\.digest) == [second.digest])
  }

  @Test func `what is not there is not remembered`() throws {
    #expect(try house.live(house.test.secret(.accessToken)) == nil)
    #expect(try house.store.protocolClient(ClientID("nobody"), at: house.now) == nil)
    #expect(try remembered() == (0, 0))
  }

  @Test func `no more are kept than the limit`() throws {
    let limit = Recollection<DigestKey, BearerToken>.limit
    let many = (0...limit).map { _ in house.test.secret(.accessToken) }
    let holder = TokenHolder(client: house.client.id)
    try house.store.change { (database) throws(StorageError) in
      for secret in many {
        let tokens = NewTokens(access: secret, accessExpiresAt: house.now.addingTimeInterval(60), refresh: nil)
        try database.insert(tokens, for: holder, scopes: "", at: house.now)
      }
    }
    for secret in many.prefix(limit) { _ = try house.live(secret) }
    #expect(try remembered().bearers == limit)
    _ = try house.live(many[limit])
    #expect(try remembered().bearers == 1)
  }

  @Test func `an id of other bytes that looks alike is another client`() throws {
    let kelvin = ClientID("\u{212A}")
    try other.change { (database) throws(StorageError) in
      try database.run("UPDATE clients SET client_id = 'K' WHERE id = ?", [.integer(house.client.id.rawValue)])
    }
    #expect(try house.store.protocolClient(ClientID("K"), at: house.now) != nil)
    #expect(try house.store.protocolClient(kelvin, at: house.now) == nil)
  }

  /// A writer and a store that share a lineage, as a server's do.
  private func server() throws -> (writer: GroupWriter, store: Store) {
    let lineage = Lineage()
    let writer = try GroupWriter(path: house.store.path, lineage: lineage)
    return (writer, try Store(path: house.store.path, for: .service, lineage: lineage))
  }

  private func write(_ writer: GroupWriter) async throws {
    let holder = TokenHolder(client: house.client.id, user: house.ada.id, family: 1)
    let change = Store.issue(house.newTokens(), to: holder, scopes: [], isOnly: false, at: house.now)
    _ = try await withCheckedContinuation { waiting in writer.submit(change) { waiting.resume(returning: $0) } }.get()
  }

  private func remembered(_ store: Store) throws -> Int {
    try store.question { (database) throws(StorageError) in database.clients.count }
  }

  @Test func `a client is remembered while the server itself writes tokens`() async throws {
    let (writer, store) = try server()
    defer { writer.stop() }
    // The first commit begins a line, and what is asked then belongs to it.
    try await write(writer)
    #expect(try store.protocolClient(house.client.clientID, at: house.now) != nil)
    for _ in 0..<3 {
      try await write(writer)
      #expect(try remembered(store) == 1)
      #expect(try store.protocolClient(ClientID("nobody"), at: house.now) == nil)
      #expect(try remembered(store) == 1)
    }
  }

  @Test func `a client that somebody else disables is dead though the server goes on writing`() async throws {
    let (writer, store) = try server()
    defer { writer.stop() }
    try await write(writer)
    #expect(try store.protocolClient(house.client.clientID, at: house.now)?.isActive == true)
    try other.change { (database) throws(StorageError) in
      try database.run("UPDATE clients SET disabled_at = 1 WHERE id = ?", [.integer(house.client.id.rawValue)])
    }
    try await write(writer)
    #expect(try store.protocolClient(house.client.clientID, at: house.now)?.isActive == false)
    try await write(writer)
    #expect(try store.protocolClient(house.client.clientID, at: house.now)?.isActive == false)
  }

  @Test func `a change of the server's own that is about more than tokens breaks the line`() async throws {
    let (writer, store) = try server()
    defer { writer.stop() }
    try await write(writer)
    #expect(try store.protocolClient(house.client.clientID, at: house.now)?.isActive == true)
    let id = house.client.id.rawValue
    let change = Change<Void> { (database) throws(StorageError) in
      try database.run("UPDATE clients SET disabled_at = 1 WHERE id = ?", [.integer(id)])
    }
    try await withCheckedContinuation { waiting in writer.submit(change) { waiting.resume(returning: $0) } }.get()
    #expect(try store.protocolClient(house.client.clientID, at: house.now)?.isActive == false)
  }

  @Test func `a commit of somebody else between two of the server's own breaks the line`() throws {
    let lineage = Lineage()
    func stamp() throws -> CommitStamp? {
      try house.store.question { (database) throws(StorageError) in database.stamp }
    }
    let first = try stamp()
    try other.record(house.test.audit())
    let second = try stamp()
    lineage.extend(from: first, to: second, wroteTokensAlone: true)
    let line = try #require(second.flatMap(lineage.number))
    try other.record(house.test.audit())
    let third = try stamp()
    lineage.extend(from: second, to: third, wroteTokensAlone: true)
    #expect(third.flatMap(lineage.number) == line)
    // Two commits lie between, and one of them was not ours.
    try other.record(house.test.audit())
    try other.record(house.test.audit())
    let fifth = try stamp()
    lineage.extend(from: third, to: fifth, wroteTokensAlone: true)
    #expect(fifth.flatMap(lineage.number) != line)
    lineage.extend(from: fifth, to: fifth, wroteTokensAlone: true)
    #expect(first.flatMap(lineage.number) == nil)
  }
}
