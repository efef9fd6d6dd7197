import Model
import Testing

@Suite struct ScopeTests {
  private static let write = Scope(id: "deposit:write", help: "Allow upload (but not publishing)")
  private static let actions = Scope(id: "deposit:actions", help: "Allow publishing of uploads")
  private static let keep = Scope(id: "house:keep", help: "Keep house", isInternal: true)

  private func catalogue() throws -> ScopeCatalogue { try ScopeCatalogue([Self.write, Self.keep, Self.actions]) }

  @Test func `the e-mail scope is built in`() throws {
    #expect(ScopeCatalogue.builtIn.all == [.userEmail])
    #expect(try ScopeCatalogue().all == [.userEmail])
    #expect(Scope.userEmail.id == "user:email")
    #expect(Scope.userEmail.group == "user")
    #expect(!Scope.userEmail.isInternal)
  }

  @Test(arguments: [("deposit:write", "deposit"), ("read", "read"), ("a:b:c", "a"), (":", ":"), (":x", "x")])
  func `a scope without a group is grouped by what stands before its colon`(id: String, group: String) {
    #expect(Scope(id: id, help: "").group == group)
    #expect(Scope(id: id, help: "", group: "named").group == "named")
  }

  @Test(arguments: ["a", "deposit:write", "https://example.org/scope", "!", "#", "[", "]", "~", "a.b-c_d/e", "{}"])
  func `RFC 6749 §3.3: these are scopes`(id: String) throws {
    #expect(try ScopeCatalogue([Scope(id: id, help: "")])[id]?.id == id)
  }

  @Test(arguments: ["", " ", "a b", "a\"b", "a\\b", "a\tb", "a\nb", "ä", "\u{7F}", "\u{0}", "a\u{200B}", "\u{212A}"])
  func `RFC 6749 §3.3: these are none`(id: String) {
    #expect(throws: ScopeError.malformed(id)) { try ScopeCatalogue([Scope(id: id, help: "")]) }
  }

  @Test(arguments: ["user:email", "deposit:write"])
  func `an id is registered once`(id: String) {
    #expect(throws: ScopeError.duplicate(id)) { try ScopeCatalogue([Self.write, Scope(id: id, help: "again")]) }
  }

  @Test func `ids differ by case`() throws {
    #expect(try ScopeCatalogue([Self.write, Scope(id: "Deposit:Write", help: "")]).all.count == 3)
    #expect(try catalogue()["DEPOSIT:WRITE"] == nil)
  }

  @Test func `internal scopes are not offered`() throws {
    #expect(try catalogue().offered == [.userEmail, Self.write, Self.actions])
    #expect(try catalogue()["house:keep"] == Self.keep)
  }

  @Test func `scopes come once each, in the catalogue's order`() throws {
    let found = try catalogue().scopes(["deposit:actions", "user:email", "deposit:actions"])
    #expect(found == [.userEmail, Self.actions])
    #expect(try catalogue().scopes([]) == [])
  }

  @Test func `every unknown scope is named once, in the order asked for`() throws {
    let catalogue = try catalogue()
    #expect(throws: ScopeError.unknown(["z", "a"])) { try catalogue.scopes(["z", "user:email", "a", "z"]) }
    #expect(throws: ScopeError.unknown([""])) { try catalogue.scopes([""]) }
  }

  @Test func `groups come in the catalogue's order, and what is gone comes last`() throws {
    let groups = try catalogue().grouped([
      "gone", "deposit:actions", "house:keep", "user:email", "deposit:write", "gone",
    ])
    #expect(groups.map(\.group) == ["user", "deposit", "house", "other"])
    #expect(
      groups.map { $0.scopes.map(\.id) } == [
        ["user:email"], ["deposit:write", "deposit:actions"], ["house:keep"], ["gone"],
      ])
    #expect(groups.last?.scopes.first?.help == "no longer registered")
    #expect(try catalogue().grouped([]).isEmpty)
  }
}
