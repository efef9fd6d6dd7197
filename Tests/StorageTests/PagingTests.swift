import FoundationEssentials
import Model
import TestSupport
import Testing

@testable import Storage

/// Every list, order, direction, filter and state: pages put together are the sorted list, from either end.
@Suite struct PagingTests {
  /// How many rows a search index may find before the list is walked instead: never, mostly, always sorted.
  static let strategies = [0, 3, 2000]

  /// A row as the test sees it, to sort and sift without SQL.
  struct Expected {
    let id: Int64
    let text: String
    let created: Int64
    let used: Int64
    let expires: Int64
    let isActive: Bool
    /// What else a filter finds.
    var alias = ""
  }

  static let names = [
    "alpha", "Alpha 2", "ALPHA 10", "Été", "été bleu", "beta_1", "beta%", "beta\"x", "日本語の名前", "naïve", "z", "ab",
    "Zebra abc", "abcabc", "tie a", "tie b", "tie c", "tie d", "🚀 moon", "o'hara",
  ]
  static let filters = [
    "", "a", "AL", "alp", "ALPHA", "été", "ÉTÉ", "eta", "%", "_1", "\"", "a%x", "*", "abc", "bcab", "日本語", "本語",
    "nothing",
    "' OR 1=1", "NEAR(", "\0", "alp\0ha", "🚀 m",
  ]

  @Test(arguments: strategies) func `personal tokens`(searchLimit: Int) throws {
    let test = try TestStore(searchLimit: searchLimit)
    let now = test.clock.now
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    try test.store.bulk { (writer) throws(StorageError) in
      for (index, name) in Self.names.enumerated() {
        for (owner, isInternal) in [(ada, false), (eve, false), (ada, true)] {
          try writer.addPersonalToken(
            name: Name(stored: isInternal ? name + " internal" : name), owner: owner.id, scopes: [],
            secret: test.secret(), createdAt: now.addingTimeInterval(Double(index / 3)),
            expiresAt: index % 4 == 0 ? nil : now.addingTimeInterval(Double(index % 3 - 1) * 100),
            lastUsedAt: index % 2 == 0 ? nil : now.addingTimeInterval(Double(-index / 4)), isInternal: isInternal)
        }
      }
    }
    for order in TokenOrder.allCases {
      try walkAll(order: order, now: now) { query, anchor, limit in
        try test.store.personalTokens(of: ada.id, query, at: anchor, limit: limit).map { entry in
          #expect(!entry.row.isInternal && entry.row.userID == ada.id)
          return (
            entry.cursor,
            Expected(
              id: entry.row.id.rawValue, text: entry.row.name.text.lowercased(), created: entry.row.createdAt.seconds,
              used: entry.row.lastUsedAt?.seconds ?? 0, expires: entry.row.expiresAt?.seconds ?? .max,
              isActive: entry.row.isLive(at: now))
          )
        }
      } count: {
        try test.store.countPersonalTokens(of: ada.id, $0, before: $1)
      }
    }
    try expectIndexed(test.store)
  }

  @Test(arguments: [true, false], strategies)
  func `applications, of one or of everybody`(everybody: Bool, searchLimit: Int) throws {
    let test = try TestStore(searchLimit: searchLimit)
    let now = test.clock.now
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    try test.store.bulk { (writer) throws(StorageError) in
      for (index, name) in Self.names.enumerated() {
        for owner in [ada, eve] {
          let profile = ClientProfile(
            name: Name(stored: name), description: "", website: WebsiteURL(stored: "https://example.org"),
            redirectURIs: [RedirectURI(stored: "https://example.org/\(index)")], type: .public)
          // A client id is searched for as well; these hold none of the filters.
          let id = ClientID("\(owner.id.rawValue)-\(index)-QQQQQQ")
          _ = try writer.addClient(
            profile, clientID: id, owner: owner.id, secret: nil, createdAt: now.addingTimeInterval(Double(index / 3)),
            lastUsedAt: index % 2 == 0 ? nil : now.addingTimeInterval(Double(-index / 4)))
        }
      }
      try writer.database.execute("UPDATE clients SET disabled_at = 1 WHERE id % 5 = 0")
    }
    let owner = everybody ? nil : ada.id
    for order in ApplicationOrder.allCases {
      try walkAll(order: order, now: now) { query, anchor, limit in
        try test.store.clients(ownedBy: owner, query, at: anchor, limit: limit).map { entry in
          (
            entry.cursor,
            Expected(
              id: entry.row.id.rawValue, text: entry.row.profile.name.text.lowercased(),
              created: entry.row.createdAt.seconds, used: entry.row.lastUsedAt?.seconds ?? 0, expires: 0,
              isActive: entry.row.disabledAt == nil)
          )
        }
      } count: {
        try test.store.countClients(ownedBy: owner, $0, before: $1)
      }
    }
    try expectIndexed(test.store)
  }

  @Test func `authorized applications`() throws {
    let test = try TestStore(searchLimit: 0)
    let now = test.clock.now
    let ada = try test.addUser("ada")
    let eve = try test.addUser("eve")
    for (index, name) in Self.names.enumerated() {
      test.clock.advance(seconds: index % 3 == 0 ? 1 : 0)
      let client = try test.addClient(name, owner: eve)
      let used = index % 2 == 0 ? nil : now.addingTimeInterval(Double(-index / 4))
      try test.grant(client, by: ada, tokens: index % 3 == 0 ? 0 : 2, lastUsedAt: used)
      try test.grant(client, by: eve)
    }
    for order in GrantOrder.allCases {
      try walkAll(order: order, now: test.clock.now) { query, anchor, limit in
        try test.store.authorizedApplications(of: ada.id, query, at: anchor, limit: limit).map { entry in
          let tokens = try test.store.countTokens(of: entry.row.clientID, for: ada.id, at: test.clock.now)
          return (
            entry.cursor,
            Expected(
              id: entry.row.id.rawValue, text: entry.row.name.text.lowercased(), created: entry.row.createdAt.seconds,
              used: entry.row.lastUsedAt?.seconds ?? 0, expires: 0, isActive: tokens > 0,
              alias: entry.row.clientID.text.lowercased())
          )
        }
      } count: {
        try test.store.countAuthorizedApplications(of: ada.id, $0, before: $1)
      }
    }
    try expectIndexed(test.store)
  }

  @Test(arguments: strategies) func `users`(searchLimit: Int) throws {
    let test = try TestStore(searchLimit: searchLimit)
    let now = test.clock.now
    for index in 0..<20 {
      test.clock.advance(seconds: index % 3 == 0 ? 1 : 0)
      let name = "\(index % 2 == 0 ? "abcabc" : "Alphabet")\(index)"
      let user = try test.addUser(name, email: "X\(name)@beta.org")
      if index % 3 == 0 {
        let key = SignInThrottle(key: [], limit: 1, window: 1)
        let hash = try #require(try test.store.credentials(for: user.email.text)?.passwordHash)
        try test.store.recordSignIn(
          of: user.id, by: hash, clearing: key, at: now.addingTimeInterval(Double(index / 6)), audit: test.audit())
      }
      if index % 5 == 0 { try test.store.setUser(user.id, disabledAt: now, audit: test.audit()) }
    }
    for order in UserOrder.allCases {
      try walkAll(order: order, now: now) { query, anchor, limit in
        try test.store.users(query, at: anchor, limit: limit).map { entry in
          (
            entry.cursor,
            Expected(
              id: entry.row.id.rawValue, text: entry.row.email.text.lowercased(), created: entry.row.createdAt.seconds,
              used: entry.row.lastSeenAt?.seconds ?? 0, expires: 0, isActive: entry.row.isActive)
          )
        }
      } count: {
        try test.store.countUsers($0, before: $1)
      }
    }
    try expectIndexed(test.store)
  }

  /// Checks every view of a list against the whole of it, sorted and sifted in Swift.
  private func walkAll<Order: RawRepresentable<String> & Hashable & Sendable>(
    order: Order, now: Date, page: (ListQuery<Order>, Anchor, Int) throws -> [(Cursor, Expected)],
    count: (ListQuery<Order>, Cursor?) throws -> Int
  ) throws {
    let all = try page(ListQuery(order: order, now: now), .start, 1000).map(\.1)
    for descending in [false, true] {
      for filter in Self.filters {
        for state in StateFilter.allCases {
          let query = ListQuery(order: order, descending: descending, filter: filter, state: state, now: now)
          let matching = all.filter { row in
            (filter.isEmpty
              || [row.text, row.alias].contains { $0.unicodeScalars.contains(filter.lowercased().unicodeScalars) })
              && (state == .all || row.isActive == (state == .active))
          }
          let sorted = matching.sorted { left, right in
            let before = Self.isOrdered(left, right, by: order.rawValue)
            return descending ? !before : before
          }
          try walk(
            query, expecting: sorted.map(\.id), page: { try page(query, $0, $1) }, count: { try count(query, $0) })
        }
      }
    }
  }

  private func walk<Order>(
    _ query: ListQuery<Order>, expecting ids: [Int64], page: (Anchor, Int) throws -> [(Cursor, Expected)],
    count: (Cursor?) throws -> Int
  ) throws {
    let comment = Comment("\(query)")
    #expect(try count(nil) == ids.count, comment)
    let size = ids.count > 8 ? 7 : 2
    var cursors: [Cursor] = []
    var anchor = Anchor.start
    while let last = try page(anchor, size).map({ row in
      cursors.append(row.0); return row.0
    }).last {
      anchor = .after(last)
    }
    #expect(cursors.map(\.id) == ids, comment)
    var backwards: [Int64] = []
    anchor = .end
    while true {
      let rows = try page(anchor, size)
      backwards = rows.map(\.1.id) + backwards
      guard let first = rows.first else { break }
      anchor = .before(first.0)
    }
    #expect(backwards == ids, comment)
    for (index, cursor) in cursors.enumerated() where index % 3 == 0 {
      #expect(try count(cursor) == index, comment)
      #expect(try page(.from(cursor), 2).map(\.1.id) == Array(ids.dropFirst(index).prefix(2)), comment)
    }
    #expect(try page(.start, 0).isEmpty && page(.start, -1).isEmpty)
  }

  private static func isOrdered(_ left: Expected, _ right: Expected, by order: String) -> Bool {
    switch order {
    case "name", "email":
      left.text == right.text
        ? left.id < right.id : left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    case "created": (left.created, left.id) < (right.created, right.id)
    case "expires": (left.expires, left.id) < (right.expires, right.id)
    default: (left.used, left.id) < (right.used, right.id)
    }
  }
}

extension String.UnicodeScalarView {
  /// Whether these scalars occur in a row.
  func contains(_ other: String.UnicodeScalarView) -> Bool {
    let whole = Array(self)
    let part = Array(other)
    guard whole.count >= part.count else { return false }
    return (0...whole.count - part.count).contains { whole[$0..<$0 + part.count].elementsEqual(part) }
  }
}
