import Configuration
import HTTPServer
import Model
import TestSupport
import Testing

@testable import Accounts
@testable import WebServer

@Suite struct BrowserSessionTests {
  /// Whether the start page is shown rather than the way to the sign-in page.
  private func isIn(_ browser: Browser) async -> Bool { await browser.account().status == 200 }

  @Test func `a session opens at sign-in and is over at sign-out, on the server too`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    #expect(await !isIn(browser))
    let answer = await browser.signIn()
    #expect(answer.status == 303 && answer.header("location") == "/account")
    #expect(await isIn(browser))
    let stolen = browser.cookies
    let page = await browser.signOut()
    #expect(page.status == 200 && page.text.contains("Signed out"))
    #expect(browser.cookies["postern-session"] == nil)
    #expect(await !isIn(browser))
    browser.cookies = stolen
    #expect(await !isIn(browser))
  }

  @Test func `the id is a fresh one at every sign-in, and the old one is worth nothing`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    try house.test.addUser("eve")
    let browser = Browser(house)
    // An id that somebody else put there, in the right form, opens nothing and is not taken over.
    let planted = SessionSecret(random: house.test.random).text
    browser.cookies["postern-session"] = planted
    _ = await browser.signIn()
    let first = try #require(browser.cookies["postern-session"])
    #expect(first != planted && first.utf8.count == 43)
    // Signed in already, the form is not shown; but one that was shown before can be sent.
    let visitor = try #require(browser.cookies["postern-visitor"])
    let form = try house.desk.seals.seal(.signIn, of: .visitor(visitor))
    let again = await browser.post(
      "/login", [("csrf", form), ("email", "eve"), ("password", "password")], house.signIn.signIn)
    #expect(again.status == 303)
    let second = try #require(browser.cookies["postern-session"])
    #expect(second != first)
    #expect(await browser.account().text.contains("<strong>eve</strong>"))
    browser.cookies["postern-session"] = first
    #expect(await !isIn(browser))
  }

  @Test func `a session ends when its time is over`() async throws {
    let house = try WebHouse { $0.sessionLifetime = 3600 }
    try house.test.addUser("ada")
    let browser = Browser(house)
    let answer = await browser.signIn()
    #expect(answer.header("set-cookie")?.contains("Max-Age=3600") == true)
    for _ in 0..<59 {
      house.clock.advance(seconds: 60)
      #expect(await isIn(browser))
    }
    house.clock.advance(seconds: 60)
    #expect(await !isIn(browser))
  }

  @Test func `use is remembered once a minute`() async throws {
    let house = try WebHouse()
    let ada = try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn()
    let start = house.clock.now
    func seen() throws -> Double? {
      try house.test.store.sessions(of: ada.id, at: house.clock.now, limit: 1).first?.lastSeenAt
        .timeIntervalSince(start)
    }
    house.clock.advance(seconds: 59)
    #expect(await isIn(browser))
    #expect(try seen() == 0)
    house.clock.advance(seconds: 1)
    #expect(await isIn(browser))
    await house.settle()
    #expect(try seen() == 60)
  }

  @Test func `the first page that needs a key makes it, and two at once make one`() async throws {
    let house = try WebHouse()
    #expect(try house.accounts.signingKeys() == [])
    let pages = await withTaskGroup(of: HTTPResponse.self) { group in
      for _ in 0..<2 {
        group.addTask { await Browser(house).get("/login", house.signIn.signInForm) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(pages.allSatisfy { $0.status == 200 && !$0.hiddenFields.isEmpty })
    #expect(try house.accounts.signingKeys().count == 1)
  }

  @Test(
    "A session is bound to the browser and the network it was opened in, as far as configured",
    arguments: [
      ([.address, .userAgent], false, false), ([.address], true, false),
      ([.userAgent], false, true), ([], true, true),
    ] as [(Set<SessionBinding>, Bool, Bool)])
  func binding(binding: Set<SessionBinding>, otherAgent: Bool, otherAddress: Bool) async throws {
    let house = try WebHouse { $0.sessionBinding = binding }
    try house.test.addUser("ada")
    let browser = Browser(house)
    browser.address = "2001:db8:1:2::7"
    _ = await browser.signIn()
    #expect(await isIn(browser))
    browser.address = "2001:db8:1:2::8"
    #expect(await isIn(browser))
    browser.address = "2001:db8:1:3::7"
    #expect(await isIn(browser) == otherAddress)
    browser.address = "2001:db8:1:2::7"
    browser.userAgent = "Browser 2"
    #expect(await isIn(browser) == otherAgent)
    // What did not fit ended nothing: whoever opened it goes on.
    browser.userAgent = "Browser 1"
    #expect(await isIn(browser))
  }

  @Test(arguments: ["disable", "delete", "password", "end"])
  func `whoever is shut out elsewhere is out at the next request`(how: String) async throws {
    let house = try WebHouse()
    try house.test.addUser("root", role: .administrator)
    let ada = try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn()
    #expect(await isIn(browser))
    // Another process: another connection.
    let other = try WebHouse(test: house.test).administration
    switch how {
    case "disable": try other.disable(ada)
    case "delete": try other.delete(ada)
    case "password": try other.setPassword("a new password", of: ada)
    default: try house.accounts.signIn(as: "ada", password: "password", from: Origin("tty")).endBrowserSessions()
    }
    #expect(await !isIn(browser))
    #expect(await browser.account().header("location") == "/login?next=%2Faccount")
  }

  @Test func `a person sees their browsers and ends one`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    try house.test.addUser("eve")
    let browsers = (1...2).map { number in
      let browser = Browser(house)
      browser.userAgent = "Browser \(number) \u{1B}[2J"
      return browser
    }
    for browser in browsers { _ = await browser.signIn() }
    let ada = try house.accounts.signIn(as: "ada", password: "password", from: Origin("tty"))
    let listed = try ada.browserSessions(limit: 10)
    #expect(Set(listed.map(\.userAgent)) == ["Browser 1 \u{FFFD}[2J", "Browser 2 \u{FFFD}[2J"])
    let second = try #require(listed.first { $0.userAgent.hasPrefix("Browser 2") })
    let eve = try house.accounts.signIn(as: "eve", password: "password", from: Origin("tty"))
    #expect(throws: AccountError.notFound(.session("192.0.2.7"))) { try eve.endBrowserSession(second) }
    try ada.endBrowserSession(second)
    #expect(await isIn(browsers[0]))
    #expect(await !isIn(browsers[1]))
  }

  @Test(arguments: [
    "", "x", String(repeating: "A", count: 42), String(repeating: "A", count: 43) + "=",
    String(repeating: "A", count: 44), String(repeating: "A", count: 100_000), String(repeating: "A", count: 42) + "B",
    String(repeating: "+", count: 43),
  ])
  func `a cookie that is none of ours opens nothing`(value: String) async throws {
    let house = try WebHouse()
    let browser = Browser(house)
    browser.cookies["postern-session"] = value
    #expect(await !isIn(browser))
  }

  @Test func `two session cookies at once are none`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    _ = await browser.signIn()
    browser.headers = [("cookie", "postern-session=\(SessionSecret(random: house.test.random).text)")]
    #expect(await !isIn(browser))
  }

  @Test(arguments: [(true, "http://127.0.0.1:5000"), (false, "https://auth.example"), (true, "https://auth.example")])
  func `under TLS cookies are host cookies, and one that was set in clear counts nothing`(
    isSecure: Bool, issuer: String
  ) async throws {
    let house = try WebHouse { $0.issuer = try IssuerURL(validating: issuer) }
    try house.test.addUser("ada")
    let browser = Browser(house)
    browser.isSecure = isSecure
    let answer = await browser.signIn()
    let cookie = try #require(answer.header("set-cookie"))
    #expect(cookie.hasPrefix("__Host-postern="))
    #expect(cookie.hasSuffix("; Path=/; Max-Age=43200; Secure; HttpOnly; SameSite=Lax"))
    #expect(answer.header("strict-transport-security") == "max-age=31536000")
    #expect(browser.cookies["__Host-postern-visitor"] != nil)
    #expect(await isIn(browser))
    browser.cookies = ["postern-session": try #require(browser.cookies["__Host-postern"])]
    #expect(await !isIn(browser))
  }

  @Test func `no session id is in the database, its log or a backup`() async throws {
    let house = try WebHouse()
    try house.test.addUser("ada")
    let browser = Browser(house)
    var ids: [String] = []
    for _ in 0..<3 {
      _ = await browser.signIn()
      ids.append(try #require(browser.cookies["postern-session"]))
      _ = await browser.account()
      _ = await browser.signOut()
    }
    _ = await browser.signIn()
    ids.append(try #require(browser.cookies["postern-session"]))
    try house.test.store.backup(to: house.test.folder.file("copy.db"))
    #expect(Set(ids).count == 4)
    for name in house.test.folder.names {
      for id in ids { #expect(!TestFile.contains(String(id.prefix(20)), in: house.test.folder.file(name))) }
    }
    let secret = try #require(SessionSecret(presented: ids[0]))
    #expect("\(secret)" == "session" && !String(reflecting: secret).contains(ids[0]))
  }
}
