import Cryptography
import FoundationEssentials
import Model
import OAuth
import Storage
import TestSupport
import Testing

@Suite struct ClientAuthenticationTests {
  private func credentials(
    _ authorization: String? = nil, _ values: [(name: String, value: String)] = []
  ) throws -> ClientCredentials {
    try ClientCredentials(authorization: authorization, parameters: parameters(values))
  }

  private func basic(_ text: String) -> String {
    let encoded = Base64.encode(Array(text.utf8))
    return "Basic " + encoded + String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4)
  }

  @Test func `a client says who it is in one of three ways (RFC 6749 §2.3.1)`() throws {
    let header = try credentials(basic("app:pss_1"))
    #expect(header.method == .basic && header.clientID.text == "app" && header.secret == "pss_1")
    let body = try credentials(nil, [("client_id", "app"), ("client_secret", "pss_1")])
    #expect(body.method == .post && body.clientID.text == "app" && body.secret == "pss_1")
    let alone = try credentials(nil, [("client_id", "app")])
    #expect(alone.method == .none && alone.clientID.text == "app" && alone.secret == nil)
    // A parameter without value is as if it had not come (§3.2).
    #expect(try credentials(nil, [("client_id", "app"), ("client_secret", "")]).method == .none)
    #expect(try credentials(basic("app:pss_1"), [("client_secret", ""), ("client_id", "app")]).method == .basic)
    // So do libraries send the id of a public client.
    let empty = try credentials(basic("app:"))
    #expect(empty.method == .none && empty.clientID.text == "app" && empty.secret == nil)
  }

  @Test(
    "Basic carries form-encoded names (RFC 6749 §2.3.1)",
    arguments: [
      ("a%3Ab:c%3Ad", "a:b", "c:d"), ("a+b:c+d", "a b", "c d"), ("%C3%A9:%25", "é", "%"), ("a:b:c", "a", "b:c"),
      ("a:%2B", "a", "+"),
    ])
  func decoded(text: String, id: String, secret: String) throws {
    let read = try credentials(basic(text))
    #expect(read.clientID.text == id && read.secret == secret)
  }

  @Test(arguments: [
    "Basic", "Basic ", "Basic ???", "Basic YTpi=", "Basic YTpi YTpi", "Bearer YTpi", "Digest a", "YTpi", "",
    "Basic YQ==", "Basic OmI=", "Basic /////w==", "Basic YTol", "Basic JTAwOmI=", "Basic YTpiCg",
  ])
  func `a header that is no Basic header authenticates nobody`(header: String) {
    #expect(refusal { try credentials(header) } == .invalidClient)
    #expect(refusal { try credentials(header, [("client_id", "a")]) } == .invalidClient)
  }

  @Test func `the scheme is read without regard to case (RFC 9110 §11.1)`() throws {
    #expect(try credentials("bASIC YTpi").clientID.text == "a")
  }

  @Test func `two ways at once are an error (RFC 6749 §2.3)`() {
    for values in [
      [("client_secret", "pss_1")], [("client_id", "app"), ("client_secret", "pss_1")], [("client_id", "other")],
    ] {
      #expect(refusal { try credentials(basic("app:pss_1"), values) } == .invalidRequest)
    }
    #expect(refusal { try credentials(nil, [("client_id", "a"), ("client_id", "a")]) } == .invalidRequest)
    #expect(
      refusal { try credentials(nil, [("client_id", "a"), ("client_secret", "b"), ("client_secret", "b")]) }
        == .invalidRequest)
  }

  @Test func `nobody is invalid_client`() {
    #expect(refusal { try credentials() } == .invalidClient)
    #expect(refusal { try credentials(nil, [("client_secret", "pss_1")]) } == .invalidClient)
  }

  @Test func `an unknown client, a wrong secret and a disabled client are told alike (RFC 6749 §5.2)`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let other = try house.register("Other")
    let native = try house.register("Native", type: .public)
    func failure(_ id: String, _ secret: String?) -> OAuthError? {
      var error = failed(id, secret, in: house)
      error?.audit = nil
      return error
    }
    #expect(failure(application.id, application.secret) == nil)
    #expect(failure(native.id, nil) == nil)
    let unknown = try #require(failure("nobody", "pss_1"))
    #expect(unknown.code == .invalidClient && unknown.status == 401)
    let wrong: [(String, String?)] = [
      (application.id, "pss_1"), (application.id, other.secret), (application.id, nil), (application.id, ""),
      (native.id, "pss_1"), (native.id, ""), (application.id.lowercased(), application.secret), ("", nil),
      (application.id + " ", application.secret), (application.id, application.secret.map { $0 + " " }),
    ]
    for (id, secret) in wrong { #expect(failure(id, secret) == unknown, "\(id) \(secret ?? "-")") }
    try house.disable(house.eve)
    #expect(failure(application.id, application.secret) == unknown)
    #expect(failure(native.id, nil) == unknown)
  }

  private func failed(_ id: String, _ secret: String?, in house: ProtocolHouse) -> OAuthError? {
    do throws(OAuthError) {
      _ = try house.server.authenticate(
        ClientCredentials(method: .post, clientID: ClientID(id), secret: secret), from: house.origin,
        reading: house.store)
      return nil
    } catch { return error }
  }

  @Test func `the audit log is told why nobody was let in, and nothing of what was shown`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let native = try house.register("Native", type: .public)
    let reasons: [(id: String, secret: String?, target: String, owner: Identifier<User>?, reason: String)] = [
      ("typed in the wrong field", "pss_1", "-", nil, "unknown"),
      (application.id, "pss_1", "Zenodo", house.eve.id, "wrong secret"),
      (application.id, nil, "Zenodo", house.eve.id, "no secret"),
      (native.id, "pss_1", "Native", house.eve.id, "a secret, and it has none"),
    ]
    for expected in reasons {
      let line = try #require(failed(expected.id, expected.secret, in: house)?.audit)
      #expect(
        line
          == AuditRecord(
            at: house.clock.now, actorID: nil, about: expected.owner, actor: "-", origin: house.origin,
            event: .clientFailed, target: expected.target, outcome: .refused, detail: expected.reason))
      #expect(!"\(line)".contains("pss_1") && !"\(line)".contains("typed"))
    }
    try house.disable(house.eve)
    #expect(failed(application.id, application.secret, in: house)?.audit?.detail == "disabled")
  }

  @Test func `the digest that is stored is no secret`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let digest = SHA256.digest(of: application.secret ?? "")
    let hex = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    for text in [hex, hex.uppercased(), Base64.encode(digest), Base64.encode(digest, .url)] {
      #expect(
        refusal {
          try house.request(Application(client: application.client, secret: text), [("grant_type", "x")])
        } == .invalidClient)
    }
  }

  @Test func `two secrets live side by side until the old one ends`() throws {
    let house = try ProtocolHouse()
    let application = try house.register()
    let secret = MachineSecret(.clientSecret, length: 60, random: house.test.random)
    let reset = try house.store.resetSecret(
      of: application.client.clientID, ownedBy: house.eve.id,
      secret: SecretDigest(digest: secret.digest, lastFour: secret.lastFour),
      keepOldUntil: house.clock.now.addingTimeInterval(60), at: house.clock.now, audit: house.test.audit())
    #expect(reset.secrets.map(\.lastFour) == [secret.lastFour, String((application.secret ?? "").suffix(4))])
    let renewed = Application(client: application.client, secret: secret.text)
    for known in [application, renewed] { _ = try house.request(known, []) }
    house.clock.advance(seconds: 60)
    #expect(refusal { try house.request(application, []) } == .invalidClient)
    _ = try house.request(renewed, [])
  }
}
