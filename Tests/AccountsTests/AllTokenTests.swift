import Accounts
import Cryptography
import FoundationEssentials
import Model
import Storage
import TestSupport
import Testing

@Suite struct AllTokenTests {
  /// Ada has a personal token, Ben let her application in; Grace is an administrator.
  private struct Scene {
    let house: House
    let ada, ben, grace: Account
    let client: Client
    let laptop: NewToken

    init() throws {
      house = try House()
      try house.test.addUser("root", role: .administrator)
      ada = try house.person("ada")
      ben = try house.person("ben")
      grace = try house.person("grace", role: .administrator)
      client = try ada.registerApplication(.good()).client
      laptop = try ada.createToken(TokenDraft(name: "laptop", scopes: ["user:email"]))
      try house.test.grant(client, by: ben.user, tokens: 2)
    }

    func query(_ filter: String = "") -> ListQuery<IssuedTokenOrder> { house.query(.id, filter: filter) }

    func find(_ filter: String) throws -> [IssuedToken] {
      let found = try grace.administration().tokens(query(filter), at: .start, limit: 99).map(\.row)
      #expect(try grace.administration().countTokens(query(filter)) == found.count)
      return found
    }
  }

  @Test(arguments: [
    ("", 5), ("ada", 1), ("ADA@example.org", 1), ("user:ada", 1), ("user:ben", 4), ("client:zenodo", 4), ("zenodo", 4),
    ("user:ben client:Zenodo uploader", 4), ("user:ada client:zenodo", 0), ("client:Zenodo uploader user:ben", 4),
    ("user:nobody", 0), ("client:nothing", 0), ("user:", 5), ("nonsense", 0), ("999999", 0), ("#1", 1), ("1", 1),
    ("#", 0), ("'; DROP TABLE tokens; --", 0), ("%", 0),
  ])
  func `tokens are found by user, application and number`(filter: String, count: Int) throws {
    let scene = try Scene()
    #expect(try scene.find(filter).count == count)
    #expect(try scene.find(scene.client.clientID.text).count == 4)
  }

  @Test func `a token that is pasted is found, wherever it stands in what was pasted`() throws {
    let scene = try Scene()
    let text = scene.laptop.secret.text
    for pasted in [text, "  \(text)\n", "Authorization: Bearer \(text)", "\"\(text)\",", "token=\(text)&x=1"] {
      #expect(TokenSearch.holdsSecret(pasted))
      #expect(try scene.find(pasted).map(\.id) == [scene.laptop.token.id])
    }
    // What cannot be told apart from a look-alike is none.
    for wrong in [String(text.dropLast()), text + "x", String(text.prefix(4)), text.uppercased(), "psp_" + text] {
      #expect(try scene.find(wrong).isEmpty, "\(wrong.count)")
    }
    let unknown = MachineSecret(.accessToken, length: 60, random: scene.house.test.random).text
    #expect(try TokenSearch.presented(in: unknown) != nil && scene.find(unknown).isEmpty)
    #expect(!TokenSearch.holdsSecret("psp") && !TokenSearch.holdsSecret("ada") && TokenSearch.holdsSecret("x pss_"))
  }

  @Test func `a pasted token that has expired is found, and a revoked one is not`() throws {
    let scene = try Scene()
    let short = try scene.ada.createToken(TokenDraft(name: "short", expiry: .days(1)))
    scene.house.clock.advance(days: 2)
    let found = try scene.find(short.secret.text)
    #expect(found.map(\.id) == [short.token.id] && found.allSatisfy { !$0.isLive(at: scene.house.clock.now) })
    try scene.ada.revokeTokens([short.token])
    #expect(try scene.find(short.secret.text).isEmpty)
  }

  @Test func `a search by pasting leaves no trace of the token, and opening names its number`() throws {
    let scene = try Scene()
    let lines = try scene.house.auditing {
      let found = try scene.find(scene.laptop.secret.text)
      let administration = try scene.grace.administration()
      _ = try administration.openToken(found[0].id)
      _ = try administration.token(found[0].id)
    }
    let id = scene.laptop.token.id.rawValue
    #expect(lines == [.by(scene.grace, .tokenView, "#\(id)", "personal, laptop, for ada")])
    let own = try scene.grace.createToken(TokenDraft(name: "own")).token.id
    #expect(try scene.house.auditing { _ = try scene.grace.administration().openToken(own) } == [])
    #expect(throws: AccountError.notFound(.token("12345"))) {
      try scene.grace.administration().openToken(Identifier(rawValue: 12345))
    }
  }

  @Test func `what ends with a token is told before and done after, and recorded`() throws {
    let scene = try Scene()
    let administration = try scene.grace.administration()
    let held = try scene.find("client:zenodo")
    let refresh = try #require(held.first { $0.kind == .refresh })
    let access = try #require(held.first { $0.kind == .access && $0.family != refresh.family })
    let personal = try scene.find("user:ada")
    #expect(try administration.countTokens(endingWith: refresh) == 2)
    #expect(try administration.countTokens(endingWith: access) == 1)
    #expect(try administration.countTokens(endingWith: personal[0]) == 1)
    let lines = try scene.house.auditing { () throws in
      #expect(try administration.revoke([refresh]) == 2)
      #expect(try administration.revoke([access]) == 1)
      #expect(try administration.revoke(personal) == 1)
    }
    #expect(
      lines == [
        .by(scene.grace, .tokenRevoke, "#\(refresh.id.rawValue)", "refresh, Zenodo uploader, for ben"),
        .by(scene.grace, .tokenRevoke, "#\(access.id.rawValue)", "access, Zenodo uploader, for ben"),
        .by(scene.grace, .tokenRevoke, "laptop", "personal, laptop, for ada"),
      ])
    #expect(try scene.find("").count == 1)
    #expect(throws: AccountError.notFound(.token(String(access.id.rawValue)))) { try administration.revoke([access]) }
  }

  @Test func `nobody but an administrator reaches a single row`() throws {
    let scene = try Scene()
    let refused = AccountError.refused(reason: "Only an administrator can do that; ask one.")
    let lines = try scene.house.auditing {
      #expect(throws: refused) { try scene.ada.administration() }
    }
    #expect(lines.map(\.event) == [.refusal])
    let administration = try scene.grace.administration()
    let all = try scene.find("")
    try scene.house.administration.setRole(.user, of: scene.grace.user)
    #expect(throws: refused) { try administration.tokens(scene.query(), at: .start, limit: 9) }
    #expect(throws: refused) { try administration.tokens(scene.query(scene.laptop.secret.text), at: .start, limit: 9) }
    #expect(throws: refused) { try administration.countTokens(scene.query()) }
    #expect(throws: refused) { try administration.token(all[0].id) }
    #expect(throws: refused) { try administration.openToken(all[0].id) }
    #expect(throws: refused) { try administration.countTokens(endingWith: all[0]) }
    #expect(throws: refused) { try administration.revoke(all) }
    try scene.house.administration.disable(scene.grace.user)
    #expect(throws: AccountError.signedOut) { try administration.revoke(all) }
    #expect(try scene.ada.countPersonalTokens(scene.house.query(.name)) == 1)
  }
}
