import Accounts
import Configuration
import Cryptography
import FoundationEssentials
import HTTPServer
import Model
import TestSupport
import Testing

@testable import WebServer

@Suite struct PageTokenTests {
  /// Signs in, and takes the token out of the start page.
  private func token(_ name: String, _ browser: Browser) async throws -> String {
    if try browser.house.test.store.user(matching: name) == nil { try browser.house.test.addUser(name) }
    _ = await browser.signIn(name)
    let page = await browser.account().text
    return String(try #require(page.pieces(between: "<meta name=\"api-token\" content=\"", and: "\">").first))
  }

  private func problem(_ browser: Browser, _ headers: [(name: String, value: String)]) throws -> PageTokenProblem? {
    var request = browser.request("GET", "/api")
    let visit = try #require(try browser.house.desk.sessions.visit(request))
    request.headers += headers
    let desk = try browser.house.desk
    do throws(PageTokenProblem) {
      try desk.tokens.verify(request, for: visit)
      return nil
    } catch {
      return error
    }
  }

  @Test func `the token of the page is accepted beside the session, until its time is over`() async throws {
    let house = try WebHouse { $0.jwt.lifetime = 600 }
    let browser = Browser(house)
    let token = try await token("ada", browser)
    #expect(token.split(separator: ".").count == 3)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == nil)
    #expect(try problem(browser, [("authorization", "bearer \(token)")]) == nil)
    house.clock.advance(seconds: 599)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == nil)
    house.clock.advance(seconds: 1)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == .expired)
  }

  @Test func `the seed's table: malformed, missing and wrong 400, another user's and expired 403`() async throws {
    let house = try WebHouse()
    let browser = Browser(house)
    let token = try await token("ada", browser)
    let other = try await self.token("eve", Browser(house))
    let wrong = PageTokenProblem.wrongHeader(expected: "Authorization: Bearer <token>")
    let table: [([(name: String, value: String)], PageTokenProblem, Int)] = [
      ([], .missingHeader, 400), ([("authorization", "")], .missingHeader, 400),
      ([("x-other", "Bearer \(token)")], .missingHeader, 400), ([("authorization", token)], wrong, 400),
      ([("authorization", "Bearer")], wrong, 400), ([("authorization", "Bearer ")], wrong, 400),
      ([("authorization", "Bearer  \(token)")], wrong, 400), ([("authorization", "JWT \(token)")], wrong, 400),
      ([("authorization", "Basic \(token)")], wrong, 400), ([("authorization", "Bearer \(token) x")], wrong, 400),
      ([("authorization", "Bearer \(token)"), ("authorization", "Bearer \(token)")], wrong, 400),
      ([("authorization", "Bearer x")], .malformed, 400), ([("authorization", "Bearer a.b.c")], .malformed, 400),
      ([("authorization", "Bearer \(token)x")], .malformed, 400),
      ([("authorization", "Bearer pst_abc")], .malformed, 400),
      ([("authorization", "Bearer \(other)")], .otherUser, 403),
    ]
    for (headers, expected, status) in table {
      #expect(try problem(browser, headers) == expected, "\(headers)")
      #expect(expected.status == status && expected.refusal.response.status == status)
    }
    #expect(PageTokenProblem.expired.status == 403)
  }

  @Test func `what went wrong is told in JSON and kept by nobody`() {
    let response = PageTokenProblem.expired.refusal.response
    #expect(response.text == #"{"status":403,"message":"The JWT has expired: load the page again."}"#)
    #expect(response.header("content-type") == "application/json" && response.header("cache-control") == "no-store")
    #expect(PageTokenProblem.unavailable(.signedOut).refusal.response.header("retry-after") == "1")
  }

  @Test func `header and word are as configured`() async throws {
    let house = try WebHouse {
      $0.jwt.header = "X-Proof"
      $0.jwt.type = "JWT"
    }
    let browser = Browser(house)
    let token = try await token("ada", browser)
    #expect(try problem(browser, [("x-proof", "JWT \(token)")]) == nil)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == .missingHeader)
    #expect(
      try problem(browser, [("x-proof", "Bearer \(token)")]) == .wrongHeader(expected: "X-Proof: JWT <token>"))
  }

  @Test func `a rotation honours what was sealed before until it has expired, in every process`() async throws {
    let house = try WebHouse { $0.jwt.lifetime = 3600 }
    let browser = Browser(house)
    let token = try await token("ada", browser)
    try WebHouse(test: house.test).administration.rotateSigningKey(honouringOldFor: 3600)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == nil)
    try house.administration.rotateSigningKey(honouringOldFor: 0)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == nil)
    house.clock.advance(seconds: 3600)
    #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == .malformed)
  }

  @Test func `the key of forms seals no token, nor does another house's`() async throws {
    let house = try WebHouse()
    let browser = Browser(house)
    _ = try await token("ada", browser)
    let keys = HouseKeys(accounts: house.accounts)
    let right = try keys.keys(for: .pageTokens)[0]
    let issuer = house.settings.issuer.text
    func sealed(secret: [UInt8], audience: String = issuer, issuer: String = issuer, subject: String = "1") throws
      -> String
    {
      let key = try #require(JWTKey(id: right.id, secret: secret))
      let now = house.clock.now
      return JWT(
        subject: subject, audience: audience, issuer: issuer, issuedAt: now, expiresAt: now.addingTimeInterval(60),
        id: "x"
      ).sealed(with: key)
    }
    let signing = try house.accounts.signingKeys()[0]
    let table: [(String, PageTokenProblem?)] = [
      (try sealed(secret: right.secret), nil), (try sealed(secret: keys.keys(for: .forms)[0].secret), .malformed),
      (try sealed(secret: signing.secret), .malformed),
      (try sealed(secret: right.secret, audience: "https://other.example"), .malformed),
      (try sealed(secret: right.secret, issuer: "https://other.example"), .malformed),
      (try sealed(secret: right.secret, subject: "2"), .otherUser),
      (try sealed(secret: right.secret, subject: "01"), .otherUser),
      (try sealed(secret: right.secret, subject: "ada"), .otherUser),
    ]
    for (token, expected) in table {
      #expect(try problem(browser, [("authorization", "Bearer \(token)")]) == expected)
    }
  }
}
