import Model
import OAuth
import TestSupport
import Testing

@Suite struct RedirectURITests {
  @Test(
    "Only the port of a loopback address is free (RFC 8252 §7.3)",
    arguments: [
      ("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb"), ("http://127.0.0.1:5100/cb", "http://127.0.0.1/cb"),
      ("http://127.0.0.1:5100/cb", "http://127.0.0.1:1/cb"), ("http://[::1]/cb", "http://[::1]:65535/cb"),
      ("http://127.0.0.1", "http://127.0.0.1:8000"), ("http://127.0.0.1/cb?x=1", "http://127.0.0.1:8000/cb?x=1"),
    ])
  func portIsFree(registered: String, asked: String) throws {
    #expect(try RedirectURI(validating: registered).admits(RedirectURI(stored: asked)))
  }

  /// A registered URI and one that an attacker would like to be taken for it.
  static let strangers: [(registered: String, asked: String)] = [
    // Case folding.
    ("https://app.example/Callback", "https://app.example/callback"),
    ("https://app.example/cb", "HTTPS://app.example/cb"), ("https://app.example/cb", "https://APP.example/cb"),
    ("http://127.0.0.1/Cb", "http://127.0.0.1:80/cb"), ("http://127.0.0.1/cb", "HTTP://127.0.0.1:80/cb"),
    // The loopback rule must not free host, path or query.
    ("http://127.0.0.1/cb", "http://127.0.0.2:80/cb"), ("http://127.0.0.1/cb", "http://[::1]:80/cb"),
    ("http://127.0.0.1/cb", "http://localhost:80/cb"), ("http://localhost/cb", "http://localhost:80/cb"),
    ("http://localhost:8000/cb", "http://localhost:8001/cb"), ("http://[::1]/cb", "http://127.0.0.1/cb"),
    ("http://[::1]/cb", "http://[0:0:0:0:0:0:0:1]:80/cb"), ("http://127.0.0.1/cb", "http://127.1:80/cb"),
    ("http://127.0.0.1/cb", "http://2130706433:80/cb"), ("http://127.0.0.1/cb", "https://127.0.0.1:80/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:80/other"), ("http://127.0.0.1/cb", "http://127.0.0.1:80/cb/"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:80/cb?next=evil"), ("http://127.0.0.1/cb?a", "http://127.0.0.1:80/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:80/cb#x"), ("http://127.0.0.1", "http://127.0.0.1:80/"),
    ("https://app.example/cb", "https://app.example:443/cb"), ("https://app.example/cb", "https://app.example:8443/cb"),
    // Ports that two readers could take differently.
    ("http://127.0.0.1/cb", "http://127.0.0.1:/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1:0/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:080/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:99999999999999999999/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:8a/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1:-80/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1:80:80/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1:٣/cb"),
    // User-info, one or several `@`.
    ("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb"),
    ("http://127.0.0.1/cb", "http://127.0.0.1@evil.example/cb"),
    ("http://127.0.0.1/cb", "http://evil.example@127.0.0.1:80/cb"),
    ("https://app.example/cb", "https://app.example@evil.example/cb"),
    ("https://app.example/cb", "https://a@b@app.example/cb"),
    ("https://app.example/cb", "https://app.example%40evil.example/cb"),
    // Hosts that begin or end alike.
    ("http://localhost/cb", "http://localhost.evil/cb"), ("http://127.0.0.1/cb", "http://127.0.0.1.evil/cb"),
    ("http://[::1]/cb", "http://[::1].evil/cb"), ("https://app.example/cb", "https://app.example.evil/cb"),
    ("https://app.example/cb", "https://evil-app.example/cb"), ("https://app.example/cb", "https://app.example./cb"),
    // Climbing paths.
    ("https://app.example/cb", "https://app.example/cb/../evil"),
    ("https://app.example/cb", "https://app.example/..;/cb"),
    ("https://app.example/cb", "https://app.example/x/..;/cb"), ("https://app.example/cb", "https://app.example//cb"),
    ("https://app.example/cb", "https://app.example/./cb"), ("https://app.example/cb", "https://app.example/%63b"),
    ("https://app.example/cb", "https://app.example\\@evil.example/cb"),
    ("https://app.example/cb", "https://app.example/cb%2F.."),
    // Beginnings, ends, wildcards.
    ("https://app.example/cb", "https://app.example/cb2"), ("https://app.example/cb", "https://app.example/"),
    ("https://app.example/cb", "https://app.example/cb?x"), ("https://app.example/cb", "https://app.example/cb#"),
    ("https://app.example/cb", "https://*.example/cb"), ("https://app.example/cb", " https://app.example/cb"),
    ("https://app.example/cb", "https://app.example/cb\n"), ("https://app.example/cb", "https://app.example/cb\r\n"),
    ("https://app.example/cb", "javascript:alert(1)"), ("https://app.example/cb", "app.example/cb"),
    // Characters that Swift takes for others: the Kelvin sign, a Greek question mark, a combining mark.
    ("https://app.example/K", "https://app.example/\u{212A}"), ("http://127.0.0.1/K", "http://127.0.0.1:80/\u{212A}"),
    ("https://app.example/;", "https://app.example/\u{37E}"),
    ("https://app.example/cb", "https://app.example/cb\u{301}"),
  ]

  @Test("Nothing else is the same that is not so byte for byte (RFC 9700 §2.1)", arguments: strangers)
  func onlyTheSame(registered: String, asked: String) throws {
    let uri = try RedirectURI(validating: registered)
    #expect(!uri.admits(RedirectURI(stored: asked)))
    #expect(uri.admits(uri))
  }

  @Test func `a URI that is not registered ends on a page, never in a redirect (RFC 6749 §4.1.2.1)`() throws {
    let house = try ProtocolHouse()
    for (registered, pairs) in Dictionary(grouping: Self.strangers, by: \.registered) {
      let application = try house.register(redirectURIs: registered)
      for pair in pairs {
        #expect(page { try house.ask(application, ["redirect_uri": pair.asked]) } == .invalidRequest, "\(pair)")
      }
    }
  }

  @Test func `where several are registered, one must be named (RFC 6749 §3.1.2.3)`() throws {
    let house = try ProtocolHouse()
    let one = try house.register(redirectURIs: "https://app.example/a")
    let two = try house.register("Two", redirectURIs: "https://app.example/a\nhttps://app.example/b")
    let answer = try house.refuse(house.ask(one, ["redirect_uri": nil])).location
    #expect(answer.hasPrefix("https://app.example/a?"))
    #expect(page { try house.ask(two, ["redirect_uri": nil]) } == .invalidRequest)
    for uri in ["https://app.example/a", "https://app.example/b"] {
      let answer = try house.refuse(house.ask(two, ["redirect_uri": uri])).location
      #expect(answer.hasPrefix(uri + "?"))
    }
    #expect(page { try house.ask(two, ["redirect_uri": "https://app.example/c"]) } == .invalidRequest)
  }

  @Test func `an answer goes to the loopback port that was asked for (RFC 8252 §7.3)`() throws {
    let house = try ProtocolHouse()
    let native = try house.register(type: .public, redirectURIs: "http://127.0.0.1/cb")
    let request = try house.ask(native, ["redirect_uri": "http://127.0.0.1:51004/cb"])
    #expect(try house.refuse(request).location.hasPrefix("http://127.0.0.1:51004/cb?error=access_denied&"))
    // The exchange must name the same port again.
    let code = try house.approve(request)["code"] ?? ""
    for other in ["http://127.0.0.1/cb", "http://127.0.0.1:51005/cb"] {
      #expect(refusal { try house.redeem(code, by: native, ["redirect_uri": other]) } == .invalidGrant)
    }
    try house.redeem(code, by: native, ["redirect_uri": "http://127.0.0.1:51004/cb"])
  }

  @Test(arguments: [
    ("https://app.example/cb", "https://app.example/cb?error="), ("https://app.example/cb?a=1", "?a=1&error="),
    ("https://app.example/cb?", "/cb?error="), ("https://app.example/cb?a&", "?a&error="),
  ])
  func `a query that was registered is kept (RFC 6749 §3.1.2)`(registered: String, expected: String) throws {
    let house = try ProtocolHouse()
    let application = try house.register(redirectURIs: registered)
    let request = try house.ask(application, ["redirect_uri": registered])
    #expect(try house.refuse(request).location.contains(expected))
  }
}

/// The code of an error that the user is told on a page; nothing when there is none, or when the client would be told.
func page<Value>(_ body: () throws -> Value) -> OAuthError.Code? {
  do {
    _ = try body()
    return nil
  } catch AuthorizationRefusal.page(let error) {
    return error.code
  } catch {
    return nil
  }
}

/// What the client is told of an error; nothing when there is none, or when the user stays on a page.
func redirected<Value>(_ body: () throws -> Value) throws -> [String: String]? {
  do {
    _ = try body()
    return nil
  } catch AuthorizationRefusal.redirect(let redirect) {
    return try carried(redirect.location)
  } catch {
    return nil
  }
}
