import Accounts
import HTTPServer
import Model
import TestSupport
import Testing

@testable import WebServer

@Suite struct FormSealTests {
  /// Somebody who is signed in.
  private func visit(_ name: String, in house: WebHouse) async throws -> BrowserVisit {
    if try house.test.store.user(matching: name) == nil { try house.test.addUser(name) }
    let browser = Browser(house)
    _ = await browser.signIn(name)
    return try #require(try house.desk.sessions.visit(browser.request("GET", "/")))
  }

  @Test func `a field is good for its purpose, its bearer and its subject alone`() async throws {
    let house = try WebHouse()
    let seals = try house.desk.seals
    let ada = try await visit("ada", in: house)
    let eve = try await visit("eve", in: house)
    let adaElsewhere = try await visit("ada", in: house)
    let seal = try seals.seal(.consent, of: .visit(ada), about: ["client", "scope"])
    #expect(try seals.accepts(seal, .consent, of: .visit(ada), about: ["client", "scope"]))
    #expect(try !seals.accepts(seal, .device, of: .visit(ada), about: ["client", "scope"]))
    #expect(try !seals.accepts(seal, .consent, of: .visit(eve), about: ["client", "scope"]))
    #expect(try !seals.accepts(seal, .consent, of: .visit(adaElsewhere), about: ["client", "scope"]))
    for subject in [
      [], ["client"], ["client", "scope", ""], ["clients", "cope"], ["client", "scopes"], ["scope", "client"],
    ] {
      #expect(try !seals.accepts(seal, .consent, of: .visit(ada), about: subject), "\(subject)")
    }
    #expect(try !seals.accepts(seal, .consent, of: .visitor(ada.secret.text), about: ["client", "scope"]))
  }

  @Test func `anything else is no field`() async throws {
    let house = try WebHouse()
    let seals = try house.desk.seals
    let seal = try seals.seal(.signIn, of: .visitor("a"))
    for value in [nil, "", "A", seal + "A", String(seal.dropLast()), seal + "=", String(seal.reversed()), " \(seal)"] {
      #expect(try !seals.accepts(value, .signIn, of: .visitor("a")), "\(value ?? "nothing")")
    }
    #expect(try !seals.accepts(seal, .signIn, of: .visitor("b")))
  }

  @Test func `several processes agree, and a rotation honours what was sealed before for a while`() throws {
    let house = try WebHouse()
    let other = try WebHouse(test: house.test)
    let seal = try house.desk.seals.seal(.signIn, of: .visitor("a"))
    #expect(try other.desk.seals.accepts(seal, .signIn, of: .visitor("a")))
    try other.administration.rotateSigningKey(honouringOldFor: 3600)
    #expect(try house.desk.seals.seal(.signIn, of: .visitor("a")) != seal)
    #expect(try house.desk.seals.accepts(seal, .signIn, of: .visitor("a")))
    house.clock.advance(seconds: 3600)
    #expect(try !house.desk.seals.accepts(seal, .signIn, of: .visitor("a")))
    let elsewhere = try WebHouse()
    _ = elsewhere.test.random.bytes(7)
    #expect(try !elsewhere.desk.seals.accepts(seal, .signIn, of: .visitor("a")))
  }

  @Test(arguments: [
    ("cross-site", true), ("same-site", true), ("same-origin", false), ("none", false), (nil, false), ("", true),
  ])
  func `what a browser says of where a post comes from is believed`(site: String?, isCross: Bool) {
    let request = HTTPRequest(method: "POST", path: "/", headers: site.map { [("sec-fetch-site", $0)] } ?? [])
    #expect(FormSeal.isCrossSite(request) == isCross)
  }
}
