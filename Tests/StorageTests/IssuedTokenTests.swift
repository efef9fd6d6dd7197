import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

@Suite struct IssuedTokenTests {
  /// Three users and two applications, with tokens of every kind in every state, those of eve rare.
  private struct Scene {
    let test: TestStore
    let ada, ben, eve: User
    let zenodo, binder: Client

    init(count: Int = 60) throws {
      test = try TestStore()
      (ada, ben, eve) = (try test.addUser("ada"), try test.addUser("ben"), try test.addUser("eve"))
      zenodo = try test.addClient("Zenodo uploader", owner: eve)
      binder = try test.addClient("Binder", owner: eve)
      let (now, users, clients) = (test.clock.now, [ada, ben], [zenodo, binder])
      let test = test
      try test.store.bulk { (writer) throws(StorageError) in
        for index in 0..<count {
          let end = now.addingTimeInterval(index % 4 == 0 ? -60 : 3600)
          try writer.addTokens(
            to: clients[index % 2].id, by: users[index / 2 % 2].id, family: Int64(index), scopes: ["user:email"],
            access: test.secret(.accessToken), accessExpiresAt: end, refresh: test.secret(.refreshToken),
            refreshExpiresAt: end, createdAt: now)
          try writer.database.run(
            "UPDATE tokens SET spent_at = ? WHERE kind = 'refresh' AND family = ? AND family % 3 = 0",
            [.date(now), .int(index)])
        }
      }
      try test.addToken("laptop", owner: eve)
      try test.addToken("house", owner: eve, expiresIn: 60, isInternal: true)
    }

    var all: [IssuedToken] {
      get throws {
        let query = ListQuery(order: IssuedTokenOrder.id, now: test.clock.now)
        return try test.store.issuedTokens(TokenSelection(), query, at: .start, limit: 100_000).map(\.row)
      }
    }
  }

  private static let selections: [(name: String, choose: @Sendable (Scene) -> TokenSelection)] = [
    ("all", { _ in TokenSelection() }),
    ("a user", { TokenSelection(user: $0.ada.id) }),
    ("a user with few", { TokenSelection(user: $0.eve.id) }),
    ("a client", { TokenSelection(clients: [$0.zenodo.id]) }),
    ("two clients", { TokenSelection(clients: [$0.zenodo.id, $0.binder.id]) }),
    ("a user and a client", { TokenSelection(user: $0.ben.id, clients: [$0.binder.id]) }),
    ("nobody", { _ in TokenSelection(user: Identifier(rawValue: 999)) }),
    ("no client", { _ in TokenSelection(clients: []) }),
  ]

  private func isFound(_ token: IssuedToken, by selection: TokenSelection, _ query: ListQuery<IssuedTokenOrder>) -> Bool
  {
    let isPast = token.expiresAt.map { $0 <= query.now } ?? false
    let isInState =
      switch query.state {
      case .all: true
      case .active: !isPast && token.spentAt == nil
      case .expired: isPast
      }
    let isTheirs = selection.user.map { $0 == token.user?.id } ?? true
    let isHeld =
      selection.clients.map { clients in token.client.map { clients.contains($0.id) } ?? false } ?? true
    return isInState && isTheirs && isHeld
  }

  @Test(arguments: selections.indices, [60, 4000])
  func `pages and counts of everybody's tokens agree with a look at each`(index: Int, count: Int) throws {
    let scene = try Scene(count: count)
    let selection = Self.selections[index].choose(scene)
    let all = try scene.all
    let store = scene.test.store
    for state in StateFilter.allCases {
      for descending in [true, false] {
        let query = ListQuery(
          order: IssuedTokenOrder.id, descending: descending, state: state, now: scene.test.clock.now)
        let found = all.filter { isFound($0, by: selection, query) }.sorted { ($0.id < $1.id) != descending }
        #expect(try store.countIssuedTokens(selection, query, before: nil) == found.count)
        func page(_ anchor: Anchor, _ limit: Int) throws -> [Entry<IssuedToken>] {
          try store.issuedTokens(selection, query, at: anchor, limit: limit)
        }
        #expect(try page(.start, 7).map(\.row) == Array(found.prefix(7)))
        #expect(try page(.end, 7).map(\.row) == Array(found.suffix(7)))
        for place in [0, found.count / 2, found.count - 1] where found.indices.contains(place) {
          let cursor = Cursor(key: .integer(found[place].id.rawValue), id: found[place].id.rawValue)
          #expect(try page(.after(cursor), 5).map(\.row) == Array(found.dropFirst(place + 1).prefix(5)))
          #expect(try page(.from(cursor), 5).map(\.row) == Array(found.dropFirst(place).prefix(5)))
          #expect(try page(.before(cursor), 5).map(\.row) == Array(found.prefix(place).suffix(5)))
          #expect(try store.countIssuedTokens(selection, query, before: cursor) == place)
        }
      }
    }
  }

  @Test func `the questions are asked of the indexes that are there anyway`() throws {
    let scene = try Scene()
    let plans = [
      (TokenSelection(user: scene.eve.id), "tokens_by_user (user_id=?)"),
      (TokenSelection(clients: [scene.zenodo.id]), "tokens_by_client (client_id=?)"),
    ]
    for (selection, index) in plans {
      let query = ListQuery(order: IssuedTokenOrder.id, now: scene.test.clock.now)
      // More than there are, so that the walk does not fill the page.
      _ = try scene.test.store.issuedTokens(selection, query, at: .start, limit: 500)
      let steps = try scene.test.store.question { (database) throws(StorageError) in
        var steps: [String] = []
        for sql in database.statementTexts where sql.hasPrefix("SELECT id FROM tokens INDEXED") {
          let values = [SQLValue](repeating: .null, count: sql.filter { $0 == "?" }.count)
          steps += try database.rows("EXPLAIN QUERY PLAN " + sql, values) { (row) throws(StorageError) in row.text(3) }
        }
        return steps
      }
      // Covering: no row is looked at before it is known to be on the page.
      #expect(steps.contains { $0.contains("COVERING INDEX \(index)") }, "\(steps)")
    }
  }

  @Test func `a family is ended without a look at what its user has spent`() throws {
    let steps = try Scene().test.store.question { (database) throws(StorageError) in
      try database.rows("EXPLAIN QUERY PLAN " + Connection.endOfFamily.text, [.integer(1), .integer(1)]) {
        (row) throws(StorageError) in row.text(3)
      }
    }
    #expect(steps.contains { $0.contains("tokens_by_user (user_id=? AND spent_at=? AND family=?)") }, "\(steps)")
  }

  @Test func `a token is found by its digest and by its number, in whatever state it is`() throws {
    let scene = try Scene()
    let secret = scene.test.secret(.personalToken)
    let made = try scene.test.store.addPersonalToken(
      name: Name(validating: "old"), owner: scene.eve.id, scopes: ["user:email"], isInternal: false, secret: secret,
      expiresAt: scene.test.clock.now.addingTimeInterval(-60), at: scene.test.clock.now, audit: scene.test.audit())
    for state in StateFilter.allCases {
      let query = ListQuery(order: IssuedTokenOrder.id, state: state, now: scene.test.clock.now)
      for selection in [TokenSelection(id: made.id), TokenSelection(digest: secret.digest)] {
        let found = try scene.test.store.issuedTokens(selection, query, at: .start, limit: 9)
        #expect(found.map(\.row.id) == [made.id] && found.first?.row.name == made.name)
        #expect(try scene.test.store.countIssuedTokens(selection, query, before: nil) == 1)
      }
      let unknown = TokenSelection(digest: scene.test.secret().digest)
      #expect(try scene.test.store.issuedTokens(unknown, query, at: .start, limit: 9).isEmpty)
    }
  }

  @Test func `a refresh token goes with its family, an access token and a personal one alone, all or none`() throws {
    let scene = try Scene()
    let (test, store) = (scene.test, scene.test.store)
    let all = try scene.all
    func one(_ kind: TokenKind, _ family: Int64?) throws -> IssuedToken {
      try #require(all.first { $0.kind == kind && $0.family == family })
    }
    func revoke(_ tokens: [IssuedToken]) throws -> Int {
      try store.revokeIssuedTokens(tokens.map { ($0.id, test.audit(.tokenRevoke)) }, at: test.clock.now)
    }
    // Family 1 is live, the refresh token of 3 is spent, and 4 is over.
    #expect(try store.countTokens(ofFamily: 1, of: scene.ada.id, at: test.clock.now) == 2)
    #expect(try revoke([one(.refresh, 1), one(.access, 1)]) == 2)
    #expect(try revoke([one(.access, 2)]) == 1)
    #expect(try revoke([one(.refresh, 3)]) == 1)
    #expect(try revoke([one(.access, 4)]) == 0)
    #expect(try revoke([one(.personal, nil)]) == 1)
    let left = try scene.all
    #expect(left.count == all.count - 7)
    #expect(left.contains { $0.kind == .refresh && $0.family == 2 } && !left.contains { $0.family == 3 })
    let gone = try one(.access, 2)
    #expect(throws: StorageError.notFound) { try revoke([one(.access, 5), gone]) }
    #expect(try scene.all == left)
  }

  @Test func `what a token was shut out by is known with it`() throws {
    let scene = try Scene(count: 2)
    func states() throws -> [Bool] { try scene.all.filter { $0.kind != .personal }.map(\.isShutOut) }
    #expect(try states() == [false, false, false, false])
    _ = try scene.test.store.setClient(
      scene.zenodo.clientID, ownedBy: nil, disabledAt: scene.test.clock.now, at: scene.test.clock.now,
      audit: scene.test.audit())
    #expect(try states() == [true, true, false, false])
    try scene.test.store.setUser(scene.eve.id, disabledAt: scene.test.clock.now, audit: scene.test.audit())
    #expect(try states() == [true, true, true, true])
  }

  @Test(arguments: [
    ("zenodo uploader", ["Zenodo uploader"]), ("ZENODO", ["Zenodo uploader", "Zenodo viewer"]), ("Binder", ["Binder"]),
    ("nothing", []),
  ])
  func `clients are found by their whole name, else by a part of it`(text: String, names: [String]) throws {
    let scene = try Scene()
    try scene.test.addClient("Zenodo viewer", owner: scene.ada)
    try scene.test.addClient("Binder two", owner: scene.ada)
    let found = try scene.test.store.clients(holding: text, limit: 9) ?? []
    #expect(found.count == names.count)
    let byID = try scene.test.store.clients(holding: scene.zenodo.clientID.text, limit: 9)
    #expect(byID == [scene.zenodo.id])
    #expect(try scene.test.store.clients(holding: "zenodo", limit: 1) == nil)
  }
}
